import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { continuations } from '../../chat/completing.ts'
import type { Ear, Platform } from '../../chat/platform.ts'
import type { Reply } from '../../chat/reply.ts'
import type { Route, RouteAnswer } from '../../chat/route.ts'
import type { Clock } from '../../kernel/clock.ts'
import { LOCALES } from '../../words/locale.ts'
import { answer, askerOf, html, sorry, type Answering } from './answer.ts'
import { toAsked, type Asked } from './asked.ts'
import { channelRoutes } from './channel-routes.ts'
import { isChannelName, type WebChannels } from './channels.ts'
import { download } from './files.ts'
import { limits, unlimited } from './limits.ts'
import { live } from './live.ts'
import { answered, page } from './page.ts'
import { nowhere, posting } from './posting.ts'
import { trust, type TrustSettings } from './trust.ts'

export type WebSettings = Answering & {
  /** Where people make channels and schedules post. Without it there are none, and what is `managed` can be done nowhere. */
  readonly channels?: ChannelsSettings
}

export type ChannelsSettings = TrustSettings & {
  readonly store: WebChannels
  /** The installation's clock, by which posts are dated; the real one, by which people wait. They differ in a rehearsal. */
  readonly clock: Clock
  readonly wall: Clock
  /** In which the times of posts are told. */
  readonly zone: string
  readonly lookMs?: number
  readonly heartbeatMs?: number
  readonly mostFollowers?: number
}

/** What became of a question, for programs that do not read words. */
const STATUS: Readonly<Record<NonNullable<Reply['failure']>, number>> = {
  'bad-input': 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  broken: 500,
  unavailable: 503,
}

/** A file of the page. Browsers ask each time whether it changed, and are told so without a second copy. */
function asset(name: string, type: string): Route {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = { 'content-type': type, 'cache-control': 'no-cache', etag }
  const known = (tags: string | undefined) => tags?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  return {
    method: 'GET',
    path: `/${name}`,
    handle: (request) => (known(request.headers['if-none-match']) ? { status: 304, headers } : { status: 200, headers, body }),
  }
}

const ASSETS: readonly Route[] = [
  asset('app.js', 'text/javascript; charset=utf-8'),
  asset('channel.js', 'text/javascript; charset=utf-8'),
  asset('closing.js', 'text/javascript; charset=utf-8'),
  asset('completion.js', 'text/javascript; charset=utf-8'),
  asset('receipts.js', 'text/javascript; charset=utf-8'),
  asset('posts.js', 'text/javascript; charset=utf-8'),
  asset('theme.js', 'text/javascript; charset=utf-8'),
  asset('style.css', 'text/css; charset=utf-8'),
  asset('icon.svg', 'image/svg+xml'),
]

/** A playground in the browser, with the same commands and buttons; it needs no account. Only in its channels can anything be changed. */
export function web(settings: WebSettings): Platform {
  const { roots, locale } = settings
  const reading = roots.filter((root) => root.managed !== true && root.personal !== true)
  let ear: Ear | undefined
  const rooms = settings.channels && openRooms(settings, settings.channels, () => ear)
  const route = (path: string, handle: (ear: Ear, asked: Asked, query: URLSearchParams) => Promise<RouteAnswer> | RouteAnswer): Route => ({
    method: 'GET',
    path,
    handle: (request) =>
      ear
        ? handle(ear, toAsked(request, locale), request.query)
        : { status: 503, headers: { 'content-type': 'text/plain' }, body: 'starting' },
  })
  return {
    name: 'web',
    routes: [
      route('/', async (hearing, asked) =>
        html(page(asked, await answer(settings, hearing, asked), reading, rooms !== undefined), {
          'content-language': asked.locale,
          vary: 'accept-language',
        }),
      ),
      route('/answer', async (hearing, asked) => html(answered(asked, await answer(settings, hearing, asked)))),
      route('/file', async (hearing, asked) => filed(asked, await answer(settings, hearing, asked))),
      route('/api/ask', async (hearing, asked) => {
        const reply = misasked(settings, asked) ?? (await answer(settings, hearing, asked))
        return json(reply.failure ? STATUS[reply.failure] : 200, reply)
      }),
      route('/api/complete', (hearing, asked, query) => {
        const channel = query.get('channel') ?? ''
        const isHere = rooms !== undefined && isChannelName(channel)
        const asker = isHere ? { ...askerOf(asked), channel } : askerOf(asked)
        return json(200, continuations(isHere ? roots : reading, hearing, asked.line ?? '', asker))
      }),
      ...(rooms?.routes ?? []),
      ...ASSETS,
    ],
    listen: async (given) => {
      ear = given
    },
    ready: () => ({ name: 'web', ready: ear !== undefined, detail: ear ? 'listening' : 'starting' }),
    ...(rooms?.posting ?? nowhere),
    close: async () => {
      ear = undefined
      rooms?.close()
    },
  }
}

/** Only the file of an answer; what is said instead where there is none. */
const filed = (asked: Asked, reply: Reply): RouteAnswer =>
  reply.file ? download(reply.file) : html(answered(asked, reply), {}, reply.failure ? STATUS[reply.failure] : 404)

function openRooms(settings: WebSettings, channels: ChannelsSettings, hearing: () => Ear | undefined) {
  const following = live(channels)
  const post = posting({ store: channels.store, clock: channels.clock, tell: (channel, revision) => following.tell(channel, revision) })
  return {
    posting: post,
    routes: channelRoutes({
      ...settings,
      ...channels,
      trust: trust(channels),
      limits: channels.writing === 'open' ? limits() : unlimited,
      live: following,
      send: post.send,
      hearing,
    }),
    close: () => following.close(),
  }
}

const json = (status: number, value: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', vary: 'accept-language' },
  body: JSON.stringify(value),
})

/** A program is told what a person would see for herself: that she asked nothing, or in no language of ours. */
function misasked(settings: WebSettings, asked: Asked): Reply | undefined {
  if (asked.badLocale !== undefined)
    return sorry(settings, asked, 'bad-input', (say) => [say('error.choice', { argument: 'locale', choices: LOCALES.join(', ') })])
  if (!asked.line && !asked.press)
    return sorry(settings, asked, 'bad-input', (say) => [say('error.missing', { argument: 'line', example: '/api/ask?line=today' })])
  return undefined
}
