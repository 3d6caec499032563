import { doctorLines } from '../anniversaries/doctor.ts'
import { nextPosts } from '../anniversaries/desk/ahead.ts'
import { lackText, refusalText } from '../anniversaries/desk/phrases.ts'
import { shelfOf } from '../anniversaries/digest.ts'
import { Wish, type DueSubscription, type Logged } from '../anniversaries/subscription.ts'
import type { Shelf } from '../almanac/shelf.ts'
import type { ChannelPlace, Platform, Readiness, Rights } from '../chat/platform.ts'
import type { Outcome } from './outcome.ts'
import type { Config } from '../config.ts'
import { TIMING } from '../delivery/timing.ts'
import { systemClock } from '../kernel/clock.ts'
import { logger } from '../kernel/log.ts'
import { systemRandom } from '../kernel/random.ts'
import { assemble } from '../main/assemble.ts'
import { openShelves } from '../main/shelves.ts'
import { surfaces } from '../main/surfaces.ts'
import { secretOf } from '../store/secret.ts'
import type { Store } from '../store/store.ts'
import { sayer } from '../words/say.ts'

/** As many channels are asked about at most: each costs a platform a few requests. */
const MOST_CHANNELS = 500
const NEXT = 5
const LAST = 10

type Checked = { readonly place: ChannelPlace; readonly rights: Rights }

/** The whole installation examined from a shell: the database, the clock, every channel that has a schedule, and what was and will be posted. Code 1 where anything is to be mended. */
export async function doctor(store: Store, config: Config): Promise<Outcome> {
  const clock = systemClock()
  const log = logger({ level: 'silent', secrets: config.secrets })
  const house = assemble(config, { clock, log })
  const secret = secretOf(config.secret, config.dataDir)
  const platforms = await surfaces({ config, house, store, secret, clock, wall: clock, random: systemRandom(), log })
  try {
    const now = clock.now()
    const all = await subscriptions(store)
    const channels = await checked(platforms, all)
    const [lag, tally, nextAt, last] = [
      await store.outbox.lag(new Date(now.getTime() - TIMING.lateMs)),
      await store.outbox.tally(now.toISOString().slice(0, 10)),
      await store.subscriptions.nextAt(),
      await store.subscriptions.recent(LAST),
    ]
    const examined = doctorLines({
      now,
      lateMs: TIMING.lateMs,
      edition: process.versions.tz ?? '',
      database: store.ready(),
      surfaces: platforms.filter(({ name }) => name !== 'web').map(({ name }) => standing(name, channels)),
      lag,
      tally,
      nextAt,
    })
    const shelves = openShelves(config.packs)
    const troubles = [...paused(all), ...untellable(shelves, all), ...channels.flatMap(channelTrouble)]
    const lines = [
      ...examined.lines.slice(0, -1),
      ...coming(shelves, all, now),
      ...last.map(lastLine),
      ...troubles.map((line) => `TROUBLE ${line}`),
    ]
    const ok = examined.ok && troubles.length === 0
    return { code: ok ? 0 : 1, out: [...lines, ok ? 'all is well' : 'some things are to be mended'].join('\n') }
  } finally {
    await Promise.all(platforms.map((platform) => platform.close()))
  }
}

async function subscriptions(store: Store): Promise<readonly DueSubscription[]> {
  const found: DueSubscription[] = []
  for (;;) {
    const page = await store.subscriptions.all(found.at(-1)?.id, MOST_CHANNELS)
    found.push(...page)
    if (page.length < MOST_CHANNELS) return found
  }
}

async function checked(platforms: readonly Platform[], all: readonly DueSubscription[]): Promise<readonly Checked[]> {
  const places = [...new Map(all.map(({ place }) => [JSON.stringify(place), place])).values()].slice(0, MOST_CHANNELS)
  const results: Checked[] = []
  for (const place of places) {
    const platform = platforms.find(({ name }) => name === place.platform)
    results.push({ place, rights: platform ? await platform.rights(place) : { kind: 'unknown', why: `${place.platform} is off` } })
  }
  return results
}

/** A platform answers where it could tell about any of its channels; without one nobody was asked. */
function standing(name: string, channels: readonly Checked[]): Readiness {
  const own = channels.filter(({ place }) => place.platform === name)
  const known = own.filter(({ rights }) => rights.kind === 'known')
  const first = own[0]?.rights
  if (own.length === 0) return { name, ready: true, detail: 'configured; no schedule there, so it was not asked' }
  if (known.length === 0) return { name, ready: false, detail: first?.kind === 'unknown' ? first.why : 'no answer' }
  return { name, ready: true, detail: `it answers; ${own.length} channels have schedules` }
}

const nameOf = ({ platform, channel }: ChannelPlace): string => `${platform} channel ${channel}`

function channelTrouble({ place, rights }: Checked): readonly string[] {
  const say = sayer('en')
  if (rights.kind === 'unknown') return [`${nameOf(place)}: not known (${rights.why})`]
  // A discussion is an extra; whoever wished for one was told when they did.
  return rights.lacks.filter((lack) => lack !== 'threads').map((lack) => `${nameOf(place)}: ${lackText(say, lack, place.platform)}`)
}

const paused = (all: readonly DueSubscription[]): readonly string[] =>
  all.flatMap(({ id, place, pause }) =>
    pause?.by === 'platform'
      ? [
          `${nameOf(place)}: schedule ${id} rests since ${pause.at.toISOString()}: ${refusalText(sayer('en'), pause.reason, place.platform)}`,
        ]
      : [],
  )

/** Schedules that post nothing because nobody here can read what they wish, or has the pack that they tell from. */
const untellable = (shelves: readonly Shelf[], all: readonly DueSubscription[]): readonly string[] =>
  all.flatMap(({ id, place, wish }) => {
    const read = Wish.safeParse(wish)
    const begin = `${nameOf(place)}: schedule ${id} posts nothing`
    if (!read.success)
      return [`${begin}: what it wishes cannot be read (${read.error.issues.map(({ path }) => path.join('.')).join(', ')})`]
    return shelfOf(shelves, read.data) ? [] : [`${begin}: its pack /${read.data.pack} is not loaded. Name it in GRIOT_PACKS`]
  })

/** The next posts of the installation. */
function coming(shelves: readonly Shelf[], all: readonly DueSubscription[], now: Date): readonly string[] {
  const posts = all.flatMap(({ place, pause, wish }) => {
    const read = Wish.safeParse(wish)
    return pause || !read.success
      ? []
      : nextPosts(shelves, read.data, now, NEXT).map(({ at, date }) => ({
          at,
          line: `next: ${at.toISOString()} ${nameOf(place)}, ${read.data.kind} of ${date}`,
        }))
  })
  return posts
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, NEXT)
    .map(({ line }) => line)
}

const lastLine = ({ key, dueAt, state, endedAt, why }: Logged): string =>
  `last: ${key} due ${dueAt.toISOString()}, ${state}${endedAt ? ` at ${endedAt.toISOString()}` : ''}${why === undefined ? '' : ` (${why})`}`
