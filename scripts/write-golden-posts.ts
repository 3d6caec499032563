import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { almanac } from '../src/almanac/almanac.ts'
import { finder } from '../src/almanac/find.ts'
import { loadPack } from '../src/almanac/load.ts'
import { shelf, type Shelf } from '../src/almanac/shelf.ts'
import { digest, type Manner } from '../src/anniversaries/digest.ts'
import type { Wish } from '../src/anniversaries/subscription.ts'
import type { Reply } from '../src/chat/reply.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'
import { RENDERERS } from './renderers.ts'

/** Where the golden posts are kept: one per renderer, language and post. */
export const GOLDEN_POSTS = fileURLToPath(new URL('../tests/golden-posts/', import.meta.url))

type Golden = { readonly name: string; readonly date: string; readonly wish: Partial<Wish>; readonly manner?: Manner }

const HOUR_MS = 3_600_000
const course = { kind: 'replay', starts: '2026-09-01' } as const

/** One post of each kind, and of each thing by which posts differ. */
const POSTS: readonly Golden[] = [
  { name: 'anniversaries-18-august-2026', date: '2026-08-18', wish: {} },
  { name: 'anniversaries-18-august-2027', date: '2027-08-18', wish: {} },
  { name: 'anniversaries-18-august-2030-round', date: '2030-08-18', wish: {} },
  { name: 'anniversaries-10-july-2026', date: '2026-07-10', wish: {} },
  { name: 'anniversaries-11-july-2027', date: '2027-07-11', wish: {} },
  { name: 'anniversaries-6-october-2026', date: '2026-10-06', wish: {} },
  { name: 'anniversaries-5-june-2028', date: '2028-06-05', wish: {} },
  { name: 'late-and-corrected', date: '2026-12-25', wish: {}, manner: { lateMs: 3 * HOUR_MS, corrected: { date: '2027-01-02' } } },
  { name: 'very-late', date: '2026-06-14', wish: {}, manner: { lateMs: 53 * HOUR_MS } },
  { name: 'test', date: '2026-09-12', wish: {}, manner: { test: true } },
  { name: 'daily-quiet-nearest', date: '2026-08-16', wish: { kind: 'daily', quiet: 'nearest' } },
  { name: 'daily-quiet-nearest-before', date: '2027-10-30', wish: { kind: 'daily', quiet: 'nearest' } },
  { name: 'daily-quiet-person', date: '2026-11-25', wish: { kind: 'daily', quiet: 'background' } },
  { name: 'daily-quiet-organisation', date: '2026-11-11', wish: { kind: 'daily', quiet: 'background' } },
  { name: 'daily-quiet-place', date: '2026-11-14', wish: { kind: 'daily', quiet: 'background' } },
  { name: 'daily-quiet-state', date: '2026-11-12', wish: { kind: 'daily', quiet: 'background' } },
  { name: 'daily-not-followed', date: '2026-07-13', wish: { kind: 'daily', quiet: 'nearest', minWeight: 5 } },
  { name: 'weekly-17-august-2026', date: '2026-08-17', wish: { kind: 'weekly' } },
  { name: 'weekly-quiet', date: '2026-11-16', wish: { kind: 'weekly', quiet: 'nearest' } },
  { name: 'replay-first-day', date: '2026-09-01', wish: course },
  { name: 'replay-10-july', date: '2026-12-17', wish: course },
  { name: 'replay-quiet-nearest', date: '2026-09-20', wish: { ...course, quiet: 'nearest' } },
  { name: 'replay-quiet-background', date: '2026-09-20', wish: { ...course, quiet: 'background' } },
  { name: 'replay-week-of-18-august', date: '2026-09-22', wish: { ...course, pace: 7 } },
  { name: 'replay-last-day', date: '2027-06-09', wish: course },
]

const wishOf = (locale: Locale, changes: Partial<Wish>): Wish => ({
  kind: 'anniversaries',
  pack: 'mali',
  zone: 'Africa/Bamako',
  minute: 540,
  locale,
  minWeight: 1,
  topics: [],
  quiet: 'skip',
  catchUp: 'latest',
  catchUpHours: 24,
  thread: false,
  weekday: 1,
  pace: 1,
  ...changes,
})

function shipped(): Shelf {
  const loaded = loadPack(fileURLToPath(new URL('../data/mali-2020', import.meta.url)))
  if (!loaded.ok) throw new Error('the shipped pack cannot be loaded')
  const book = almanac(loaded.pack)
  return shelf(book, finder(book))
}

function postReply(shelves: readonly Shelf[], { name, date, wish, manner }: Golden, locale: Locale): Reply {
  const made = digest(shelves, wishOf(locale, wish), date, manner)
  if (!made) throw new Error(`${name}: nothing to say on ${date}`)
  return made.reply
}

/** The text of every golden post, by its path below `tests/golden-posts/`. */
export function goldenPosts(): ReadonlyMap<string, string> {
  const shelves = [shipped()]
  const files = new Map<string, string>()
  for (const post of POSTS)
    for (const locale of LOCALES) {
      const reply = postReply(shelves, post, locale)
      for (const [name, { ending, render }] of Object.entries(RENDERERS))
        files.set(`${name}/${locale}/${post.name}.${ending}`, render(reply))
    }
  return files
}

if (import.meta.main) {
  rmSync(GOLDEN_POSTS, { recursive: true, force: true })
  for (const [path, text] of goldenPosts()) {
    mkdirSync(dirname(`${GOLDEN_POSTS}${path}`), { recursive: true })
    writeFileSync(`${GOLDEN_POSTS}${path}`, text)
  }
}
