import { fileURLToPath } from 'node:url'
import { almanac } from '../../src/almanac/almanac.ts'
import { finder } from '../../src/almanac/find.ts'
import { loadPack } from '../../src/almanac/load.ts'
import type { Pack } from '../../src/almanac/pack.ts'
import { shelf, type Shelf } from '../../src/almanac/shelf.ts'
import { inventedPack, type Invented } from './invented.ts'

/** The shelf of a pack, whatever it holds. */
export function shelfWith(pack: Pack): Shelf {
  const book = almanac(pack)
  return shelf(book, finder(book))
}

/** The shelf of a made-up pack, under the command that wishes of the tests name. */
export const inventedShelf = (events: readonly Invented[], parts: Partial<Pack> = {}): Shelf =>
  shelfWith(inventedPack(events, { command: 'mali', ...parts }))

const loaded = loadPack(fileURLToPath(new URL('../../data/mali-2020', import.meta.url)))
if (!loaded.ok) throw new Error('the shipped pack cannot be loaded')

/** The shipped pack, opened once. */
export const mali: Shelf = shelfWith(loaded.pack)
