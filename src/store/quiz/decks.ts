import type { Kysely } from 'kysely'
import { type Deck, type Decks, foldedName, MOST_DECKS, serverOfShelf, type Shelfmark } from '../../quiz/deck.ts'
import type { Question } from '../../quiz/question.ts'
import type { Random } from '../../kernel/random.ts'
import type { Room } from '../room.ts'
import { instant, maybe, same } from '../rows.ts'
import type { Tables } from '../schema.ts'
import { meet } from '../servers.ts'
import { alone } from './alone.ts'
import type { DeckTable } from './schema.ts'

export const decks = ({ access, clock }: Pick<Room, 'access' | 'clock'>, random: Random): Decks => ({
  put: (owner, deck) =>
    access.write(async (tx) => {
      // Of two who put a deck on one shelf, both must count the same decks.
      await alone(access.kind, tx, `deck ${owner}`)
      const written = await replace(tx, owner, deck)
      if (written) return { kind: 'kept', id: written, replaced: true }
      if ((await countOf(tx, owner)) >= MOST_DECKS) return { kind: 'full' }
      const server = serverOfShelf(owner)
      if (server) await meet(tx, server, clock.now())
      const id = deckId(random)
      await tx
        .insertInto('quiz_deck')
        .values({ id, owner, folded: foldedName(deck.name), ...toDeckRow(deck) })
        .execute()
      return { kind: 'kept', id, replaced: false }
    }),
  list: (owner) =>
    access.read(async (db) => {
      const rows = await db
        .selectFrom('quiz_deck')
        .select(['id', 'name', 'locale', 'many', 'made_at', 'maker'])
        .where('owner', '=', owner)
        .orderBy('folded')
        .execute()
      return rows.map((row) => ({ ...toLabel(row), count: row.many }))
    }),
  get: (owner, id) =>
    access.read(async (db) => {
      const row = await db.selectFrom('quiz_deck').selectAll().where('owner', '=', owner).where('id', '=', id).executeTakeFirst()
      return row && { ...toLabel(row), questions: JSON.parse(row.questions) as readonly Question[] }
    }),
  remove: (owner, id) =>
    access.write(async (tx) => {
      const gone = await tx.deleteFrom('quiz_deck').where('owner', '=', owner).where('id', '=', id).returning('id').executeTakeFirst()
      return gone !== undefined
    }),
})

const replace = async (tx: Kysely<Tables>, owner: Shelfmark, deck: Omit<Deck, 'id'>): Promise<string | undefined> => {
  const row = await tx
    .updateTable('quiz_deck')
    .set(toDeckRow(deck))
    .where('owner', '=', owner)
    .where('folded', '=', foldedName(deck.name))
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

const countOf = async (tx: Kysely<Tables>, owner: Shelfmark): Promise<number> =>
  (
    await tx
      .selectFrom('quiz_deck')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
  ).n

const toDeckRow = ({ name, locale, questions, madeAt, maker }: Omit<Deck, 'id'>) => ({
  name,
  locale,
  questions: JSON.stringify(questions),
  many: questions.length,
  made_at: madeAt.getTime(),
  maker: maker ?? null,
})

const toLabel = (row: Pick<DeckTable, 'id' | 'name' | 'locale' | 'made_at' | 'maker'>): Omit<Deck, 'questions'> => ({
  id: row.id,
  name: row.name,
  locale: row.locale as Deck['locale'],
  madeAt: instant(row.made_at),
  ...maybe('maker', row.maker, same),
})

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

const deckId = (random: Random): string => Array.from({ length: 10 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
