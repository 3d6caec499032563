import type { Shelf } from '../../almanac/shelf.ts'
import { toActionId } from '../../chat/action.ts'
import { buttons } from '../../chat/dispatch.ts'
import { heading, link, list, note, paragraph, strong, type Block, type Body, type Menu, type Reply } from '../../chat/reply.ts'
import { sayer, type Say } from '../../words/say.ts'
import { revealedCount, type Game } from '../engine/game.ts'
import type { Ranked } from '../engine/scoring.ts'
import type { Asked, Cited } from '../question.ts'
import type { Line, Sheet } from '../rounds.ts'
import { distinctNames, somebody } from './names.ts'
import { optionText } from './options.ts'
import { lateLine, shelfNamed } from './phrases.ts'
import { FEWEST } from './reveal.ts'

const MOST_PLACES = 10
const MOST_SOURCES = 8
const MOST_EVENTS = 25

/** How a round went, for everybody in the channel: who stands where, what was hardest, what to read. A class is told nothing of single people. */
export function reportCard(
  shelves: readonly Shelf[],
  sheet: Pick<Sheet, 'game' | 'lines' | 'players'>,
  ranking: readonly Ranked[],
  manner: { readonly lateMs?: number | undefined; readonly footer?: Body | undefined } = {},
): Reply {
  const { game } = sheet
  const say = sayer(game.locale)
  const told = game.questions.slice(0, revealedCount(game))
  const lines = sheet.lines.filter(({ question }) => question < told.length)
  const menu = eventsMenu(shelves, say, told)
  return {
    locale: game.locale,
    audience: 'everyone',
    title: say('quiz.reportTitle'),
    blocks: [
      ...lateLine(say, manner.lateMs),
      paragraph(endingText(say, game, told.length)),
      ...(told.length === 0
        ? []
        : [...people(say, sheet, told, lines, ranking), ...mostMissed(say, game, told, lines), ...reading(say, told)]),
      note(say('quiz.export', { command: `/quiz ${say('cmd.quizExport.name')}` })),
    ],
    ...(menu && { menu }),
    buttons: buttons([say('quiz.button.review'), toActionId('quiz.review')]),
    footer: manner.footer ?? [],
    solemn: told.some(({ solemn }) => solemn),
  }
}

const endingText = (say: Say, { ending, questions }: Game, told: number): string =>
  ending === 'played' ? say('quiz.played', { count: questions.length }) : say('quiz.stoppedAfter', { count: told, of: questions.length })

/** Who stands where; of a class only how it did together, and nothing where it is so small that this would tell of single people. */
function people(
  say: Say,
  { game, players }: Pick<Sheet, 'game' | 'players'>,
  told: readonly Asked[],
  lines: readonly Line[],
  ranking: readonly Ranked[],
): readonly Block[] {
  const count = ranking.length
  if (count === 0) return [paragraph(say('quiz.nobodyPlayed'))]
  if (game.rules.mode === 'class') {
    const percent = Math.round((100 * lines.filter((line) => isRight(told, line)).length) / (count * told.length))
    return [paragraph(count < FEWEST ? say('quiz.classSmall', { count }) : say('quiz.classDid', { count, percent }))]
  }
  const names = distinctNames(players)
  const item = ({ place, person, right, points }: Ranked): Body => [
    strong(`${place}. ${names.get(person) ?? somebody(say, 'first')}`),
    say('punctuation.colon'),
    game.rules.speed ? say('quiz.standingPoints', { right, of: told.length, points }) : say('quiz.standing', { right, of: told.length }),
  ]
  const more = count - MOST_PLACES
  return [
    heading(say('quiz.rankingTitle')),
    list(ranking.slice(0, MOST_PLACES).map(item)),
    ...(more > 0 ? [note(say('quiz.morePeople', { count: more }))] : []),
  ]
}

const isRight = (told: readonly Asked[], { question, option }: Line): boolean => told[question]?.right === option

/** The question that most got wrong, if anybody did; of several the earliest. In a class nothing is told where fewer answered one of them than may be told of. */
function mostMissed(say: Say, { rules }: Game, told: readonly Asked[], lines: readonly Line[]): readonly Block[] {
  const fewest = rules.mode === 'class' ? FEWEST : 1
  const missed = told.map((asked, question) => {
    const answers = lines.filter((line) => line.question === question)
    return { asked, of: answers.length, wrong: answers.filter((line) => !isRight(told, line)).length }
  })
  // Of what may not be told nobody knows whether it was harder.
  if (rules.mode === 'class' && missed.some(({ of }) => of < fewest)) return []
  const [worst] = missed.filter(({ of }) => of >= fewest).toSorted((a, b) => share(b) - share(a))
  if (!worst || worst.wrong === 0) return []
  const { asked, wrong, of } = worst
  return [
    heading(say('quiz.missedTitle')),
    paragraph(asked.text),
    paragraph(strong(optionText(asked, asked.right, rules.shuffle))),
    note(say('quiz.missed', { wrong, of })),
  ]
}

const share = ({ wrong, of }: { readonly wrong: number; readonly of: number }): number => (of === 0 ? 0 : wrong / of)

/** What to read, each source once. */
function reading(say: Say, told: readonly Asked[]): readonly Block[] {
  const sources = [
    ...new Map(told.flatMap(({ sources }) => sources.slice(0, 2)).map((source): [string, Cited] => [source.url, source])).values(),
  ]
  if (sources.length === 0) return []
  return [
    heading(say('quiz.readingTitle')),
    list(sources.slice(0, MOST_SOURCES).map(({ publisher, title, url }): Body => [`${publisher}, `, link(title, url)])),
  ]
}

/** The events that the questions were about, each once. */
function eventsMenu(shelves: readonly Shelf[], say: Say, told: readonly Asked[]): Menu | undefined {
  const options = told.flatMap(({ about }) => {
    const shelf = about && shelfNamed(shelves, about.pack)
    const event = about && shelf?.almanac.event(about.event)
    const action = event && shelf?.lead('event', event.id)
    return event && action ? [{ label: event.title[say.locale], action }] : []
  })
  const once = [...new Map(options.map((option) => [option.action, option])).values()].slice(0, MOST_EVENTS)
  return once.length > 0 ? { label: say('menu.event'), options: once } : undefined
}
