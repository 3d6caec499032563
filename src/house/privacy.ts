import type { Asker } from '../chat/platform.ts'

/** The sorts of things that can be kept of one person, in the order in which they are told. Each has words: `privacy.kept.<sort>`. */
export const SORTS = [
  'schedules',
  'channels',
  'notices',
  'rounds',
  'answers',
  'names',
  'codes',
  'decks',
  'reports',
  'cards',
  'reviews',
  'pace',
] as const
export type Sort = (typeof SORTS)[number]

/** One thing that is kept, as plain values. */
export type Row = Readonly<Record<string, string | number | null>>

/** What is kept of one person; a sort of which there is nothing is missing. */
export type Kept = Readonly<Partial<Record<Sort, readonly Row[]>>>

/** Whom it is about: who asks, and what they are called. */
export type Who = Pick<Asker, 'platform' | 'server' | 'user' | 'name'>

/** What the house can tell, hand over and delete of whoever asks. */
export type Privacy = {
  /** All that is kept of this person, as plain values; nothing of anybody else. */
  show(who: Who): Promise<Kept>
  /**
   * Deletes it: afterwards nothing that is kept leads to this person, and what belongs to a channel goes on as nobody's. Messages that a
   * platform keeps stay there. Doing it again deletes nothing more.
   */
  forget(who: Who): Promise<void>
  /** For how many days things are kept that nobody deletes. */
  readonly days: { readonly answersDays: number; readonly seasonDays: number; readonly reviewsDays: number }
}
