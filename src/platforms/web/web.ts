import { readFileSync } from 'node:fs'
import { continuations } from '../../chat/completing.ts'
import type { Root } from '../../chat/command.ts'
import type { Asker, Ear, Platform } from '../../chat/platform.ts'
import type { Reply } from '../../chat/reply.ts'
import type { Route, RouteAnswer, RouteRequest } from '../../chat/route.ts'
import { fromIso } from '../../words/dates.ts'
import { fold } from '../../words/fold.ts'
import { toLocale, type Locale } from '../../words/locale.ts'
import { addressOf, type Asked } from './asked.ts'
import { page } from './page.ts'
import { toHtml } from './render.ts'

export type WebSettings = { readonly roots: readonly Root[]; readonly locale: Locale }

/** Script and style come from here alone, nothing is embedded or framed, and forms stay at home. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const

const asset = (name: string, type: string): Route => {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url))
  return { method: 'GET', path: `/${name}`, handle: () => ({ status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' }, body }) }
}

/** A playground in the browser, with the same commands and buttons; it needs no account, and only reads. */
export function web({ roots, locale }: WebSettings): Platform {
  let ear: Ear | undefined
  const route = (path: string, handle: (ear: Ear, asked: Asked) => Promise<RouteAnswer> | RouteAnswer): Route => ({
    method: 'GET',
    path,
    handle: (request) => (ear ? handle(ear, toAsked(request, locale)) : { status: 503, headers: { 'content-type': 'text/plain' }, body: 'starting' }),
  })
  return {
    name: 'web',
    routes: [
      route('/', async (hearing, asked) => ({ status: 200, headers: { ...PAGE_HEADERS, 'content-language': asked.locale, vary: 'accept-language' }, body: page(asked, await answer(roots, hearing, asked)) })),
      route('/answer', async (hearing, asked) => html(toHtml(await answer(roots, hearing, asked), (action) => addressOf(asked, action)))),
      route('/api/ask', async (hearing, asked) => json(200, await answer(roots, hearing, asked))),
      route('/api/complete', (hearing, asked) => json(200, continuations(roots, hearing, asked.line ?? '', askerOf(asked)))),
      asset('app.js', 'text/javascript; charset=utf-8'),
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

const html = (body: string): RouteAnswer => ({ status: 200, headers: { ...PAGE_HEADERS }, body })
const json = (status: number, value: unknown): RouteAnswer => ({ status, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }, body: JSON.stringify(value) })

function toAsked({ query, headers }: RouteRequest, fallback: Locale): Asked {
  const at = query.get('at')?.trim()
  const day = at ? fromIso(at) : undefined
  const line = query.get('line')?.trim()
  const press = query.get('press')
  return {
    locale: toLocale(query.get('locale') ?? undefined) ?? preferred(headers['accept-language']) ?? fallback,
    ...(line !== undefined && { line }),
    ...(press && { press }),
    ...(at && { at, ...(day ? { day } : {}) }),
  }
}

/** The first language of an Accept-Language header that we speak, by its weights (RFC 9110, 12.5.4). */
export function preferred(header: string | undefined): Locale | undefined {
  const wishes = (header ?? '').slice(0, 500).split(',').map((wish) => {
    const [tag = '', ...rest] = wish.split(';')
    const weight = Number(rest.map((r) => /^\s*q=([\d.]+)\s*$/.exec(r)?.[1]).find(Boolean) ?? 1)
    return { locale: toLocale(tag.trim()), weight: Number.isNaN(weight) ? 0 : weight }
  })
  return wishes.filter((w) => w.locale && w.weight > 0).toSorted((a, b) => b.weight - a.weight)[0]?.locale
}

const askerOf = ({ locale, day }: Asked): Asker => ({ platform: 'web', user: 'visitor', locale, ...(day && { pretended: day }) })

/** What was asked, answered; with nothing asked, the first page. A line needs no slash, and words that name no command go to the first pack's. */
async function answer(roots: readonly Root[], ear: Ear, asked: Asked): Promise<Reply> {
  const asker = askerOf(asked)
  if (asked.press !== undefined) return ear.answer({ kind: 'press', action: asked.press, asker })
  if (!asked.line) return ear.home(asker)
  const [first = '', ...rest] = asked.line.replace(/^\//, '').split(/\s+/)
  const root = roots.find((r) => r.name === fold(first))
  if (root) return ear.answer({ kind: 'line', root: root.name, text: rest.join(' '), asker })
  if (asked.line.startsWith('/')) return ear.answer({ kind: 'line', root: first, text: rest.join(' '), asker })
  return ear.answer({ kind: 'line', root: roots[0]?.name ?? '', text: asked.line, asker })
}
