import type { Database } from '../../src/store/store.ts'
import { hand } from '../delivery/filling.ts'
import type { Stand } from './crowd.ts'
import { questionIn } from './insert.ts'

/** Where an answer to a first question is: in Griot's tables, or in those of the bare peers. */
const TABLES = {
  griot: (round: string) => `quiz_answer where round = '${round}' and question = 0 and chosen = `,
  bare: (round: string) => `answer where round = '${round}' and choice = `,
} as const

/** How many answers are not in the database as they were pressed: too few or too many, for each button. */
export async function uncounted(database: Database, who: keyof typeof TABLES, { actions }: Stand, people: number): Promise<number> {
  const by = await hand(database)
  let wrong = 0
  for (const [n, action] of actions.entries()) {
    const { round, option } = questionIn(action)
    const pressed = Math.floor((people - n - 1) / actions.length) + 1
    wrong += Math.abs(pressed - (await by.number(`select count(*) from ${TABLES[who](round)}${option}`)))
  }
  await by.close()
  return wrong
}
