import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Shows } from '../delivery/outbox.ts'
import { batch, inOrder } from './batch.ts'
import type { EngineKind } from './engine.ts'
import { dayOf } from './rows.ts'
import type { Tables } from './schema.ts'

/** What thousands of messages of one morning show is written once, under its hash; a message that shows nothing names nothing. */
export type Shown = { readonly hash: string; readonly json: string }

export const toShown = (shows: Shows): Shown | undefined => {
  const known = HASHED.get(shows)
  if (known) return known
  const json = JSON.stringify(shows)
  if (json === '{}') return undefined
  const shown = { hash: createHash('sha256').update(json).digest('base64url').slice(0, 22), json }
  HASHED.set(shows, shown)
  return shown
}

/** A post that is told to many channels is one object: it is hashed once. */
const HASHED = new WeakMap<Shows, Shown>()

/** Which of them one process knows to be written since when: it writes each once a day, so that what is in use is never old. */
export type KnownShown = {
  unknown(all: readonly Shown[], now: Date): readonly Shown[]
  /** To be called once they are durable. */
  learn(written: readonly Shown[], now: Date): void
}

const MOST_KNOWN = 10_000

export const knownShown = (): KnownShown => {
  const days = new Map<string, string>()
  return {
    unknown(all, now) {
      const day = dayOf(now.getTime())
      return [...new Map(all.map((shown) => [shown.hash, shown])).values()].filter(({ hash }) => days.get(hash) !== day)
    },
    learn(written, now) {
      if (days.size + written.length > MOST_KNOWN) days.clear()
      for (const { hash } of written) days.set(hash, dayOf(now.getTime()))
    },
  }
}

const COLUMNS = { hash: 'text', shows: 'text' } as const

/** Writes them, and the day on which they were last in use, which never goes back. */
export const writeShown = async (tx: Kysely<Tables>, kind: EngineKind, all: readonly Shown[], now: Date): Promise<void> => {
  if (all.length === 0) return
  const rows = inOrder(all, ({ hash }) => hash).map(({ hash, json }) => ({ hash, shows: json }))
  await sql`
    insert into shown (hash, shows, day) select hash, shows, ${dayOf(now.getTime())} from ${batch(kind, COLUMNS, rows)} where true
    on conflict (hash) do update set day = excluded.day where shown.day < excluded.day`.execute(tx)
}
