import type { Person } from '../engine/game.ts'

/** One question in one person's memory, as FSRS keeps it; `card` is its JSON. */
export type Remembered = {
  readonly question: string
  readonly card: unknown
  readonly dueAt: Date
  readonly suspended: boolean
}

/** One answer in a review, and the card as it was before, so that it can be taken back. */
export type Reviewed = {
  readonly question: string
  readonly before: Remembered | undefined
  readonly after: Remembered
  readonly grade: 1 | 2 | 3 | 4
  readonly at: Date
  /** The study day it counts for, `YYYY-MM-DD`. */
  readonly day: string
}

export type Reviews = {
  /** Everything this person has begun to learn. */
  cards(person: Person): Promise<readonly Remembered[]>
  /** Writes an answer unless it was written before under the same `request`; false where it was. */
  write(person: Person, reviewed: Reviewed, request: string): Promise<boolean>
  /** The answer that was written under this request. */
  written(person: Person, request: string): Promise<Reviewed | undefined>
  /**
   * Puts what `change` makes of the answer written under this request in its place, as if it had been given so at once; resolves to what
   * stands there then. Nothing happens, and it resolves to undefined, where it was taken back or its question answered again since.
   */
  regrade(person: Person, request: string, change: (reviewed: Reviewed) => Reviewed): Promise<Reviewed | undefined>
  /** Takes back the last answer of this study day, or nothing where it was not written under this `request`; undefined where there is none. */
  undo(person: Person, day: string, request?: string): Promise<Reviewed | undefined>
  suspend(person: Person, question: string, suspended: boolean): Promise<void>
  /** How many were answered on this study day, and how many of them for the first time. */
  today(person: Person, day: string): Promise<{ readonly answered: number; readonly fresh: number }>
  settings(person: Person): Promise<{ readonly perDay: number }>
  set(person: Person, settings: { readonly perDay: number }): Promise<void>
}
