import { fileURLToPath } from 'node:url'
import { almanac } from '../almanac/almanac.ts'
import { checkPack } from '../almanac/check.ts'
import { finder } from '../almanac/find.ts'
import { loadPack } from '../almanac/load.ts'
import { shelf, type Shelf } from '../almanac/shelf.ts'
import { StartFault } from '../kernel/failure.ts'

const SHIPPED_PACK = fileURLToPath(new URL('../../data/mali-2020', import.meta.url))

/** Commands that are no pack's. */
const OWN = new Set(['griot', 'onthisday', 'schedule', 'quiz'])

/** The packs of an installation, each with its index; throws `StartFault` with one line per problem. */
export function openShelves(directories: readonly string[]): readonly Shelf[] {
  const shelves = [SHIPPED_PACK, ...directories].map((directory) => {
    const loaded = loadPack(directory)
    // The shipped pack is checked by the tests; a pack from elsewhere is checked whole before anybody is answered from it.
    const problems = !loaded.ok ? loaded.problems : directory === SHIPPED_PACK ? [] : checkPack(loaded.pack)
    if (!loaded.ok || problems.length > 0)
      throw new StartFault(problems.map(({ file, path, what }) => `pack ${directory}: ${file}${path && ` ${path}`}: ${what}`).join('\n'))
    const book = almanac(loaded.pack)
    return shelf(book, finder(book))
  })
  const commands = shelves.map((s) => s.almanac.pack.command)
  const twice = commands.find((command, i) => commands.indexOf(command) !== i || OWN.has(command))
  if (twice)
    throw new StartFault(
      `pack: two packs want the command /${twice}, or it is one of our own: give one of them another "command" in its pack.json`,
    )
  return shelves
}
