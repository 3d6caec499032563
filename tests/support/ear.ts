import { fileURLToPath } from 'node:url'
import { almanac } from '../../src/almanac/almanac.ts'
import { packCommands, todayReply } from '../../src/almanac/commands.ts'
import { finder } from '../../src/almanac/find.ts'
import { loadPack } from '../../src/almanac/load.ts'
import { onThisDay } from '../../src/almanac/onthisday.ts'
import type { Pack } from '../../src/almanac/pack.ts'
import { shelf, type Shelf } from '../../src/almanac/shelf.ts'
import type { Root } from '../../src/chat/command.ts'
import { dispatcher, type Dispatch } from '../../src/chat/dispatch.ts'
import type { Asker, Ear } from '../../src/chat/platform.ts'
import { toPlain } from '../../src/chat/plain.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { griotCommands } from '../../src/house/griot.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { nothingKept } from './privacy.ts'

export const MALI_2020 = fileURLToPath(new URL('../../data/mali-2020', import.meta.url))
/** A second pack, small and sourced, so that nothing holds for one pack alone. */
export const MALI_1960 = fileURLToPath(new URL('packs/mali-1960', import.meta.url))

export function openPack(directory: string): Pack {
  const loaded = loadPack(directory)
  if (!loaded.ok) throw new Error(loaded.problems.map(({ file, path, what }) => `${file} ${path}: ${what}`).join('\n'))
  return loaded.pack
}

export function toShelf(pack: Pack): Shelf {
  const book = almanac(pack)
  return shelf(book, finder(book))
}

const opened = new Map<string, Shelf>()

/** The shelf of a directory, opened once: it never changes. */
export function openShelf(directory: string): Shelf {
  const known = opened.get(directory) ?? toShelf(openPack(directory))
  opened.set(directory, known)
  return known
}

export const asker: Asker = { platform: 'web', user: 'somebody' }

/** The anniversary of the coup, at noon in Bamako. */
export const NOON = new Date('2026-08-18T12:00:00Z')

/** What must be there, for a test to go on. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('this should be there')
  return value
}

/** What a call threw, or undefined when it went well. */
export async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (error) {
    return error
  }
}

export type House = {
  readonly ear: Ear
  readonly roots: readonly Root[]
  readonly reports: unknown[]
  readonly line: (text: string, who?: Partial<Asker>) => Promise<Reply>
}

/** A whole installation over some packs, without a surface, at a fixed instant. */
export function house(shelves: readonly Shelf[], parts: Partial<Dispatch> = {}): House {
  const imprint = {
    version: '1.2.3',
    node: '24.0.0',
    packs: shelves.map(({ almanac: { pack } }) => ({
      title: pack.title,
      version: pack.version,
      licence: pack.licence,
      events: pack.events.length,
      sources: pack.sources.length,
    })),
  }
  const roots: readonly Root[] = parts.roots ?? [
    ...shelves.map(packCommands),
    onThisDay(shelves),
    griotCommands(() => roots, imprint, nothingKept),
  ]
  const reports: unknown[] = []
  const ear = dispatcher({
    roots,
    locale: 'en',
    zone: 'Africa/Bamako',
    clock: { now: () => NOON, sleep: () => Promise.reject(new Error('nothing here sleeps')) },
    random: seededRandom('griot'),
    footer: () => [],
    home: (ask) => (shelves[0] ? todayReply(shelves[0], ask) : (Promise.reject<Reply>(new Error('no pack')) as never)),
    report: (error) => {
      reports.push(error)
      return 'abcd2345'
    },
    ...parts,
  })
  return {
    ear,
    roots,
    reports,
    line(text, who = {}) {
      const [root = '', ...rest] = text.replace(/^\//, '').split(' ')
      return ear.answer({ kind: 'line', root, text: rest.join(' '), asker: { ...asker, ...who } })
    },
  }
}

/** Everything a reader of a reply sees, buttons and choices included. */
export const wholeText = (reply: Reply): string =>
  [toPlain(reply), ...reply.buttons.map(({ label }) => label), ...(reply.menu?.options.map(({ label }) => label) ?? [])].join('\n')
