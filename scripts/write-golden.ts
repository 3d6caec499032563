import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Ear } from '../src/chat/platform.ts'
import type { Reply } from '../src/chat/reply.ts'
import { readConfig } from '../src/config.ts'
import { logger } from '../src/kernel/log.ts'
import { seededRandom } from '../src/kernel/random.ts'
import { assemble } from '../src/main/assemble.ts'
import { openShelves } from '../src/main/shelves.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'
import { RENDERERS } from './renderers.ts'

/** Where the golden files are kept: one per renderer, language and event. */
export const GOLDEN = fileURLToPath(new URL('../tests/golden/', import.meta.url))

/** The instant at which every golden answer is given. */
export const GOLDEN_NOW = new Date('2026-08-18T09:00:00Z')

/** The shipped pack behind an ear whose clock stands still. */
export function goldenEar(): { readonly ear: Ear; readonly events: readonly string[] } {
  const read = readConfig({})
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const clock = { now: () => GOLDEN_NOW, sleep: async () => {} }
  const { ear } = assemble(read.config, { clock, random: seededRandom('golden'), log: logger({ level: 'silent', secrets: [] }) })
  return { ear, events: openShelves([]).flatMap((shelf) => shelf.almanac.events.map((event) => event.id)) }
}

export const eventReply = (ear: Ear, event: string, locale: Locale): Promise<Reply> =>
  ear.answer({ kind: 'command', root: 'mali', sub: 'event', input: { event }, asker: { platform: 'web', user: 'golden', locale } })

/** The text of every golden file, by its path below `tests/golden/`. */
export async function goldens(): Promise<ReadonlyMap<string, string>> {
  const { ear, events } = goldenEar()
  const files = new Map<string, string>()
  for (const event of events)
    for (const locale of LOCALES) {
      const reply = await eventReply(ear, event, locale)
      for (const [name, { ending, render }] of Object.entries(RENDERERS)) files.set(`${name}/${locale}/${event}.${ending}`, render(reply))
    }
  return files
}

if (import.meta.main) {
  rmSync(GOLDEN, { recursive: true, force: true })
  for (const [path, text] of await goldens()) {
    mkdirSync(dirname(`${GOLDEN}${path}`), { recursive: true })
    writeFileSync(`${GOLDEN}${path}`, text)
  }
}
