import type { Asker, Ear } from '../../chat/platform.ts'
import type { Button, Reply } from '../../chat/reply.ts'
import type { RouteAnswer, RouteRequest } from '../../chat/route.ts'
import type { Clock } from '../../kernel/clock.ts'
import { durationText } from '../../words/durations.ts'
import { sayer, type Say } from '../../words/say.ts'
import { askerOf, html, questionOf, sorry, unknown, type Answering } from './answer.ts'
import { toAsked, type Asked } from './asked.ts'
import { channelAddress, channelPage, MOST_SHOWN, type Drawing, type Standing } from './channel-page.ts'
import type { WebChannels } from './channels.ts'
import { formHtml, fromFilled } from './forms.ts'
import { MOST_CHANNELS, type Limits } from './limits.ts'
import { question as questionHtml } from './page.ts'
import { isManagedPress, type Question } from './question.ts'
import { toHtml, type Surface } from './render.ts'
import type { Distrust, Trust, Writer } from './trust.ts'

export type ChannelGiven = Answering & {
  readonly store: WebChannels
  readonly trust: Trust
  readonly limits: Limits
  /** The installation's clock; and the real one, by which people wait. */
  readonly clock: Clock
  readonly wall: Clock
  /** In which times are told. */
  readonly zone: string
}

/** What is said to a request, and who it came from if that is known. */
type Said = {
  readonly reply?: Reply
  readonly writer?: Writer | undefined
  readonly status?: number
  readonly line?: string
  readonly waitMs?: number
}

/** The commands that make a channel where there is none: whoever gives one something to do owns it. */
const CLAIMING: ReadonlySet<string> = new Set(['schedule.add', 'schedule.settings'])

/** The page of a channel, for reading and with the answer to a question that changes nothing. */
export async function channelShown(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> {
  const asked = askedHere(given, request, request.query)
  return paged(given, request, name, asked, await said(given, ear, asked, name, questionOf(given.roots, asked), 'link'))
}

/** The page of a channel with what became of a form: a line, a press, or fields that were filled in. */
export async function channelSent(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> {
  const body = sentWith(request)
  if (!body) return NO_FORM
  const { asked, answer } = await heard(given, ear, request, name, body)
  return paged(given, request, name, asked, answer)
}

/** The same for a script: only the question and its answer. */
export async function channelAnswered(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> {
  const body = sentWith(request)
  if (!body) return NO_FORM
  const { asked, answer } = await heard(given, ear, request, name, body)
  const user = answer.writer?.user ?? given.trust.known(request)
  const drawn = answer.reply ? toHtml(answer.reply, surface(given, asked, name, user)) : ''
  const standing = await standingIn(given, request, name, user)
  return html(`${questionHtml(asked)}${drawn}`, { ...headersOf(answer), 'x-griot-standing': standing }, answer.status)
}

async function heard(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string, body: URLSearchParams) {
  const asked = askedHere(given, request, body)
  const admit = (): Writer | Distrust => given.trust.admit(request, body, name)
  return { asked, answer: await said(given, ear, asked, name, questionOf(given.roots, asked, fromFilled(body)), admit) }
}

/** `by` says who sent it, asked only where it matters; a link can have been followed by anybody. */
async function said(
  given: ChannelGiven,
  ear: Ear,
  asked: Asked,
  name: string,
  question: ReturnType<typeof questionOf>,
  by: 'link' | (() => Writer | Distrust),
): Promise<Said> {
  if (!question) return {}
  if ('unknown' in question) return { reply: unknown(given, asked, question) }
  if (!question.managed) return { reply: await ear.answer(question.heard(askerOf(asked))) }
  const writer = by === 'link' ? by : by()
  if (typeof writer === 'string') return { ...refused(given, asked, writer), status: 403 }
  const waitMs = given.limits.take('change', writer, given.wall.now())
  if (waitMs > 0) return tooMany(given, asked, 'web.tooMany', waitMs)
  const owner = (await given.store.owner(name)) ?? (await claimed(given, asked, name, writer, question))
  if (typeof owner === 'object') return owner
  const asker: Asker = {
    platform: 'web',
    channel: name,
    user: writer.user,
    locale: asked.locale,
    site: 'channel',
    manages: owner === undefined || owner === writer.user,
    request: writer.request,
    rights: { kind: 'known', lacks: ['threads'], history: true },
  }
  return { writer, reply: await ear.answer(question.heard(asker)) }
}

/** Whose the channel is now, if what is asked makes one; or why none can be made. */
async function claimed(
  given: ChannelGiven,
  asked: Asked,
  name: string,
  writer: Writer,
  { command, isFilled }: Question,
): Promise<string | Said | undefined> {
  if (!isFilled || !CLAIMING.has(command?.action ?? '')) return undefined
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

async function paged(given: ChannelGiven, request: RouteRequest, name: string, asked: Asked, answer: Said): Promise<RouteAnswer> {
  const user = answer.writer?.user ?? given.trust.known(request)
  const [standing, { revision, messages }] = await Promise.all([
    standingIn(given, request, name, user),
    given.store.latest(name, MOST_SHOWN),
  ])
  const page = channelPage({
    drawing: drawing(given, asked, name),
    standing,
    mark: given.trust.form(user, name),
    revision,
    messages,
    answer: answer.reply ? `\n${questionHtml(asked)}${toHtml(answer.reply, surface(given, asked, name, user))}\n` : '',
    line: answer.line ?? '',
    title: answer.reply?.title,
  })
  return html(page, { ...PAGE_HEADERS, 'content-language': asked.locale, ...headersOf(answer) }, answer.status)
}

/** Browsers name the origin of a form only where the page lets them, and ours has to be known. */
const PAGE_HEADERS = { 'referrer-policy': 'same-origin', vary: 'accept-language, cookie' } as const

const headersOf = ({ writer, waitMs }: Said): Readonly<Record<string, string>> => ({
  ...(writer && { 'set-cookie': writer.cookie }),
  ...(waitMs !== undefined && { 'retry-after': String(waitMs / 1000) }),
})

async function standingIn(
  { store, trust }: ChannelGiven,
  request: RouteRequest,
  name: string,
  user: string | undefined,
): Promise<Standing> {
  const owner = await store.owner(name)
  if (!trust.mayWrite(request)) return 'closed'
  return owner === undefined ? 'unmade' : owner === user ? 'yours' : 'others'
}

export const drawing = ({ roots, zone }: ChannelGiven, { locale }: Asked, name: string): Drawing => ({
  name,
  locale,
  zone,
  isPosted: (action) => isManagedPress(roots, action),
})

const surface = (given: ChannelGiven, asked: Asked, name: string, user: string | undefined): Surface => ({
  address: (action) => channelAddress(name, { press: action, locale: asked.locale }),
  isPosted: (action) => isManagedPress(given.roots, action),
  form: (form) => formHtml(form, { to: channelAddress(name), mark: given.trust.form(user, name), locale: asked.locale }),
})

/** A channel lives in its own time: no other day is pretended there. */
function askedHere({ locale }: ChannelGiven, { headers }: RouteRequest, query: URLSearchParams): Asked {
  const { at: _at, day: _day, badDay: _badDay, ...asked } = toAsked({ query, headers }, locale)
  return asked
}

/** What a form brought; undefined for a body that no form of ours sends. */
const sentWith = ({ headers, rawBody }: RouteRequest): URLSearchParams | undefined =>
  /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '') ? new URLSearchParams(rawBody.toString('utf8')) : undefined

const NO_FORM: RouteAnswer = { status: 415, headers: { 'content-type': 'text/plain' }, body: 'send a form\n' }
