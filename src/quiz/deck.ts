import { fold } from '../words/fold.ts'
import type { Locale } from '../words/locale.ts'
import type { Person } from './engine/game.ts'
import type { Question } from './question.ts'

/** A teacher's own questions, in one language, for one server (or, in direct messages and on the web, one person's). */
export type Deck = {
  readonly id: string
  readonly name: string
  readonly locale: Locale
  readonly questions: readonly Question[]
  readonly madeAt: Date
  /** Who put it on a server's shelf; missing once they are forgotten. */
  readonly maker?: Person
}

/** Whose decks: a server of a platform (`serverShelf`), or a person. */
export type Shelfmark = string

export const MOST_DECKS = 50

export const serverShelf = ({ platform, server }: { readonly platform: string; readonly server: string }): Shelfmark =>
  `${platform}|${server}`

/** So long an upload lies ready at least: what is older goes with the next cleaning. */
export const DRAFT_MS = 24 * 60 * 60_000

/** Where a person's uploads lie for a day, until they are kept or not. */
export const draftShelf = (person: Person): Shelfmark => `draft:${person}`

/** The server whose shelf it is; undefined where it is a person's. */
export const serverOfShelf = (mark: Shelfmark): { readonly platform: string; readonly server: string } | undefined => {
  const [platform = '', ...rest] = mark.split('|')
  return rest.length === 0 ? undefined : { platform, server: rest.join('|') }
}

/** A name as decks are told apart by it. */
export const foldedName = (name: string): string => fold(name).trim().replaceAll(/\s+/g, ' ')

export type Decks = {
  /** Replaces one of the same name, folded; refuses with `full` beyond `MOST_DECKS` of one owner. */
  put(
    owner: Shelfmark,
    deck: Omit<Deck, 'id'>,
  ): Promise<{ readonly kind: 'kept'; readonly id: string; readonly replaced: boolean } | { readonly kind: 'full' }>
  list(owner: Shelfmark): Promise<readonly (Omit<Deck, 'questions'> & { readonly count: number })[]>
  get(owner: Shelfmark, id: string): Promise<Deck | undefined>
  remove(owner: Shelfmark, id: string): Promise<boolean>
}

/** Somebody says that a question is wrong. Nothing is kept of who. */
export type Report = {
  readonly question: string
  readonly locale: Locale
  readonly edition: string
  readonly at: Date
  readonly count: number
}

export type Reports = {
  /** One report of one question by one person counts once. */
  add(report: {
    readonly question: string
    readonly locale: Locale
    readonly edition: string
    readonly at: Date
    readonly person: string
  }): Promise<void>
  list(limit: number): Promise<readonly Report[]>
}
