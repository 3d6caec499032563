import { expect, test } from 'vitest'
import type { Reply } from '../../../src/chat/reply.ts'
import { at, T } from '../../support/store.ts'
import type { World } from '../store.ts'

const saying = (text: string): Reply => ({ kind: 'reply', title: [text], body: [], buttons: [] }) as unknown as Reply

export const channelsContract = ({ open, another }: World): void => {
  test('claim makes the channel and gives it to this owner, unless there is one already', async () => {
    const { channels } = await open()
    expect(await channels.owner('x')).toBeUndefined()
    const owners = await Promise.all(['a', 'b', 'c'].map((owner) => channels.claim('x', owner, T)))
    expect(new Set(owners).size).toBe(1)
    expect(await channels.owner('x')).toBe(owners[0])
    expect(await channels.claim('x', 'd', at(1))).toBe(owners[0])
  })

  test('claim makes nothing where there are so many channels already, also of many who come at once; one that is there is told as ever', async () => {
    const [one, two] = [await open(), await another()]
    const made = await Promise.all(Array.from({ length: 24 }, (_, n) => (n % 2 ? one : two).channels.claim(`x${n}`, `owner ${n}`, T, 5)))
    expect(made.filter((owner) => owner !== undefined)).toHaveLength(5)
    expect(await one.channels.list(30)).toHaveLength(5)
    const there = made.findIndex((owner) => owner !== undefined)
    expect(await two.channels.claim(`x${there}`, 'another', T, 5)).toBe(`owner ${there}`)
  })

  test('append adds a message; a key that is there already changes nothing, and the first message is returned', async () => {
    const { channels } = await open()
    expect(await channels.append('x', 'k', saying('1'), T)).toBeUndefined()
    await channels.claim('x', 'me', T)
    const first = await channels.append('x', 'k', saying('1'), at(1))
    expect(first).toEqual({ number: 1, key: 'k', reply: saying('1'), sentAt: at(1), revision: 1 })
    expect(await channels.append('x', 'k', saying('2'), at(2))).toEqual(first)
    expect(await channels.find('x', 'k')).toEqual(first)
    expect(await channels.find('x', 'other')).toBeUndefined()
  })

  test('amend changes what a message says; saying the same again changes nothing', async () => {
    const { channels } = await open()
    await channels.claim('x', 'me', T)
    await channels.append('x', 'k', saying('1'), at(1))
    const amended = { number: 1, key: 'k', reply: saying('2'), sentAt: at(1), amendedAt: at(3), revision: 2 }
    expect(await channels.amend('x', 1, saying('2'), at(3))).toEqual(amended)
    expect(await channels.amend('x', 1, saying('2'), at(4))).toEqual(amended)
    expect(await channels.find('x', 'k')).toEqual(amended)
    expect(await channels.amend('x', 2, saying('3'), at(4))).toBeUndefined()
    expect(await channels.amend('y', 1, saying('3'), at(4))).toBeUndefined()
  })

  test('latest gives the newest messages first, since those after a revision in the order of revisions, revisions all channels in one look', async () => {
    const { channels } = await open()
    for (const name of ['x', 'y']) await channels.claim(name, 'me', T)
    for (const key of ['a', 'b', 'c']) await channels.append('x', key, saying(key), at(1))
    await channels.amend('x', 1, saying('again'), at(2))
    const latest = await channels.latest('x', 2)
    expect([latest.revision, latest.messages.map(({ key }) => key)]).toEqual([4, ['c', 'b']])
    expect((await channels.since('x', 1, 5)).map(({ key, revision }) => [key, revision])).toEqual([
      ['b', 2],
      ['c', 3],
      ['a', 4],
    ])
    expect(await channels.since('x', 2, 1)).toHaveLength(1)
    expect(await channels.latest('none', 5)).toEqual({ revision: 0, messages: [] })
    expect(await channels.revisions(['x', 'y', 'none'])).toEqual(
      new Map([
        ['x', 4],
        ['y', 0],
      ]),
    )
    expect(await channels.revisions([])).toEqual(new Map())
  })

  test('list gives those with the newest messages first', async () => {
    const { channels } = await open()
    await channels.claim('old', 'me', at(1))
    await channels.claim('busy', 'me', T)
    await channels.append('busy', 'k', saying('1'), at(5))
    await channels.claim('new', 'me', at(3))
    expect(await channels.list(2)).toEqual([
      { name: 'busy', messages: 1, lastAt: at(5) },
      { name: 'new', messages: 0, lastAt: at(3) },
    ])
  })

  test('two processes never give a number or a revision twice, and whoever has seen a revision never learns of a smaller one', async () => {
    const stores = [await open(), await another()]
    const [{ channels }] = stores as [(typeof stores)[0]]
    await channels.claim('x', 'me', T)
    const seen: number[] = []
    const look = async () => {
      for (const { revision } of await channels.since('x', seen.at(-1) ?? 0, 100)) seen.push(revision)
    }
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        await stores[n % 2]?.channels.append('x', `k${n}`, saying(String(n)), T)
        await look()
      }),
    )
    await look()
    const { revision, messages } = await channels.latest('x', 100)
    expect(revision).toBe(40)
    expect(messages.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, n) => 40 - n))
    expect([...new Set(seen)].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
  })
}
