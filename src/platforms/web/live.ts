import type { Clock } from '../../kernel/clock.ts'
import type { WebChannels, WebMessage } from './channels.ts'

/** What a follower hears: a message, that there was nothing for a while, or that the channel has begun anew and is to be read again. */
export type News = WebMessage | 'nothing' | 'anew'

export type LiveSettings = {
  readonly store: WebChannels
  /** The real time: people who follow wait by it, also in a rehearsal. */
  readonly wall: Clock
  /** How often one looks for what other processes posted, while anybody follows. */
  readonly lookMs?: number
  /** After how much silence a follower hears `nothing`; shorter than any silence that a proxy takes for the end. */
  readonly heartbeatMs?: number
}

export type Live = {
  /** Everything sent or changed after a revision, in order, and then on as it comes, until the signal aborts. */
  follow(channel: string, after: number, signal: AbortSignal): AsyncGenerator<News>
  /** Says at once what this process has just posted. */
  tell(channel: string, revision: number): void
  /** How many follow now. */
  followers(): number
  /** Ends all following. */
  close(): void
}

type Waiting = { readonly seen: number; readonly wake: (isNews: boolean) => void }
type Room = { revision: number; followers: number; readonly waiting: Set<Waiting> }

const MOST_AT_ONCE = 50

/** Brings what is posted to whoever follows: at once from this process, within a look from others. One look serves all channels, one reading all who wait for the same. */
export function live({ store, wall, lookMs = 1000, heartbeatMs = 20_000 }: LiveSettings): Live {
  const rooms = new Map<string, Room>()
  const reading = new Map<string, Promise<readonly WebMessage[]>>()
  const closing = new AbortController()
  let looking = false
  let followers = 0

  const ring = (channel: string, revision: number): void => {
    const room = rooms.get(channel)
    if (room === undefined || revision <= room.revision) return
    room.revision = revision
    for (const { seen, wake } of room.waiting) if (seen < revision) wake(true)
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    while (rooms.size > 0 && !closing.signal.aborted) {
      await wall.sleep(lookMs, closing.signal).catch(() => undefined)
      const found = await store.revisions([...rooms.keys()]).catch(() => new Map<string, number>())
      for (const [channel, revision] of found) ring(channel, revision)
    }
    looking = false
  }

  /** Those who have seen the same read the same, once. */
  const read = (channel: string, seen: number): Promise<readonly WebMessage[]> => {
    const key = `${channel}/${seen}`
    const started = reading.get(key) ?? store.since(channel, seen, MOST_AT_ONCE).finally(() => reading.delete(key))
    reading.set(key, started)
    return started
  }

  /** Resolves to true when there is something newer than `seen`, and to false after a silence or at the end. */
  async function waited(room: Room, seen: number, signal: AbortSignal): Promise<boolean> {
    if (room.revision > seen) return true
    const over = new AbortController()
    try {
      return await new Promise<boolean>((resolve) => {
        const waiting = { seen, wake: resolve }
        room.waiting.add(waiting)
        const stop = (): void => resolve(false)
        over.signal.addEventListener('abort', () => room.waiting.delete(waiting), { once: true })
        signal.addEventListener('abort', stop, { signal: over.signal })
        if (signal.aborted) stop()
        void wall.sleep(heartbeatMs, over.signal).then(stop, () => undefined)
      })
    } finally {
      over.abort()
    }
  }

  async function* heard(channel: string, after: number, room: Room, signal: AbortSignal): AsyncGenerator<News> {
    const now = await store.revisions([channel]).then(
      (revisions) => revisions.get(channel) ?? 0,
      () => after,
    )
    if (now < after) return yield 'anew'
    let seen = after
    while (!signal.aborted) {
      const known = room.revision
      const news = await read(channel, seen).catch(() => undefined)
      for (const message of news ?? []) {
        seen = message.revision
        yield message
      }
      // While the store is away there is nothing to tell; what came meanwhile is found when it is back.
      if (news === undefined) await wall.sleep(lookMs, signal).catch(() => undefined)
      if (news?.length !== 0) continue
      seen = Math.max(seen, known)
      if (!(await waited(room, seen, signal)) && !signal.aborted) yield 'nothing'
    }
  }

  return {
    async *follow(channel, after, signal) {
      const ending = AbortSignal.any([signal, closing.signal])
      const room = rooms.get(channel) ?? { revision: 0, followers: 0, waiting: new Set<Waiting>() }
      rooms.set(channel, room)
      room.followers += 1
      followers += 1
      void look()
      try {
        yield* heard(channel, after, room, ending)
      } finally {
        room.followers -= 1
        followers -= 1
        if (room.followers === 0) rooms.delete(channel)
      }
    },
    tell: ring,
    followers: () => followers,
    close: () => closing.abort(),
  }
}
