import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fromActionId } from '../../chat/action.ts'
import { quotable } from '../../chat/clean.ts'
import { continuations } from '../../chat/completing.ts'
import type { Root } from '../../chat/command.ts'
import type { Asker, Ear, Platform } from '../../chat/platform.ts'
import { paragraph, type Body, type Reply } from '../../chat/reply.ts'
import type { Route, RouteAnswer } from '../../chat/route.ts'
import { fold } from '../../words/fold.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import { toAsked, type Asked } from './asked.ts'
import { answered, page } from './page.ts'

export type WebSettings = {
  /** Commands that only read: anybody may ask here, so no other is run, neither by a line nor by a press. */
  readonly roots: readonly Root[]
  readonly locale: Locale
  /** What stands under every answer, such as the notice of a rehearsal; nothing unless given. */
  readonly footer?: (say: Say) => Body
}

/** Script and style come from here alone, nothing is embedded or framed, and forms stay at home. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const

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
const asset = (name: string, type: string): Route => {
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

/** A playground in the browser, with the same commands and buttons; it needs no account, and only reads. */
export function web(settings: WebSettings): Platform {
  const { roots, locale } = settings
  let ear: Ear | undefined
  const route = (path: string, handle: (ear: Ear, asked: Asked) => Promise<RouteAnswer> | RouteAnswer): Route => ({
    method: 'GET',
    path,
    handle: (request) =>
      ear ? handle(ear, toAsked(request, locale)) : { status: 503, headers: { 'content-type': 'text/plain' }, body: 'starting' },
  })
  return {
    name: 'web',
    routes: [
      route('/', async (hearing, asked) =>
        html(page(asked, await answer(settings, hearing, asked), roots), { 'content-language': asked.locale, vary: 'accept-language' }),
      ),
      route('/answer', async (hearing, asked) => html(answered(asked, await answer(settings, hearing, asked)))),
      route('/api/ask', async (hearing, asked) => {
        const reply = misasked(settings, asked) ?? (await answer(settings, hearing, asked))
        return json(reply.failure ? STATUS[reply.failure] : 200, reply)
      }),
      route('/api/complete', (hearing, asked) => json(200, continuations(roots, hearing, asked.line ?? '', askerOf(asked)))),
      asset('app.js', 'text/javascript; charset=utf-8'),
      asset('completion.js', 'text/javascript; charset=utf-8'),
      asset('theme.js', 'text/javascript; charset=utf-8'),
      asset('style.css', 'text/css; charset=utf-8'),
      asset('icon.svg', 'image/svg+xml'),
    ],
    listen: async (given) => {
      ear = given
    },
    ready: () => ({ name: 'web', ready: ear !== undefined, detail: ear ? 'listening' : 'starting' }),
    close: async () => {
      ear = undefined
    },
  }
}

const html = (body: string, headers: Readonly<Record<string, string>> = {}): RouteAnswer => ({
  status: 200,
  headers: { ...PAGE_HEADERS, ...headers },
  body,
})
const json = (status: number, value: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', vary: 'accept-language' },
  body: JSON.stringify(value),
})

const askerOf = ({ locale, day }: Asked): Asker => ({ platform: 'web', user: 'visitor', locale, ...(day && { pretended: day }) })

/** What was asked, answered; with nothing asked, the first page. A line needs no slash, and words that name no command go to the first pack's. */
async function answer(settings: WebSettings, ear: Ear, asked: Asked): Promise<Reply> {
  const { roots } = settings
  const asker = askerOf(asked)
  if (asked.badDay !== undefined) return sorry(settings, asked, 'bad-input', (say) => say('web.badDay', { said: asked.badDay ?? '' }))
  if (asked.press !== undefined)
    return reads(roots, asked.press)
      ? ear.answer({ kind: 'press', action: asked.press, asker })
      : sorry(settings, asked, 'not-found', (say) => say('error.oldButton'))
  const line = asked.line?.trim()
  if (!line) return ear.home(asker)
  const [first = '', ...rest] = line.replace(/^\//, '').split(/\s+/)
  const root = roots.find((r) => r.name === fold(first))
  if (root) return ear.answer({ kind: 'line', root: root.name, text: rest.join(' '), asker })
  if (line.startsWith('/')) {
    const values = { command: quotable(`/${first}`), roots: roots.map((r) => `/${r.name}`).join(', ') }
    return sorry(settings, asked, 'not-found', (say) => say('error.noSuchRoot', values))
  }
  return ear.answer({ kind: 'line', root: roots[0]?.name ?? '', text: line, asker })
}

/** Whether a button is one of the commands that were given to us. */
function reads(roots: readonly Root[], press: string): boolean {
  const name = fromActionId(press)?.name
  return roots.some((root) => root.commands.some((spec) => spec.action === name))
}

/** A program is told what a person would see for herself: that she asked nothing, or in no language of ours. */
function misasked(settings: WebSettings, asked: Asked): Reply | undefined {
  if (asked.badLocale !== undefined)
    return sorry(settings, asked, 'bad-input', (say) => say('error.choice', { argument: 'locale', choices: LOCALES.join(', ') }))
  if (!asked.line && !asked.press)
    return sorry(settings, asked, 'bad-input', (say) => say('error.missing', { argument: 'line', example: '/api/ask?line=today' }))
  return undefined
}

/** A refusal that no command could give, since none was reached. */
const sorry = ({ footer }: WebSettings, { locale }: Asked, failure: NonNullable<Reply['failure']>, words: (say: Say) => string): Reply => ({
  locale,
  audience: 'asker',
  blocks: [paragraph(words(sayer(locale)))],
  buttons: [],
  footer: footer?.(sayer(locale)) ?? [],
  solemn: false,
  failure,
})
