import { DatabaseSync } from 'node:sqlite'
import type { Place } from '../../src/chat/platform.ts'
import { httpServer } from '../../src/http/server.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { web } from '../../src/platforms/web/web.ts'
import { openStore } from '../../src/store/store.ts'
import { smallEar } from '../support/small-commands.ts'
import { channelOf, ownDatabase } from '../support/web-rig.ts'
import type { Board, Shown } from './driver.ts'
import { toAnswer } from './web-answer.ts'

const SECRET = 'a secret of sixteen'
const person = (user: string): Place => ({ kind: 'person', platform: 'web', user })

/** The surface on a database of its own, and its pages as a reader gets them. */
export async function webBoard(log: Log): Promise<Board> {
  const { database, remove } = ownDatabase()
  const [clock, random] = [systemClock(), systemRandom()]
  const store = openStore({ database, secret: SECRET, clock, random, log })
  await store.opened
  const channels = { store: store.channels, secret: SECRET, writing: 'here', random, clock, wall: clock, zone: 'UTC' } as const
  const platform = web({ roots: [], locale: 'en', channels })
  await platform.listen(smallEar([]))
  const server = httpServer({ host: '127.0.0.1', port: 0, log, routes: platform.routes, ready: () => [] })
  const { url } = await server.listen()
  let made = 0
  return {
    platform,
    role: 'nobody',
    person: person('somebody'),
    recluse: person('somebody'),
    async channel(lacks = []) {
      const to = channelOf(`board-${(made += 1)}`)
      if (!lacks.includes('gone')) await store.channels.claim(to.channel, 'owner', clock.now())
      return to
    },
    meet: async () => undefined,
    shown: async (to) => (to.kind === 'person' ? [] : toShown(await (await fetch(`${url}/channels/${to.channel}`)).text())),
    async remove(to, message) {
      // No page takes a message away; whoever runs Griot can, with the database's own tools.
      if (to.kind !== 'channel' || database.kind !== 'sqlite') return
      const tools = new DatabaseSync(database.path)
      tools.prepare('delete from web_message where channel = ? and number = ?').run(to.channel, Number(message))
      tools.close()
    },
    requests: async () => 0,
    reachable: async () => undefined,
    async close() {
      await platform.close()
      await server.close()
      await store.close()
      remove()
    },
  }
}

/** The posts of a page, the oldest first. */
const toShown = (page: string): readonly Shown[] =>
  [...page.matchAll(/<li id="post-(\d+)".*?<\/article>/gs)]
    .map(([html, message = '']) => ({ ...toAnswer(html), message, rings: [] }))
    .toReversed()
