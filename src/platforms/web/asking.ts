import type { Asker, Ear, Platform } from '../../chat/platform.ts'
import type { Button, Reply } from '../../chat/reply.ts'
import type { RouteRequest } from '../../chat/route.ts'
import type { Clock } from '../../kernel/clock.ts'
import { durationText } from '../../words/durations.ts'
import { sayer, type Say } from '../../words/say.ts'
import { askerOf, questionOf, sorry, spoken, unknown, type Answering } from './answer.ts'
import { toAsked, type Asked } from './asked.ts'
import type { WebChannels } from './channels.ts'
import { fromFilled } from './forms.ts'
import { MOST_CHANNELS, type Limits } from './limits.ts'
import type { Question, Unknown } from './question.ts'
import type { Sent } from './sent.ts'
import type { Distrust, Trust, Visitor, Writer } from './trust.ts'

export type ChannelGiven = Answering & {
  readonly store: WebChannels
  readonly trust: Trust
  readonly limits: Limits
  readonly send: Platform['send']
  /** The installation's clock; and the real one, by which people wait. */
  readonly clock: Clock
  readonly wall: Clock
  /** In which times are told. */
  readonly zone: string
}

/** What is said to a request, and who it came from if that is known. */
export type Said = {
  readonly reply?: Reply
  readonly writer?: Writer | undefined
  readonly status?: number
  readonly line?: string
  readonly waitMs?: number
}

/** Who sent it is asked only where it matters; a link can have been followed by anybody. */
type By = 'link' | (() => Writer | Distrust)

/** The commands that make a channel where there is none: whoever gives one something to do owns it. */
const CLAIMING: ReadonlySet<string> = new Set(['schedule.add', 'schedule.settings', 'quiz.start', 'quiz.roster'])

/** What a page is asked by its address, which changes nothing. */
export async function looked(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string) {
  const asked = askedHere(given, request, request.query)
  return { asked, answer: await said(given, ear, asked, name, questionOf(given.roots, asked), 'link') }
}

/** What a page sends: a line, a press, fields that were filled in, or a name to be called by. */
export async function heard(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string, sent: Sent) {
  const asked = askedHere(given, request, sent.fields)
  const question = questionOf(given.roots, asked, fromFilled(sent))
  const by = (): Writer | Distrust => given.trust.admit(request, sent.fields, name)
  const answer = !question && sent.fields.has('name') ? named(given, asked, by) : await said(given, ear, asked, name, question, by)
  return { asked, answer }
}

async function said(
  given: ChannelGiven,
  ear: Ear,
  asked: Asked,
  name: string,
  question: Question | Unknown | undefined,
  by: By,
): Promise<Said> {
  if (!question) return {}
  if ('unknown' in question) return { reply: unknown(given, asked, question) }
  if (!question.personal) return { reply: await ear.answer(question.heard(askerOf(asked))) }
  const isClaiming = question.isFilled && CLAIMING.has(question.command?.action ?? '')
  const writer = admitted(given, asked, by, question.managed || isClaiming ? 'change' : 'play')
  if ('said' in writer) return writer.said
  const known = await given.store.owner(name)
  // A channel whose owner has been forgotten is nobody's, until somebody gives it something to do.
  const owner = isClaiming && !known ? await claimed(given, asked, name, writer) : known
  if (typeof owner === 'object') return owner
  const asker: Asker = {
    platform: 'web',
    channel: name,
    user: writer.user,
    name: nameOf(given, sayer(asked.locale), writer),
    locale: asked.locale,
    site: 'channel',
    manages: owner === undefined || owner === writer.user,
    request: writer.request,
    askedAt: given.clock.now(),
    rights: { kind: 'known', lacks: ['threads'], history: true },
  }
  const reply = await ear.answer(question.heard(asker))
  return { writer, reply: reply.audience === 'everyone' ? await published(given, asked, asker, reply) : reply }
}

