import { heading, list, note, paragraph, strong, type Block, type Body, type Button } from '../chat/reply.ts'
import { toActionId } from '../chat/action.ts'
import { buttons } from '../chat/dispatch.ts'
import type { Event } from '../almanac/almanac.ts'
import type { Shelf, Telling } from '../almanac/shelf.ts'
import { whenText } from '../almanac/when.ts'
import { dayText, daysBetween, rangeText, type Day } from '../words/dates.ts'
import type { QuietTaste } from './quiet.ts'
import { claimBody, fitting, type Part } from './part.ts'
import { chaptersOf, readableBy, spanOf, statementsOf, type Chapter, type Course, type Span, type Statement } from './story.ts'
import { inTurn, serialOf } from './turn.ts'

const INTROS = ['post.story.stands', 'post.story.here', 'post.story.told', 'post.story.now'] as const

/** So many statements are told of one event at most, and so many to fill a quiet day. */
const TOLD = 4
const RECALLED = 2

/** What a replay has to say on a local date; undefined where it says nothing. */
export type Telltale = { readonly span: Span; readonly chapters: readonly Chapter[]; readonly recalled: readonly Statement[] }

/** What there is to tell, or to recall on a quiet day where the channel wants that; nothing that was not known by the last of its days. */
export function telltale(shelf: Shelf, wish: Course & QuietTaste, date: Day): Telltale | undefined {
  const span = spanOf(shelf, wish, date)
  if (!span) return undefined
  const chapters = chaptersOf(shelf, wish, span)
  const recalled = chapters.length > 0 || wish.quiet === 'skip' ? [] : recall(shelf, wish, span)
  return chapters.length > 0 || recalled.length > 0 ? { span, chapters, recalled } : undefined
}

/** The last statements before these days, or one of all that was known, another one each day. */
function recall(shelf: Shelf, wish: QuietTaste, { first }: Span): readonly Statement[] {
  const from = serialOf(first)
  const known = statementsOf(shelf, wish).filter(({ serial }) => serial < from)
  if (wish.quiet === 'nearest') {
    const last = known.at(-1)?.serial
    return known.filter(({ serial }) => serial === last).slice(0, RECALLED)
  }
  const one = known[(from * STRIDE) % Math.max(1, known.length)]
  return one ? [one] : []
}

/** Neighbouring statements belong to one event: a stride leads from one to another. */
const STRIDE = 17

/** One post of a replay: which days it stands for, and what became known in them. */
export function replayPart(shelf: Shelf, wish: Course & QuietTaste, { span, chapters, recalled }: Telltale, telling: Telling): Part {
  const { say } = telling
  const attempt = (perEvent: number, most: number) => () => {
    const weighty = new Set(chapters.toSorted((a, b) => rank(b) - rank(a)).slice(0, most))
    const told = chapters.filter((chapter) => weighty.has(chapter))
    const left = chapters.flatMap((chapter) => (weighty.has(chapter) ? untold(chapter, perEvent) : chapter.statements)).length
    return {
      title: say('post.story.title', { date: rangeText(telling.locale, span.first, span.last) }),
      blocks: [
        introOf(span, telling),
        ...chapterBlocks(shelf, told, span, perEvent, telling),
        ...(left > 0 ? [note(say('post.story.more', { count: left }))] : []),
        ...recallBlocks(shelf, wish, recalled, span, telling),
        ...(span.isLast ? [paragraph(say('post.story.ends'))] : []),
      ],
      events: [...told.map(({ event }) => event), ...recalled.map(({ event }) => event)],
      buttons: waysOf(shelf, told, span, telling),
    }
  }
  const sizes = Array.from({ length: chapters.length }, (_, n) => chapters.length - n)
  const attempts = sizes.flatMap((most) => [attempt(TOLD, most), attempt(TOLD / 2, most), attempt(1, most)])
  return fitting(attempts) ?? attempt(1, 0)()
}

/** The statements of a chapter for which there is no room; a summary leaves none. */
const untold = ({ whole, statements }: Chapter, perEvent: number): readonly Statement[] => (whole ? [] : statements.slice(perEvent))

/** What happened in these days comes before what became known in them. */
const rank = ({ event, current }: Chapter): number => event.weight + (current ? 10 : 0)

const introOf = ({ first, last, n, isLast }: Span, { say, locale }: Telling): Block => {
  const count = daysBetween(first, last) + 1
  const days = say('post.story.days', { count, first: String(n), last: String(n + count - 1) })
  // On the last day nothing is still to be told.
  return note(say(isLast ? 'post.story.stands' : inTurn(INTROS, first), { date: rangeText(locale, first, last), days }))
}

/** First what happened in these days, then what became known of earlier ones. */
function chapterBlocks(shelf: Shelf, told: readonly Chapter[], span: Span, perEvent: number, telling: Telling): readonly Block[] {
  const blocks = (chapters: readonly Chapter[]) => chapters.flatMap((chapter) => chapterOf(shelf, chapter, span.last, perEvent, telling))
  const since = told.filter(({ current }) => !current)
  return [
    ...blocks(told.filter(({ current }) => current)),
    ...(since.length > 0 ? [note(strong(telling.say('post.story.since'))), ...blocks(since)] : []),
  ]
}

/** An event that was not over yet goes by its topic: its title may tell how it ended. */
function chapterOf(
  shelf: Shelf,
  { event, statements, ended, whole }: Chapter,
  by: Day,
  perEvent: number,
  telling: Telling,
): readonly Block[] {
  const { say, locale } = telling
  const told = statements.slice(0, perEvent)
  return [
    heading(headingOf(shelf, event, ended, telling)),
    ...(ended ? [note(whenText(say, event.when))] : []),
    ...(whole ? [paragraph(event.summary[locale])] : [list(told.map((statement) => statementBody(shelf, statement, by, telling)))]),
  ]
}

const headingOf = ({ almanac }: Shelf, event: Event, ended: boolean, { locale }: Telling): string =>
  ended ? event.title[locale] : (almanac.pack.topics.find(({ id }) => id === event.topic)?.name[locale] ?? almanac.pack.title[locale])

/** A statement with those who had contradicted it by then. */
const statementBody = (shelf: Shelf, { claim }: Statement, by: Day, telling: Telling): Body =>
  claimBody(
    claim,
    telling,
    (claim.otherwise ?? []).filter(({ sources }) => sources.some((source) => readableBy(shelf, source, by))),
  )

function recallBlocks(
  shelf: Shelf,
  { quiet }: QuietTaste,
  recalled: readonly Statement[],
  { first, last }: Span,
  telling: Telling,
): readonly Block[] {
  const { say, locale } = telling
  if (recalled.length === 0) return []
  return [
    paragraph(say('post.story.quiet', { count: daysBetween(first, last) + 1 })),
    note(strong(say(quiet === 'nearest' ? 'post.story.last' : 'post.story.known'))),
    list(
      recalled.map(
        (statement): Body => [
          strong(dayText(locale, statement.day)),
          say('punctuation.colon'),
          ...statementBody(shelf, statement, last, telling),
        ],
      ),
    ),
  ]
}

/** Sources only of an event of which nothing later is known: its page would tell how things went on. */
function waysOf(shelf: Shelf, told: readonly Chapter[], { isLast }: Span, { say }: Telling): readonly Button[] {
  const safe = told.find(({ event, whole }) => whole && event.followUps.length === 0)
  return buttons(
    [say('button.sources'), safe && shelf.lead('sources', safe.event.id)],
    [say('button.timeline'), isLast ? shelf.lead('timeline') : undefined],
    [say('button.help'), toActionId('griot.help')],
  )
}
