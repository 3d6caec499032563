import { createHash } from 'node:crypto'
import type { Report, Reports } from '../../quiz/deck.ts'
import type { Person } from '../../quiz/engine/game.ts'
import type { Room } from '../room.ts'
import { instant } from '../rows.ts'

export const reports = ({ access }: Pick<Room, 'access'>): Reports => ({
  add: ({ question, locale, edition, at, person }) =>
    access.write(async (tx) => {
      const newest = { locale, edition, reported_at: at.getTime() }
      await tx
        .insertInto('quiz_report')
        .values({ question, mark: markOf(person, question), ...newest })
        .onConflict((conflict) => conflict.columns(['question', 'mark']).doUpdateSet(newest))
        .execute()
    }),
  list: (limit) =>
    access.read(async (db) => {
      const rows = await db
        .selectFrom('quiz_report')
        .select((e) => ['question', 'locale', 'edition', e.fn.max('reported_at').as('at'), e.fn.countAll<number>().as('count')])
        .groupBy(['question', 'locale', 'edition'])
        .orderBy('at', 'desc')
        .orderBy('question')
        .orderBy('locale')
        .limit(limit)
        .execute()
      return rows.map(({ question, locale, edition, at, count }) => ({
        question,
        locale: locale as Report['locale'],
        edition,
        at: instant(at),
        count,
      }))
    }),
})

/** The same for one person and one question, different for every other question: reports are counted, and nobody's are known to be one person's. */
export const markOf = (person: Person, question: string): string =>
  createHash('sha256')
    .update(JSON.stringify([person, question]))
    .digest('hex')
    .slice(0, 32)
