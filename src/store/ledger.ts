import type { Ledger, Sent } from '../delivery/ledger.ts'
import type { Shows } from '../delivery/outbox.ts'
import { writeDeliveries } from './planning.ts'
import type { Room } from './room.ts'
import { instant, maybe, same, toPlace } from './rows.ts'

export const ledger = (room: Room): Ledger => ({
  sent: (after = '', limit) =>
    room.access.read(async (db) => {
      const rows = await db
        .selectFrom('delivery')
        .leftJoin('shown', 'shown.hash', 'delivery.shows')
        .selectAll('delivery')
        .select('shown.shows as showing')
        .where('key', '>', after)
        .where('state', '=', 'done')
        .where('message', 'is not', null)
        .where('delivery.shows', 'is not', null)
        .where('delivery.shows', '!=', '{}')
        .where('amends', 'is', null)
        .orderBy('key')
        .limit(limit)
        .execute()
      return rows.map(
        (row): Sent => ({
          key: row.key,
          to: toPlace(row, room.vault),
          post: row.post,
          subject: JSON.parse(row.subject) as unknown,
          ...maybe('owner', row.owner, same),
          message: row.message ?? '',
          shows: JSON.parse(row.showing ?? (row.shows?.startsWith('{') ? row.shows : '{}')) as Shows,
          dueAt: instant(row.due_at),
          sentAt: instant(row.ended_at ?? row.due_at),
        }),
      )
    }),
  write: (deliveries) => writeDeliveries(room, deliveries),
})
