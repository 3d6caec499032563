import { createServer as createSecure } from 'node:https'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/chat/platform.ts'
import { wire } from '../../src/platforms/slack/wire.ts'
import { C1, HELLO, poster } from '../support/slack-poster.ts'
import { BOT_TOKEN } from '../support/slack-rig.ts'
import { slackServer } from '../support/slack-server.ts'

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

const port = (server: Server): number => (server.address() as AddressInfo).port
async function listening(server: Server): Promise<Server> {
  open.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

describe('a request', () => {
  const outcomeAt = (apiUrl: string, fetch = wire(50)): Promise<Outcome> => poster({ apiUrl, fetch }).send(C1, HELLO, 'k')

  it('that finds nobody was certainly not taken', async () => {
    const gone = await listening(createServer())
    const url = `http://127.0.0.1:${port(gone)}/api/`
    await new Promise((resolve) => gone.close(resolve))
    expect(await outcomeAt(url)).toEqual({ kind: 'not-yet', scope: 'platform', why: 'ECONNREFUSED' })
    expect(await poster({ apiUrl: url, fetch: globalThis.fetch }).send(C1, HELLO, 'k')).toEqual({
      kind: 'not-yet',
      scope: 'platform',
      why: 'ECONNREFUSED',
    })
  })

  it('to a name that nobody has was certainly not taken', async () => {
    expect(await outcomeAt('http://slack.invalid/api/')).toMatchObject({ kind: 'not-yet', scope: 'platform' })
  })

  it('to somebody who is no Slack of ours, or keeps silent while we greet, was certainly not taken', async () => {
    const seen: string[] = []
    const deaf = await listening(
      createServer((socket) => void socket.on('error', () => undefined).on('data', (data) => seen.push(String(data)))),
    )
    const plain = await listening(
      createServer((socket) => void socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    )
    const forger = await listening(createSecure({ minVersion: 'TLSv1.2' }))
    for (const server of [deaf, plain, forger])
      expect(await outcomeAt(`https://127.0.0.1:${port(server)}/api/`)).toMatchObject({ kind: 'not-yet', scope: 'platform' })
    expect(seen.join('')).not.toContain(BOT_TOKEN)
  })

  it('that was written may have been taken, however it ends', async () => {
    for (const end of ['', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ok":true,', 'nonsense\r\n\r\n']) {
      const rude = await listening(createServer((socket) => void socket.on('error', () => undefined).once('data', () => socket.end(end))))
      expect(await outcomeAt(`http://127.0.0.1:${port(rude)}/api/`)).toMatchObject({ kind: 'unknown' })
    }
  })

  it('goes out once over a connection of its own', async () => {
    let connections = 0
    const counting = await listening(
      createServer((socket) => {
        connections += 1
        socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n'))
      }),
    )
    const one = poster({ apiUrl: `http://127.0.0.1:${port(counting)}/api/` })
    for (let i = 1; i <= 3; i += 1) {
      expect(await one.send(C1, HELLO, 'k')).toEqual({ kind: 'unknown', why: 'HTTP 500' })
      expect(connections).toBe(i)
    }
  })

  it('of any number of others in flight waits for none of them', async () => {
    const slack = await slackServer({ botToken: BOT_TOKEN })
    const { send } = poster({ apiUrl: slack.apiUrl })
    slack.fault('chat.postMessage', ...Array.from({ length: 150 }, () => ({ kind: 'delay' }) as const))
    const stuck = Array.from({ length: 150 }, (_, i) => send({ ...C1, channel: `C0STUCK${i}` }, HELLO, `stuck-${i}`))
    await slack.holding(150)
    expect(await send(C1, HELLO, 'free')).toMatchObject({ kind: 'sent' })
    slack.release()
    expect((await Promise.all(stuck)).every(({ kind }) => kind === 'sent')).toBe(true)
    await slack.close()
  })
})