/** What somebody brought about for everybody is posted, as on other platforms, and they are told where; nothing is, where there is no such channel. */
async function published(given: ChannelGiven, asked: Asked, { channel = '', request = '' }: Asker, reply: Reply): Promise<Reply> {
  const outcome = await given.send({ kind: 'channel', platform: 'web', channel }, { reply }, `asked/${request}`)
  return outcome.kind === 'sent' ? spoken(given, asked, (say) => [say('web.posted')]) : reply
}

/** What somebody is called: what they chose, or a guest like others, told from them by four signs. */
export const nameOf = ({ trust }: ChannelGiven, say: Say, { user, name }: Visitor): string =>
  name ?? say('web.guest', { code: trust.guest(user) })

/** Somebody chose a name, or to have none; the cookie has it. */
function named(given: ChannelGiven, asked: Asked, by: By): Said {
  const writer = admitted(given, asked, by, 'play')
  if ('said' in writer) return writer.said
  const say = sayer(asked.locale)
  const words = say(writer.name === undefined ? 'web.nameless' : 'web.named', { name: nameOf(given, say, writer) })
  return { writer, reply: spoken(given, asked, () => [words]) }
}

/** Whoever may do it, counted; or what is said to who may not. */
function admitted(given: ChannelGiven, asked: Asked, by: By, deed: 'change' | 'play'): Writer | { readonly said: Said } {
  const writer = by === 'link' ? by : by()
  if (typeof writer === 'string') return { said: { ...refused(given, asked, writer), status: 403 } }
  const waitMs = given.limits.take(deed, writer, given.wall.now())
  return waitMs > 0 ? { said: tooMany(given, asked, 'web.tooMany', waitMs) } : writer
}

/** Whose the channel is from now on, or why none can be made. */
async function claimed(given: ChannelGiven, asked: Asked, name: string, writer: Writer): Promise<string | Said> {
  const waitMs = given.limits.take('channel', writer, given.wall.now())
  if (waitMs > 0) return tooMany(given, asked, 'web.tooManyChannels', waitMs)
  const owner = await given.store.claim(name, writer.user, given.clock.now(), MOST_CHANNELS)
  const full = (): Said => ({ reply: sorry(given, asked, 'conflict', (say) => [say('web.full', { most: MOST_CHANNELS })]), status: 409 })
  return owner ?? full()
}

/** Nothing was done; the line stands there to be sent once more. */
function tooMany(given: ChannelGiven, asked: Asked, key: 'web.tooMany' | 'web.tooManyChannels', ms: number): Said {
  const waitMs = Math.ceil(ms / 1000) * 1000
  const { press, line } = asked
  const say = sayer(asked.locale)
  const reply = sorry(given, asked, 'unavailable', () => [say(key, { wait: durationText(asked.locale, waitMs) })])
  return { reply: { ...reply, buttons: pressAgain(say, press) }, status: 429, waitMs, ...(line && { line }) }
}

const pressAgain = (say: Say, press: string | undefined): readonly Button[] =>
  press === undefined ? [] : [{ label: say('web.again'), action: press as Button['action'] }]

/** Why nothing was done. What only came too early can be sent again as it is. */
function refused(given: ChannelGiven, asked: Asked, why: Distrust | 'link'): Said {
  const say = sayer(asked.locale)
  const reply = sorry(given, asked, 'forbidden', () => [say(REFUSALS[why])])
  if (why !== 'stale') return { reply }
  return { reply: { ...reply, buttons: pressAgain(say, asked.press) }, ...(asked.line && { line: asked.line }) }
}

const REFUSALS = { closed: 'web.closed', foreign: 'web.foreign', stale: 'web.stale', link: 'web.justPress' } as const

/** A channel lives in its own time: no other day is pretended there. */
export function askedHere({ locale }: ChannelGiven, { headers }: RouteRequest, query: URLSearchParams): Asked {
  const { at: _at, day: _day, badDay: _badDay, ...asked } = toAsked({ query, headers }, locale)
  return asked
}
