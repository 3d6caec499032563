import * as words from '../../words/fold.ts'

const FOLDED = new Map<string, string>()
const WORDS = new Map<string, readonly string[]>()
/** The texts of a pack or two; with more remembered, all are forgotten. */
const MOST = 20_000

function remembered<T>(known: Map<string, T>, text: string, work: (text: string) => T): T {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size >= MOST) known.clear()
  const made = work(text)
  known.set(text, made)
  return made
}

/** `fold`, once for each text: every name and title is held against every other while questions are written. */
export const fold = (text: string): string => remembered(FOLDED, text, words.fold)

/** `foldedWords`, once for each text. */
export const foldedWords = (text: string): readonly string[] => remembered(WORDS, text, words.foldedWords)

/** What was remembered is of no use any more. */
export function forget(): void {
  FOLDED.clear()
  WORDS.clear()
}
