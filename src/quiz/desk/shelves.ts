import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { ID } from '../../chat/identity.ts'
import { Failure } from '../../kernel/failure.ts'
import { foldedName, serverShelf, type Deck, type Shelfmark } from '../deck.ts'
import type { QuizParts } from '../parts.ts'

type ShelfParts = Pick<QuizParts, 'decks' | 'pseudonyms'>

/** What is listed of a deck. */
export type Label = Omit<Deck, 'questions'> & { readonly count: number }

/** A deck, and where it stands. */
export type Found = { readonly owner: Shelfmark; readonly deck: Label }

/** The shelf of the server, where something was asked in one; undefined between two people and on the web, where decks are a person's. */
export function serverShelfOf({ asker }: Ask): Shelfmark | undefined {
  const { platform, server, site } = asker
  return server === undefined || site === 'direct' ? undefined : serverShelf({ platform, server })
}

/** Where a new deck is put: the server's shelf where there is one, else the person's own. */
export const shelfHere = ({ pseudonyms }: Pick<ShelfParts, 'pseudonyms'>, ask: Ask): Shelfmark =>
  serverShelfOf(ask) ?? pseudonyms.of(ask.asker)

/** All shelves that somebody can take a deck from, the nearest first. */
export const shelvesOf = ({ pseudonyms }: Pick<ShelfParts, 'pseudonyms'>, ask: Ask): readonly Shelfmark[] => {
  const server = serverShelfOf(ask)
  return [...(server === undefined ? [] : [server]), pseudonyms.of(ask.asker)]
}

/** The deck that is called so, by its name or its id. Throws `Failure` where there is none. */
export async function foundDeck(parts: ShelfParts, ask: Ask, typed: string): Promise<Found> {
  for (const owner of shelvesOf(parts, ask)) {
    const id = ID.test(typed) ? typed : undefined
    const deck = (await parts.decks.list(owner)).find((one) => one.id === id || foldedName(one.name) === foldedName(typed))
    if (deck) return { owner, deck }
  }
  throw new Failure('not-found', 'quiz.noDeck', { deck: quotable(typed), command: `/quiz ${ask.say('cmd.deckList.name')}` })
}

/** The same with its questions, for a round. */
export async function deckNamed(parts: ShelfParts, ask: Ask, typed: string): Promise<Deck> {
  const { owner, deck } = await foundDeck(parts, ask, typed)
  const whole = await parts.decks.get(owner, deck.id)
  if (!whole) throw new Failure('not-found', 'quiz.noDeck', { deck: quotable(typed), command: `/quiz ${ask.say('cmd.deckList.name')}` })
  return whole
}

/** Whether this person may change a deck, and take its answers along: their own, one that they put there, or any where they manage the place. */
export const mayChange = (
  { pseudonyms }: Pick<ShelfParts, 'pseudonyms'>,
  ask: Ask,
  { owner, deck }: { readonly owner: Shelfmark; readonly deck: Pick<Deck, 'maker'> },
): boolean => {
  const me = pseudonyms.of(ask.asker)
  return owner === me || deck.maker === me || (ask.asker.manages === true && owner === serverShelfOf(ask))
}
