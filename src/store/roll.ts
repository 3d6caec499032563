import type { PlatformName, Roll } from '../chat/platform.ts'
import type { Room } from './room.ts'
import { welcomeBack } from './servers.ts'
import { count } from './tally.ts'
import { withdraw } from './withdraw.ts'

/** As many servers are looked at in one statement. */
const AT_ONCE = 500

export const roll = (room: Room): Roll => ({
  present: (platform, servers) => present(room, platform, servers),
  left: (platform, server) => left(room, platform, server),
})

const present = async (
  { access, clock, changed }: Room,
  platform: PlatformName,
  servers: readonly string[],
): Promise<readonly string[]> => {
  const known = await access.read((db) => db.selectFrom('server').select(['server', 'gone_at']).where('platform', '=', platform).execute())
  const here = new Set(servers)
  const back = known.filter(({ server, gone_at }) => gone_at !== null && here.has(server)).map(({ server }) => server)
  for (let from = 0; from < back.length; from += AT_ONCE)
    await access.write((tx) => welcomeBack(tx, platform, back.slice(from, from + AT_ONCE), clock.now()))
  if (back.length > 0) changed()
  return known.filter(({ server, gone_at }) => gone_at === null && !here.has(server)).map(({ server }) => server)
}

/** Nothing is deleted yet: whoever comes back in time finds everything, and what could not be sent is planned again where catching up allows it. */
const left = ({ access, clock, holder }: Room, platform: PlatformName, server: string): Promise<void> =>
  access.write(async (tx) => {
    const now = clock.now()
    const gone = await tx
      .updateTable('server')
      .set({ gone_at: now.getTime() })
      .where('platform', '=', platform)
      .where('server', '=', server)
      .where('gone_at', 'is', null)
      .returning('server')
      .executeTakeFirst()
    if (!gone) return
    const stopped = await tx
      .updateTable('subscription')
      .set({ next_at: null })
      .where('platform', '=', platform)
      .where('server', '=', server)
      .returning('id')
      .execute()
    const counts = await withdraw(tx, { owners: stopped.map(({ id }) => id), why: 'server left', now, goBack: true, everything: true })
    await count(tx, access.kind, holder, counts)
  })
