import type { Ear } from '../../chat/platform.ts'
import type { RouteAnswer, RouteRequest } from '../../chat/route.ts'
import { sayer } from '../../words/say.ts'
import { html } from './answer.ts'
import type { Asked } from './asked.ts'
import { heard, looked, nameOf, type ChannelGiven, type Said } from './asking.ts'
import { channelAddress, channelPage, MOST_SHOWN, underPost, type Drawing, type Standing } from './channel-page.ts'
import { download, fileForm, fileLink } from './files.ts'
import { formHtml } from './forms.ts'
import { question as questionHtml } from './page.ts'
import { isPersonalPress } from './question.ts'
import { escaped, toHtml, type Surface } from './render.ts'
import { sentWith, type Sent } from './sent.ts'
import type { Visitor } from './trust.ts'

/** What a page is made for: an answer, to whom, and what was sent for it. */
type Turn = {
  readonly asked: Asked
  readonly answer: Said
  readonly visitor: Visitor | undefined
  readonly sent?: Sent
  /** The number of the post under which it was sent. */
  readonly under?: number
}

/** The page of a channel, for reading and with the answer to a question that changes nothing. */
export async function channelShown(given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> {
  const turn = await looked(given, ear, request, name)
  return paged(given, request, name, { ...turn, visitor: given.trust.known(request) })
}

/** The page of a channel with what became of a form: a line, a press, a name, or fields that were filled in. */
export const channelSent = (given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> =>
  turned(given, ear, request, name, (turn) => paged(given, request, name, turn))

/** The same for a script: only the question and its answer. */
export const channelAnswered = (given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> =>
  turned(given, ear, request, name, async (turn) => {
    const { asked, answer, visitor } = turn
    const drawn = answer.reply ? toHtml(answer.reply, surface(given, name, turn)) : ''
    const standing = await standingIn(given, request, name, visitor?.user)
    const called = visitor ? { 'x-griot-name': encodeURIComponent(nameOf(given, sayer(asked.locale), visitor)) } : undefined
    return html(`${questionHtml(asked)}${drawn}`, { ...headersOf(answer), ...called, 'x-griot-standing': standing }, answer.status)
  })

/** Only the file of the answer; its page where there is none. */
export const channelFile = (given: ChannelGiven, ear: Ear, request: RouteRequest, name: string): Promise<RouteAnswer> =>
  turned(given, ear, request, name, async (turn) => {
    const file = turn.answer.reply?.file
    return file ? download(file, headersOf(turn.answer)) : paged(given, request, name, turn)
  })

async function turned(
  given: ChannelGiven,
  ear: Ear,
  request: RouteRequest,
  name: string,
  then: (turn: Turn) => Promise<RouteAnswer>,
): Promise<RouteAnswer> {
  const sent = await sentWith(request)
  if ('status' in sent) return sent
  const { asked, answer } = await heard(given, ear, request, name, sent)
  const under = /^\d{1,15}$/.exec(request.query.get('post') ?? '')?.[0]
  return then({
    asked,
    answer,
    sent,
    visitor: answer.writer ?? given.trust.known(request),
    ...(under !== undefined && { under: Number(under) }),
  })
}

async function paged(given: ChannelGiven, request: RouteRequest, name: string, turn: Turn): Promise<RouteAnswer> {
  const { asked, answer, visitor } = turn
  const say = sayer(asked.locale)
  const [standing, { revision, messages }] = await Promise.all([
    standingIn(given, request, name, visitor?.user),
    given.store.latest(name, MOST_SHOWN),
  ])
  const at = messages.find(({ number }) => number === turn.under)?.number
  const said = answer.reply ? `${questionHtml(asked)}${toHtml(answer.reply, surface(given, name, turn))}` : ''
  const page = channelPage({
    drawing: drawing(given, asked, name),
    standing,
    mark: given.trust.form(visitor?.user, name),
    revision,
    messages,
    answer: said && turn.sent ? `${said}\n${back(name, asked, at)}` : said,
    at,
    visitor: visitor && { name: visitor.name, called: nameOf(given, say, visitor) },
    starts: given.roots.some(({ commands }) => commands.some(({ action }) => action === STARTING)) ? STARTING : undefined,
    line: answer.line ?? '',
    title: answer.reply?.title,
  })
  return html(page, { ...PAGE_HEADERS, 'content-language': asked.locale, ...headersOf(answer) }, answer.status)
}

/** What somebody can begin in a channel by a button of its page; it asks how. */
const STARTING = 'quiz.start'

/** The way back to the channel as it is now, for whoever has no script. */
const back = (name: string, { locale }: Asked, at: number | undefined): string =>
  `<p class="back"><a href="${escaped(channelAddress(name, { locale }))}${at === undefined ? '' : `#post-${at}`}">${escaped(sayer(locale)('web.back'))}</a></p>`

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

export const drawing = ({ roots, zone, clock }: ChannelGiven, { locale }: Asked, name: string): Drawing => ({
  name,
  locale,
  zone,
  now: clock.now(),
  isPosted: (action) => isPersonalPress(roots, action),
})

const surface = (given: ChannelGiven, name: string, { asked, visitor, sent, under }: Turn): Surface => {
  const mark = (): string => given.trust.form(visitor?.user, name)
  // What is pressed or filled in there leads on in its place.
  const to = under === undefined ? channelAddress(name) : underPost(name, under)
  return {
    address: (action) => channelAddress(name, { press: action, locale: asked.locale }),
    isPosted: (action) => isPersonalPress(given.roots, action),
    ...(under !== undefined && { sentTo: to }),
    form: (form) => formHtml(form, { to, mark: mark(), locale: asked.locale }),
    file: (file) => (sent ? fileForm(file, asked, { to: `${channelAddress(name)}/file`, mark: mark(), sent }) : fileLink(file, asked)),
  }
}
