import { expect, test } from 'vitest'
import { nonceOf } from '../../src/platforms/discord/mark.ts'
import { open } from '../support/discord-client.ts'
import { BEFORE, poster, words } from '../support/discord-posting.ts'
import { discordProcess } from '../support/discord-process.ts'

const MESSAGES = 240
const ALL = {
  limit: 0.08,
  break: 0.08,
  'break-after': 0.08,
  reset: 0.08,
  'reset-after': 0.08,
  stall: 0.03,
  'stall-after': 0.03,
  told: 0.05,
  page: 0.05,
}

test('whatever happens on the way, no outcome and no finding says more than what Discord took', async () => {
  const server = await discordProcess()
  open.push(() => server.close())
  const { platform, channel } = await poster({ server, sendMs: 1_000 })
  const places = await Promise.all(Array.from({ length: 8 }, () => channel()))
  await server.plan({ seed: 'truth', shares: ALL, ms: 1_000 })
  const sends = Array.from({ length: MESSAGES }, (_, i) => ({ key: `key ${i}`, to: places[i % places.length]! }))
  const outcomes = await Promise.all(
    sends.map(async ({ key, to }) => [key, to, await platform.send(to, { reply: words(key) }, key)] as const),
  )
  await server.plan()
  const taken = new Map((await server.accepted()).map(({ nonce, id }) => [nonce, id]))
  const told = new Set<string>()
  for (const [key, to, outcome] of outcomes) {
    const id = taken.get(nonceOf(key))
    told.add(outcome.kind)
    const said = outcome.kind === 'sent' ? outcome.message : outcome.kind === 'unknown' ? id : undefined
    expect([key, outcome.kind, said]).toEqual([key, outcome.kind, id])
    const finding = id === undefined ? { kind: 'absent' } : { kind: 'there', message: id }
    expect([key, await platform.find(to, key, BEFORE)]).toEqual([key, finding])
  }
  expect([...told].toSorted()).toEqual(['not-yet', 'refused', 'sent', 'unknown'])
  expect(Object.keys(await server.met()).toSorted()).toEqual(Object.keys(ALL).toSorted())
})
