import type { Settled, Settlements, Settler } from '../chat/settlements.ts'
import type { Room } from './room.ts'
import { channelName, maybe, same } from './rows.ts'
import type { SettlementTable } from './schema.ts'
import { meet } from './servers.ts'

const REVISION = 'settlement revision'
const NOTHING: Settled = {}

/** All of them in memory, each process its own copy; every change has a number, and a copy asks for those after the last it knows. */
export const settlements = ({ access, clock }: Pick<Room, 'access' | 'clock'>): Settlements => {
  const known = new Map<string, Settled>()
  let revision = 0

  const learn = (row: SettlementTable) => {
    const settled = { ...maybe('locale', row.locale, (locale) => locale as Settled['locale']), ...maybe('zone', row.zone, same) }
    if (Object.keys(settled).length === 0) known.delete(channelName(row))
    else known.set(channelName(row), settled)
  }

  return {
    of: (place) => ({
      channel: place.channel === undefined ? NOTHING : (known.get(channelName(rowKey(place))) ?? NOTHING),
      server: place.server === undefined ? NOTHING : (known.get(channelName({ ...rowKey(place), channel: '' })) ?? NOTHING),
    }),
    async settle(place, { locale = null, zone = null }) {
      const row = await access.write(async (tx) => {
        // The number's row is written first: changes are committed in the order of their numbers, and nobody passes one over.
        const next = await tx
          .updateTable('meta')
          .set((e) => ({ value: e.cast<string>(e(e.cast<number>('value', 'bigint'), '+', 1), 'text') }))
          .where('name', '=', REVISION)
          .returning('value')
          .executeTakeFirstOrThrow()
        await meet(tx, rowKey(place), clock.now())
        const values = { locale, zone, revision: Number(next.value) }
        return tx
          .insertInto('settlement')
          .values({ ...rowKey(place), ...values })
          .onConflict((conflict) => conflict.columns(['platform', 'server', 'channel']).doUpdateSet(values))
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      learn(row)
    },
    async refresh() {
      const rows = await access.read((db) =>
        db.selectFrom('settlement').selectAll().where('revision', '>', revision).orderBy('revision').execute(),
      )
      for (const row of rows) learn(row)
      revision = rows.at(-1)?.revision ?? revision
    },
  }
}

const rowKey = ({ platform, server = '', channel = '' }: Settler) => ({ platform, server, channel })
