import type { Fill } from '../../words/fill.ts'
import type { Key, Say } from '../../words/say.ts'

/** Where something stands in a file: a line of it, or one of its questions where lines say little. Both count from 1. */
export type Spot = { readonly place: 'line' | 'question'; readonly number: number }

type Named = Exclude<Extract<Key, `deck.fault.${string}`>, 'deck.fault.at'>

/** What is wrong and how to mend it: a message, and what fills it. */
export type What = {
  readonly [K in Named]: { readonly key: K } & (Fill[K] extends readonly [values: infer V]
    ? { readonly values: V }
    : { readonly values?: never })
}[Named]

/** One thing in a file that cannot be read as it stands. Without a spot it is the file as a whole. */
export type Fault = { readonly at?: Spot; readonly column?: string; readonly what: What }

type Loose = (key: Named, values?: Readonly<Record<string, string | number>>) => string

/** A fault as one line in a language: where it is, what it is and how to mend it. */
export const faultLine = (fault: Fault, say: Say): string => {
  const what = (say as Loose)(fault.what.key, fault.what.values)
  return fault.at === undefined ? what : say('deck.fault.at', { ...fault.at, column: fault.column ?? 'none', what })
}

/** Faults in the order of the file, each once; those of the file as a whole come first. */
export const inOrder = (faults: readonly Fault[]): readonly Fault[] =>
  [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()].toSorted(
    (one, other) => (one.at?.number ?? 0) - (other.at?.number ?? 0),
  )
