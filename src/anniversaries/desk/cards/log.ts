import { toActionId } from '../../../chat/action.ts'
import type { Ask } from '../../../chat/command.ts'
import { buttons, reply } from '../../../chat/dispatch.ts'
import { code, list, paragraph, strong, type Body, type Reply } from '../../../chat/reply.ts'
import { durationText } from '../../../words/durations.ts'
import type { Say } from '../../../words/say.ts'
import type { Logged, Subscription } from '../../subscription.ts'
import type { Desk } from '../desk.ts'
import { dateAt, timeAt } from '../phrases.ts'
import { isTest, posts } from '../record.ts'

const LINES = 20

/** How the planner, the courier and the store begin what they write of a post that was not sent, and how that is said. */
const WHY = [
  ['missed: a later', 'log.whyLater'],
  ['missed: too late', 'log.whyTooLate'],
  ['too late', 'log.whyTooLate'],
  ['edited', 'log.whyEdited'],
  ['paused', 'log.whyPaused'],
  ['server left', 'log.whyLeft'],
  ['nothing to say', 'log.whyNothing'],
] as const

/** The last posts of a schedule: when each was due, when it was sent, how late, and why it was not. */
export async function logCard(desk: Desk, ask: Ask, one: Subscription): Promise<Reply> {
  const { say } = ask
  const lines = await posts(desk, one.id, LINES, ask.now)
  return reply(ask, {
    title: say('log.title', { number: one.number }),
    blocks: [lines.length === 0 ? paragraph(say('log.none')) : list(lines.map((line) => logItem(desk, ask, line, one.wish.zone)))],
    buttons: buttons([say('schedule.title', { number: one.number }), toActionId('schedule.list', one.id)]),
    self: toActionId('schedule.log', one.id),
  })
}

/** One post of the past: when it was due, and what became of it. */
export function logItem({ timing }: Desk, ask: Ask, line: Logged, zone: string): Body {
  const { say } = ask
  const due = `${dateAt(say, line.dueAt, zone)}, ${timeAt(say, line.dueAt, zone)}`
  const test = isTest(line.key) ? ` (${say('log.test')})` : ''
  return [strong(due), `${test} — `, ...becameOf(ask, line, timing.lateMs / 10)]
}

/** `patienceMs` is how late a post may be and still count as on time. */
function becameOf({ say, locale }: Ask, { state, dueAt, endedAt, message, why }: Logged, patienceMs: number): Body {
  switch (state) {
    case 'waiting':
      return [say('log.waiting')]
    case 'sending':
      return [say('log.sending')]
    case 'done': {
      if (message === undefined) return [say('log.byWord')]
      const lateMs = (endedAt?.getTime() ?? dueAt.getTime()) - dueAt.getTime()
      return [lateMs < patienceMs ? say('log.onTime') : say('log.late', { duration: durationText(locale, lateMs) })]
    }
    case 'silent':
      return [say('log.silent')]
    case 'dropped':
      return droppedText(say, why ?? '')
  }
}

/** Why it was not sent. A platform's own words are quoted as they are: they are for whoever mends it. */
function droppedText(say: Say, why: string): Body {
  const known = WHY.find(([begins]) => why.startsWith(begins))
  if (known) return [say('log.dropped', { why: say(known[1]) })]
  const [before = '', after = ''] = say('log.dropped', { why: '\0' }).split('\0')
  return [before, code(why || '?'), after]
}
