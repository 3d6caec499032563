import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { toActionId } from '../../chat/action.ts'
import { note, paragraph, type Attached, type Reply } from '../../chat/reply.ts'
import { dayText, today } from '../../words/dates.ts'
import { fold } from '../../words/fold.ts'
import { distinctNames, pseudonym } from '../cards/names.ts'
import { type Person, revealedCount } from '../engine/game.ts'
import { itemsCsv, resultsCsv } from '../files/results.ts'
import type { QuizParts } from '../parts.ts'
import type { Sheet } from '../rounds.ts'
import { channelOf, classOf, leads } from './place.ts'

export const CONTENTS = ['results', 'items'] as const
export type Content = (typeof CONTENTS)[number]
export const CONTENT_LABELS = { results: 'quiz.content.results', items: 'quiz.content.items' } as const

/** So many rounds back somebody's own is looked for. */
const LOOKED_AT = 20

/** A file of the last round of this channel that this person led, or in words why there is none. */
export async function exported(
  parts: Pick<QuizParts, 'rounds' | 'pseudonyms' | 'roster'>,
  ask: Ask,
  content: Content = 'results',
): Promise<Reply> {
  const { say } = ask
  const sheet = await lastLed(parts, ask)
  if (!sheet) return reply(ask, { blocks: [paragraph(say('quiz.export.none'))], failure: 'not-found' })
  const revealed = revealedCount(sheet.game)
  if (revealed === 0 || sheet.lines.length === 0) return reply(ask, { blocks: [paragraph(say('quiz.export.empty'))], failure: 'not-found' })
  const date = dayText(say.locale, today(sheet.startedAt, ask.zone))
  const other = content === 'results' ? 'items' : 'results'
  return reply(ask, {
    blocks: [
      paragraph(say(content === 'results' ? 'quiz.export.results' : 'quiz.export.items', { date, count: revealed })),
      ...(sheet.game.phase === 'over' ? [] : [note(say('quiz.export.running'))]),
    ],
    file: await fileOf(parts, sheet, content),
    buttons: buttons([say(CONTENT_LABELS[other]), toActionId('quiz.export', other)]),
  })
}

const fileOf = async ({ roster }: Pick<QuizParts, 'roster'>, sheet: Sheet, content: Content): Promise<Attached> =>
  content === 'items' ? itemsCsv(sheet) : resultsCsv(sheet, await learners(roster, sheet))

/** The newest round here that this person may have the results of. Questions of the day are nobody's. */
async function lastLed({ rounds, pseudonyms }: Pick<QuizParts, 'rounds' | 'pseudonyms'>, ask: Ask): Promise<Sheet | undefined> {
  for (const { id, mode } of await rounds.recent(channelOf(ask), LOOKED_AT)) {
    const game = mode === 'daily' ? undefined : await rounds.game(id)
    if (game && leads({ pseudonyms }, ask, game)) return rounds.sheet(id)
  }
  return undefined
}

/**
 * Everybody who answered, by name; in a class by the code that was theirs when it ended, else by the one that is theirs now, with those who
 * have one and answered nothing. A code that was somebody's then is nobody else's.
 */
async function learners(roster: QuizParts['roster'], { game, lines, players }: Sheet): Promise<ReadonlyMap<Person, string>> {
  const answered = new Set(lines.map(({ person }) => person))
  const known = new Map(players.map(({ person, name }) => [person, name]))
  const called = [...answered].toSorted().map((person) => ({ person, name: known.get(person) ?? pseudonym(person, game.id, game.locale) }))
  const names = new Map(distinctNames(called))
  if (game.rules.mode !== 'class') return names
  // Who has no name any more has no code either: whose it was then, the list of today does not know.
  const hasName = (person: Person | undefined): boolean =>
    game.phase !== 'over' || person === undefined || !answered.has(person) || known.has(person)
  const kept = players.flatMap(({ person, code }) => (code === undefined ? [] : [{ person, code }]))
  const gone = new Set(kept.map(({ code }) => fold(code)))
  const present = (await roster.codes(classOf(game.place))).filter(({ code, person }) => !gone.has(fold(code)) && hasName(person))
  for (const { code, person } of [...present, ...kept]) if (person !== undefined) names.set(person, code)
  return names
}
