import { SEED_KINDS } from '../almanac/pack.ts'
import type { Locale } from '../words/locale.ts'

/** What a question asks for. `own` is one that a teacher wrote. */
export const KINDS = [...SEED_KINDS, 'own'] as const
export type Kind = (typeof KINDS)[number]

/** A source as a learner is shown it. */
export type Cited = { readonly title: string; readonly publisher: string; readonly url: string }

/** A question in one language. `right` and `wrong` are what a learner chooses from, in no order; `accepts` are other ways to type the right answer. */
export type Wording = {
  readonly text: string
  readonly right: string
  readonly wrong: readonly string[]
  /** One sentence that says why. */
  readonly explanation: string
  readonly accepts: readonly string[]
}

/** One question, in every language that it was written in. Its id stays the same as long as it asks the same. */
export type Question = {
  readonly id: string
  readonly kind: Kind
  /** From 1, easy, to 5, hard: from its kind and the weight of its event, until answers tell. */
  readonly difficulty: number
  /** The pack and the event that it is about, where it is about one. */
  readonly about?: { readonly pack: string; readonly event: string }
  readonly topic?: string
  /** True where people died in what is asked: nothing is won by being fast. */
  readonly solemn: boolean
  readonly words: Readonly<Partial<Record<Locale, Wording>>>
  readonly sources: readonly Cited[]
}

/** A question as one round asks it: in one language, its options in the order in which everybody sees them. */
export type Asked = {
  readonly id: string
  readonly kind: Kind
  readonly difficulty: number
  readonly about?: { readonly pack: string; readonly event: string }
  readonly topic?: string
  readonly solemn: boolean
  readonly text: string
  readonly options: readonly string[]
  /** The place of the right one among `options`. Never leaves the house before the question is closed. */
  readonly right: number
  readonly explanation: string
  readonly accepts: readonly string[]
  readonly sources: readonly Cited[]
}

/** Where questions come from: the packs' own, or a deck. In the order of their ids, the same for the life of the process. */
export type Questions = {
  /** Resolves when they are written: where there is something to wait for, `all` and `get` may only be asked then. */
  ready?(): Promise<void>
  /** Those written in this language. */
  all(locale: Locale): readonly Question[]
  get(id: string): Question | undefined
}
