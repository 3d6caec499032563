import { describe, expect, test } from 'vitest'
import { PERSON } from '../support/discord-payloads.ts'
import { person, POSTS, poster, sentTo, threadUnder, words } from '../support/discord-posting.ts'
import { RECLUSE } from '../support/discord-places.ts'

const THREADS = { method: 'POST', path: '/threads' } as const
const WORDS = 'What do you think?'

async function withMessage() {
  const one = await poster()
  const to = await one.channel()
  const under = await sentTo(one, to, 'a')
  const thread = threadUnder(to, under)
  return { ...one, to, thread, under, begin: () => one.platform.send(thread, { reply: words(WORDS) }, 'a/thread') }
}

describe('a discussion', () => {
  test('is begun once under a message, with its first words, however often it is begun', async () => {
    const { server, under, begin } = await withMessage()
    expect(await begin()).toMatchObject({ kind: 'sent' })
    expect(await begin()).toMatchObject({ kind: 'sent' })
    const said = await server.messages(under)
    expect(said).toHaveLength(1)
    expect(JSON.stringify(said)).toContain(WORDS)
    expect(await server.received({ kind: 'rest', ...THREADS })).toMatchObject([
      { body: { name: '18 August' }, status: 201 },
      { status: 400 },
    ])
  })

  test.each([
    ['its beginning was lost', { ...THREADS, kind: 'reset-after' }],
    ['its beginning never arrived', { ...THREADS, kind: 'reset' }],
    ['its words were lost', { ...POSTS, kind: 'break' }],
    ['the answer to its words was lost', { ...POSTS, kind: 'break-after' }],
  ] as const)('has its words once, though %s the first time', async (_, fault) => {
    const { server, under, begin } = await withMessage()
    // The beginning goes by the same path as a message.
    if (fault.path === '/messages') await server.fault({ ...THREADS, kind: 'hold' })
    await server.fault({ ...fault, path: fault.path === '/messages' ? `/channels/${under}/messages` : fault.path })
    const first = begin()
    await server.waitFor({ kind: 'asked', ...THREADS })
    await server.release()
    expect(await first).toMatchObject({ kind: 'unknown' })
    expect(await begin()).toMatchObject({ kind: 'sent' })
    expect(await begin()).toMatchObject({ kind: 'sent' })
    expect(await server.messages(under)).toHaveLength(1)
  })

  test('whose first words are limited gets them the next time', async () => {
    const { server, under, begin } = await withMessage()
    await server.fault({ path: `/channels/${under}/messages`, method: 'POST', kind: 'limit', ms: 2_000 })
    expect(await begin()).toMatchObject({ kind: 'not-yet', afterMs: 2_000 })
    expect(await begin()).toMatchObject({ kind: 'sent' })
    expect(await server.messages(under)).toHaveLength(1)
  })

  test('that somebody else began already is left alone', async () => {
    const { server, to, under, begin } = await withMessage()
    await server.thread(to.channel, under)
    expect(await begin()).toEqual({ kind: 'sent', message: under })
    expect(await server.messages(under)).toEqual([])
  })

  test('under a message that is gone is refused for that message alone', async () => {
    const { server, under, begin } = await withMessage()
    await server.remove(under)
    expect(await begin()).toMatchObject({ kind: 'refused', scope: 'message', reason: 'no-message' })
  })

  test.each([
    [403, 50013, 'message', 'no-threads'],
    [400, 160006, 'message', 'no-threads'],
    [400, 50024, 'message', 'no-threads'],
    [403, 50001, 'channel', 'forbidden'],
    [404, 10003, 'channel', 'no-channel'],
    [401, 0, 'platform', 'token'],
  ] as const)('that may not begin (%i, code %i) concerns the %s: %s', async (status, code, scope, reason) => {
    const { server, begin } = await withMessage()
    await server.fault({ ...THREADS, kind: 'told', status, code })
    expect(await begin()).toMatchObject({ kind: 'refused', scope, reason })
  })

  test('whose words are refused says nothing about its channel', async () => {
    const { server, under, begin } = await withMessage()
    await server.fault({ path: `/channels/${under}/messages`, kind: 'told', status: 400, code: 50083 })
    expect(await begin()).toMatchObject({ kind: 'refused', scope: 'message', reason: 'no-threads' })
  })

  test('has a name of at most 100 characters, and one in any case', async () => {
    const { server, platform, to } = await withMessage()
    for (const title of ['x'.repeat(300), '']) {
      const under = await sentTo({ platform }, to, `under ${title}`)
      expect(await platform.send({ ...to, kind: 'thread', under, title }, { reply: words(WORDS) }, 'k')).toMatchObject({ kind: 'sent' })
    }
    const names = (await server.received({ kind: 'rest', ...THREADS })).map((one) =>
      one.kind === 'rest' ? (one.body as { name: string }).name : '',
    )
    expect(names.map((name) => name.length)).toEqual([100, 1])
  })

  test('has words that can be edited', async () => {
    const { server, platform, thread, under, begin } = await withMessage()
    const outcome = await begin()
    expect(await platform.amend(thread, (outcome as { message: string }).message, { reply: words('Otherwise') }, 'a/thread')).toMatchObject(
      {
        kind: 'sent',
      },
    )
    expect(JSON.stringify(await server.messages(under))).toContain('Otherwise')
  })
})

describe('a message to a person', () => {
  test.each(['break', 'break-after', 'reset', 'reset-after'] as const)(
    'whose room could not be opened (%s) was certainly not sent',
    async (kind) => {
      const one = await poster()
      await one.server.fault({ path: '/users/@me/channels', kind })
      expect(await one.platform.send(person(PERSON), { reply: words('x') }, 'k')).toMatchObject({ kind: 'not-yet' })
      expect(await one.server.accepted()).toEqual([])
      expect(await one.platform.send(person(PERSON), { reply: words('x') }, 'k')).toMatchObject({ kind: 'sent' })
    },
  )

  test('whose own sending breaks may have been sent', async () => {
    const one = await poster()
    await one.server.fault({ path: '/messages', kind: 'break-after' })
    expect(await one.platform.send(person(PERSON), { reply: words('x') }, 'k')).toMatchObject({ kind: 'unknown' })
  })

  test.each([RECLUSE, 'nobody'])('who takes none, or is none (%s), is refused as such', async (user) => {
    const one = await poster()
    expect(await one.platform.send(person(user), { reply: words('x') }, 'k')).toMatchObject({ kind: 'refused', reason: 'no-person' })
  })

  test('that opens too many rooms at once is for later', async () => {
    const one = await poster()
    await one.server.fault({ path: '/users/@me/channels', kind: 'limit', ms: 9_000 })
    expect(await one.platform.send(person(PERSON), { reply: words('x') }, 'k')).toMatchObject({ kind: 'not-yet', afterMs: 9_000 })
  })

  test('can be edited', async () => {
    const one = await poster()
    const message = await sentTo(one, person(PERSON), 'k')
    expect(await one.platform.amend(person(PERSON), message, { reply: words('otherwise') }, 'k')).toEqual({ kind: 'sent', message })
    expect(JSON.stringify(await one.server.messages())).toContain('otherwise')
  })
})
