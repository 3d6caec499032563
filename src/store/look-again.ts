import type { Access } from './engine.ts'
import { readMeta, writeMeta } from './migrations.ts'

const EDITION = 'calendar'

/** As many rows are moved in one transaction: none takes long, however many there are. */
const AT_ONCE = 1000

/** One that is begun and not finished is begun again: it changes nothing that is not looked at anyway. */
export const lookAgain = async (access: Access, edition: string, now: Date): Promise<boolean> => {
  if ((await access.read((db) => readMeta(db, EDITION))) === edition) return false
  const at = now.getTime()
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after
    after = await access.write(async (tx) => {
      const rows = await tx.selectFrom('subscription').select('id').where('id', '>', from).orderBy('id').limit(AT_ONCE).execute()
      const last = rows.at(-1)?.id
      if (last === undefined) return undefined
      await tx
        .updateTable('subscription')
        .set({ next_at: at })
        .where('id', '>', from)
        .where('id', '<=', last)
        .where('next_at', '>', at)
        .execute()
      return last
    })
  }
  await access.write((tx) => writeMeta(tx, EDITION, edition))
  return true
}

/** Looks at all of them page by page, and writes only where a clock left something to be put right. */
export const setBack = async (access: Access, tooFar: Date, now: Date): Promise<number> => {
  let count = 0
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after
    const rows = await access.read((db) =>
      db.selectFrom('subscription').select(['id', 'planned_through']).where('id', '>', from).orderBy('id').limit(AT_ONCE).execute(),
    )
    const ahead = rows.filter(({ planned_through }) => planned_through > tooFar.getTime()).map(({ id }) => id)
    if (ahead.length > 0)
      await access.write((tx) =>
        tx
          .updateTable('subscription')
          .set({ next_at: now.getTime() })
          .where('id', 'in', ahead)
          .where('next_at', 'is not', null)
          .where('planned_through', '>', tooFar.getTime())
          .execute(),
      )
    count += ahead.length
    after = rows.length < AT_ONCE ? undefined : rows.at(-1)?.id
  }
  return count
}
