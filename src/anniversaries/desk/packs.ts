import type { Shelf } from '../../almanac/shelf.ts'
import { quotable } from '../../chat/clean.ts'
import type { Complete } from '../../chat/command.ts'
import { Failure } from '../../kernel/failure.ts'
import { fold } from '../../words/fold.ts'
import { LOCALES } from '../../words/locale.ts'
import type { Desk } from './desk.ts'

const namesOf = ({ almanac: { pack } }: Shelf): readonly string[] => [pack.command, pack.id, ...LOCALES.map((locale) => pack.title[locale])]

/** The pack of a name or of a command, the first one where none is named. Throws `Failure` where there is none of that name. */
export function packNamed({ shelves }: Desk, typed: string | undefined): Shelf {
  const wanted = fold(typed?.trim().replace(/^\//, '') ?? '')
  const found = typed === undefined ? shelves[0] : shelves.find((shelf) => namesOf(shelf).some((name) => fold(name) === wanted))
  if (found) return found
  throw new Failure('not-found', 'schedule.noSuchPack', {
    said: quotable(typed ?? ''),
    packs: shelves.map(({ almanac }) => almanac.pack.command).join(', '),
  })
}

export const completePacks =
  (shelves: readonly Shelf[]): Complete =>
  (typed, { locale }) =>
    shelves
      .filter((shelf) => namesOf(shelf).some((name) => fold(name).includes(fold(typed.trim()))))
      .map(({ almanac: { pack } }) => ({ name: pack.title[locale], value: pack.command }))
