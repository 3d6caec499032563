import { quotable } from '../../chat/clean.ts'
import type { Ear } from '../../chat/platform.ts'
import { toPlain } from '../../chat/plain.ts'
import type { Route, RouteAnswer, RouteRequest } from '../../chat/route.ts'
import { Failure } from '../../kernel/failure.ts'
import { fold } from '../../words/fold.ts'
import { sayer, type Key } from '../../words/say.ts'
import { html, sorry } from './answer.ts'
import { toAsked, type Asked } from './asked.ts'
import type { ChannelGiven } from './asking.ts'
import { channelAnswered, channelFile, channelSent, channelShown, drawing } from './channel.ts'
import { channelAddress, channelsPage, messageHtml } from './channel-page.ts'
import { isChannelName, type WebMessage } from './channels.ts'
import type { Live } from './live.ts'
import { escaped, toHtml } from './render.ts'
import { shell } from './shell.ts'

/** How many channels are listed, and how many people may follow at once. */
const MOST_LISTED = 200
const MOST_FOLLOWERS = 1000

type Given = ChannelGiven & { readonly live: Live; readonly hearing: () => Ear | undefined; readonly mostFollowers?: number }
type Handle = (ear: Ear, request: RouteRequest, name: string) => Promise<RouteAnswer>

/** The addresses of the channels: their list, each one's page, what is sent to it, and what it sends as it happens. */
export function channelRoutes(given: Given): readonly Route[] {
  const route = (method: Route['method'], path: string, handle: (ear: Ear, request: RouteRequest) => Promise<RouteAnswer>): Route => ({
    method,
    path,
    async handle(request) {
      const ear = given.hearing()
      if (!ear) return { status: 503, headers: { 'content-type': 'text/plain' }, body: 'starting' }
      try {
        return await handle(ear, request)
      } catch (error) {
        if (error instanceof Failure) return failed(given, request, error)
        throw error
      }
    },
  })
  const below = (handles: Readonly<Record<string, Handle>>) => (ear: Ear, request: RouteRequest) => {
    const [name = '', part = '', ...more] = request.path.slice('/channels/'.length).split('/')
    const handle = more.length === 0 ? handles[part] : undefined
    return handle && isChannelName(name) ? handle(ear, request, name) : Promise.resolve(strayed(given, request, name))
  }
  return [
    route('GET', '/channels', (_, request) => listed(given, request)),
    route(
      'GET',
      '/channels/*',
      below({
        '': (ear, request, name) => channelShown(given, ear, request, name),
        live: async (_, request, name) => followed(given, request, name),
      }),
    ),
    route(
      'POST',
      '/channels/*',
      below({
        '': (ear, request, name) => channelSent(given, ear, request, name),
        answer: (ear, request, name) => channelAnswered(given, ear, request, name),
        file: (ear, request, name) => channelFile(given, ear, request, name),
      }),
    ),
  ]
}

const askedBy = ({ locale }: Given, { query, headers }: RouteRequest): Asked => toAsked({ query, headers }, locale)

/** All channels; a name that was asked for leads to its page. */
async function listed(given: Given, request: RouteRequest): Promise<RouteAnswer> {
  const asked = askedBy(given, request)
  const said = request.query.get('name')?.trim()
  const name = toName(said ?? '')
  if (said && isChannelName(name)) return { status: 303, headers: { location: channelAddress(name, { locale: asked.locale }) } }
  const channels = await given.store.list(MOST_LISTED)
  return pageOf(channelsPage(asked, channels, given.zone, said ? quotable(said) : undefined), asked, said ? 400 : 200)
}

/** What somebody means who writes "Histoire 4B". */
const toName = (said: string): string => fold(said).replace(/[\s_]+/g, '-')

async function strayed(given: Given, request: RouteRequest, name: string): Promise<RouteAnswer> {
  const asked = askedBy(given, request)
  return pageOf(channelsPage(asked, await given.store.list(MOST_LISTED), given.zone, quotable(unescaped(name))), asked, 404)
}

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const pageOf = (body: string, { locale }: Asked, status: number): RouteAnswer =>
  html(body, { 'content-language': locale, vary: 'accept-language' }, status)

/** What is posted from now on, or from where the reader lost us, as server-sent events. */
function followed(given: Given, request: RouteRequest, name: string): RouteAnswer {
  if (given.live.followers() >= (given.mostFollowers ?? MOST_FOLLOWERS))
    return { status: 503, headers: { 'retry-after': '30', 'content-type': 'text/plain' }, body: 'too many follow already\n' }
  const place = request.headers['last-event-id'] ?? request.query.get('after') ?? '0'
  const after = /^\d{1,15}$/.test(place) ? Number(place) : 0
  return {
    status: 200,
    // Some proxies keep what they pass on until it is much, unless told.
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    body: events(given, askedBy(given, request), name, after, request.signal ?? new AbortController().signal),
  }
}

async function* events(given: Given, asked: Asked, name: string, after: number, signal: AbortSignal): AsyncGenerator<string> {
  yield 'retry: 3000\n\n'
  for await (const news of given.live.follow(name, after, signal)) {
    if (news === 'nothing') yield ': still here\n\n'
    else if (news === 'anew') yield 'event: anew\ndata: anew\n\n'
    else yield `id: ${news.revision}\ndata: ${JSON.stringify(toEvent(given, asked, name, news))}\n\n`
  }
}

const toEvent = (given: Given, asked: Asked, name: string, message: WebMessage) => ({
  number: message.number,
  revision: message.revision,
  isChange: message.amendedAt !== undefined,
  title: message.reply.title ?? quotable(toPlain(message.reply), 80),
  html: messageHtml(message, drawing(given, asked, name)),
})

/** What could not be had is told in words, on a page that leads back to what can be. */
function failed(given: Given, request: RouteRequest, error: Failure): RouteAnswer {
  const asked = askedBy(given, request)
  const say = sayer(asked.locale)
  const said = toHtml(sorry(given, asked, error.code, () => [say(error.key as Key, error.values as never)]))
  const page = shell({
    locale: asked.locale,
    inLanguage: (locale) => `${request.path}?locale=${locale}`,
    skip: { to: '#log', words: say('web.answers') },
    hasChannels: true,
    main: `<div id="log" role="log" aria-label="${escaped(say('web.answers'))}">\n${said}\n</div>`,
  })
  return pageOf(page, asked, error.code === 'unavailable' ? 503 : 400)
}
