import type { Source } from './pack.ts'

/** Whose words these are, where the publisher named nobody: it may be anybody already counted. */
const NOBODY = 'unnamed agency'

/**
 * Sources by whose words they are. An origin such as `AFP/PAP` is two agencies' text: whatever shares one of them is one origin.
 * An agency that was not named never counts as another one.
 */
export function originsOf(sources: readonly Pick<Source, 'origin'>[]): readonly ReadonlySet<string>[] {
  const named = sources.map(({ origin }) => new Set(origin.split('/').map((part) => part.trim())))
  const groups = named.reduce<Set<string>[]>((done, parts) => {
    const shared = done.filter((group) => !group.isDisjointFrom(parts))
    const merged = new Set([...parts, ...shared.flatMap((group) => [...group])])
    return [...done.filter((group) => !shared.includes(group)), merged]
  }, [])
  const known = groups.filter((group) => !(group.size === 1 && group.has(NOBODY)))
  return known.length > 0 ? known : groups
}
