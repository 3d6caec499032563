import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import type { ChannelPlace, Ear, Place, Sending } from '../../src/chat/platform.ts'
import { paragraph, type Reply } from '../../src/chat/reply.ts'
import { logger } from '../../src/kernel/log.ts'
import { sayer } from '../../src/words/say.ts'
import { shipped } from '../support/installation.ts'
import type { Board, Driver, Exception, Trouble, Wire, World } from './driver.ts'

/** What the suite of which this is a part has open. */
export type Stage = { readonly world: World; readonly wire: Wire; readonly ear: Ear; readonly written: string[] }

const COUP = 'coup-of-18-august'
const RALLY = 'rally-of-5-june'
const en = sayer('en')
const titleOf = (id: string): string => shipped!.almanac.events.find((event) => event.id === id)?.title.en ?? 'no such event'

/** Any instant before all that is sent here. */
const LONG_AGO = new Date('2026-01-01T00:00:00Z')

let keys = 0
const newKey = (): string => `anniversaries/abcdefghij/${String((keys += 1)).padStart(4, '0')}-08-18`

/** After each trouble: what is said of the send, and how many messages stand. */
const OUTCOMES: readonly (readonly [Trouble, object, number])[] = [
  ['broken', { kind: 'unknown' }, 0],
  ['broken-after', { kind: 'unknown' }, 1],
  ['cut', { kind: 'unknown' }, 0],
  ['cut-after', { kind: 'unknown' }, 1],
  ['limited', { kind: 'not-yet', afterMs: expect.any(Number) as number }, 0],
  ['page', { kind: expect.stringMatching(/^(not-yet|unknown)$/) as string }, 0],
  ['forbidden', { kind: 'refused', scope: 'channel', reason: 'forbidden' }, 0],
  ['gone', { kind: 'refused', scope: 'channel', reason: 'no-channel' }, 0],
  ['archived', { kind: 'refused', scope: 'channel', reason: 'archived' }, 0],
  ['revoked', { kind: 'refused', scope: 'platform', reason: 'token' }, 0],
]

/** What holds of posting, on every platform: the promises of `send`, `find`, `amend` and `rights`. */
export function postingContract(driver: Driver, stage: () => Stage): void {
  const unless = (context: TestContext, exception: Exception): void =>
    context.skip(exception in driver.exceptions, driver.exceptions[exception])

  describe('posting', () => {
    const boards: Board[] = []
    let board: Board
    const opened = async (sendMs?: number): Promise<Board> => {
      const { world, written } = stage()
      const one = await world.board(logger({ level: 'debug', secrets: [], write: (line) => void written.push(line) }), sendMs)
      boards.push(one)
      return one
    }
    beforeAll(async () => {
      board = await opened()
    })
    afterAll(async () => {
      for (const one of boards) await one.close()
    })

    const told = async (text: string): Promise<Reply> =>
      stage().ear.answer({ kind: 'line', root: 'mali', text, asker: { platform: driver.name, user: 'somebody', locale: 'en' } })
    const coup = (): Promise<Reply> => told(`event ${COUP} share:yes`)
    const send = async (to: Place, key = newKey(), more: Partial<Sending> = {}) =>
      board.platform.send(to, { reply: await coup(), ...more }, key)
    const posted = async (to: ChannelPlace, key = newKey()): Promise<string> => {
      const outcome = await send(to, key)
      return outcome.kind === 'sent' ? outcome.message : JSON.stringify(outcome)
    }
    const sayings = (words: string, parts: Partial<Reply> = {}): Reply => ({
      locale: 'en',
      audience: 'everyone',
      blocks: [paragraph(words)],
      buttons: [],
      footer: [],
      solemn: false,
      ...parts,
    })

    describe('a message', () => {
      test('is put where it should be, whole, and named by its id', async () => {
        const to = await board.channel()
        const message = await posted(to)
        const [shown, ...others] = await board.shown(to)
        expect([others, shown?.message, shown?.private, shown?.faults]).toEqual([[], message, false, []])
        expect(shown?.text).toContain(titleOf(COUP))
        expect(shown?.buttons).toEqual((await coup()).buttons.map(({ label }) => label))
      })

      test('is for everyone there, whoever its reply was meant for', async () => {
        const to = await board.channel()
        await send(to, newKey(), { reply: { ...(await coup()), audience: 'asker' } })
        expect((await board.shown(to)).map((shown) => shown.private)).toEqual([false])
      })

      test('has buttons that do what they say', async () => {
        const to = await board.channel()
        await posted(to)
        const [shown] = await board.shown(to)
        const { wire } = stage()
        for (const [label, title] of [
          [en('button.sources'), en('sources.title', { event: titleOf(COUP) })],
          [en('button.why'), en('why.title', { event: titleOf(COUP) })],
        ] as const)
          expect((await wire.press(shown!, label)).text.split('\n')[0]).toBe(title)
      })

      test('rings for nobody, whatever stands in it', async () => {
        const to = await board.channel()
        const words = '@everyone @here <!channel> <@U1> <@123456789012345678> <@&123456789012345678> <!subteam^S1>'
        await send(to, newKey(), { reply: sayings(words) })
        const [shown] = await board.shown(to)
        expect([shown?.rings, shown?.faults, shown?.text.includes(words)]).toEqual([[], [], true])
      })

      test('rings for the one role that it is given, and says so', async (context) => {
        unless(context, 'ping')
        const to = await board.channel()
        await send(to, newKey(), { reply: sayings('once there was @everyone'), ping: board.role })
        expect((await board.shown(to)).map(({ rings, faults }) => [rings, faults])).toEqual([[[board.role], []]])
      })

      test('about the dead rings for nobody all the same', async () => {
        const to = await board.channel()
        await send(to, newKey(), { reply: sayings('they died', { solemn: true }), ping: board.role })
        expect((await board.shown(to)).map(({ rings }) => rings)).toEqual([[]])
      })

      test('can go to one person', async (context) => {
        unless(context, 'people')
        expect(await send(board.person, newKey(), { reply: sayings('for you') })).toMatchObject({ kind: 'sent' })
        expect((await board.shown(board.person)).at(-1)?.text).toContain('for you')
      })

      test('to a person who takes none from us is refused, and so said', async () => {
        expect(await send(board.recluse)).toMatchObject({ kind: 'refused', reason: 'no-person' })
      })

      test('can begin a discussion under another one', async (context) => {
        unless(context, 'threads')
        const to = await board.channel()
        const under: Place = { ...to, kind: 'thread', under: await posted(to), title: '18 August' }
        expect(await send(under, newKey(), { reply: sayings('what do you think?') })).toMatchObject({ kind: 'sent' })
        expect((await board.shown(under)).map(({ text }) => text)).toEqual(['what do you think?'])
        expect(await board.shown(to)).toHaveLength(1)
      })
    })

    describe('a send', () => {
      test.for(OUTCOMES)('that meets “%s” says %j', async ([trouble, expected, standing], context) => {
        unless(context, 'network')
        const to = await board.channel()
        await board.meet('send', trouble)
        const before = await board.requests()
        expect(await send(to)).toMatchObject(expected)
        // Once, whatever came of it.
        expect((await board.requests()) - before).toBe(1)
        expect(await board.shown(to)).toHaveLength(standing)
        expect(await send(await board.channel())).toMatchObject({ kind: 'sent' })
      })

      test('that nobody answers is cut off, and may have been taken', async (context) => {
        unless(context, 'network')
        const hasty = await opened(400)
        const to = await hasty.channel()
        await hasty.meet('send', 'stalled')
        expect(await hasty.platform.send(to, { reply: await coup() }, newKey())).toMatchObject({ kind: 'unknown' })
      })

      test('that nobody answers holds back no other', async (context) => {
        unless(context, 'network')
        const [here, there] = [await board.channel(), await board.channel()]
        await board.meet('send', 'stalled')
        const stalled = send(here)
        const more = Array.from({ length: 10 }, () => send(there))
        expect((await Promise.all(more)).map(({ kind }) => kind)).toEqual(more.map(() => 'sent'))
        await board.reachable(false)
        expect(await stalled).toMatchObject({ kind: 'unknown' })
        await board.reachable(true)
      })

      test('where nobody is at all was certainly not taken', async (context) => {
        unless(context, 'network')
        const to = await board.channel()
        await board.reachable(false)
        expect(await send(to)).toMatchObject({ kind: 'not-yet', scope: 'platform' })
        await board.reachable(true)
        expect(await board.shown(to)).toEqual([])
      })
    })

    describe('looking for a message', () => {
      test.for(['broken-after', 'cut-after'] as const)('whose answer was lost (%s) finds it', async (trouble, context) => {
        unless(context, 'network')
        const [to, key] = [await board.channel(), newKey()]
        await posted(to)
        await board.meet('send', trouble)
        await send(to, key)
        await posted(to)
        const [, lost] = await board.shown(to)
        expect(await board.platform.find(to, key, LONG_AGO)).toEqual({ kind: 'there', message: lost?.message })
      })

      test.for(['broken', 'cut'] as const)('that never arrived (%s) sees that it is absent', async (trouble, context) => {
        unless(context, 'network')
        const [to, key] = [await board.channel(), newKey()]
        await posted(to)
        await board.meet('send', trouble)
        await send(to, key)
        expect(await board.platform.find(to, key, LONG_AGO)).toEqual({ kind: 'absent' })
      })

      test('takes no message for another', async () => {
        const to = await board.channel()
        const keys = [newKey(), newKey(), newKey()]
        const messages: string[] = []
        for (const key of keys) messages.push(await posted(to, key))
        for (const [i, key] of keys.entries())
          expect(await board.platform.find(to, key, LONG_AGO)).toEqual({ kind: 'there', message: messages[i] })
        expect(await board.platform.find(await board.channel(), keys[0]!, LONG_AGO)).toEqual({ kind: 'absent' })
      })

      test('where we may not look cannot tell, whether it is there or not', async (context) => {
        unless(context, 'history')
        const blind = await opened()
        const [to, key] = [await blind.channel(['history']), newKey()]
        expect(await blind.platform.find(to, key, LONG_AGO)).toMatchObject({ kind: 'cannot-tell' })
        await blind.platform.send(to, { reply: await coup() }, key)
        expect(await blind.platform.find(to, key, LONG_AGO)).toMatchObject({ kind: 'cannot-tell' })
      })

      test.for(['broken', 'cut', 'limited'] as const)('that meets “%s” is for later', async (trouble, context) => {
        unless(context, 'network')
        const [to, key] = [await board.channel(), newKey()]
        const message = await posted(to, key)
        await board.meet('find', trouble)
        expect(await board.platform.find(to, key, LONG_AGO)).toMatchObject({ kind: 'not-yet' })
        expect(await board.platform.find(to, key, LONG_AGO)).toEqual({ kind: 'there', message })
      })
    })

    describe('an edit', () => {
      test('puts other words in the place of the first, and twice is as once', async () => {
        const [to, key] = [await board.channel(), newKey()]
        const message = await posted(to, key)
        const reply = await told(`event ${RALLY} share:yes`)
        for (let i = 0; i < 2; i += 1) {
          expect(await board.platform.amend(to, message, { reply }, key)).toEqual({ kind: 'sent', message })
          const shown = await board.shown(to)
          expect(shown.map((one) => [one.message, one.faults, one.text.includes(titleOf(RALLY))])).toEqual([[message, [], true]])
        }
      })

      test('leaves the message to be found, and its buttons to be pressed', async () => {
        const [to, key] = [await board.channel(), newKey()]
        const message = await posted(to, key)
        await board.platform.amend(to, message, { reply: await told(`event ${RALLY} share:yes`) }, key)
        expect(await board.platform.find(to, key, LONG_AGO)).toEqual({ kind: 'there', message })
        const [shown] = await board.shown(to)
        expect((await stage().wire.press(shown!, en('button.sources'))).text).toContain(titleOf(RALLY))
      })

      test('of what is gone is refused, and nothing new stands there', async () => {
        const [to, key] = [await board.channel(), newKey()]
        const message = await posted(to, key)
        await board.remove(to, message)
        expect(await board.platform.amend(to, message, { reply: await coup() }, key)).toMatchObject({
          kind: 'refused',
          scope: 'message',
          reason: 'no-message',
        })
        expect(await board.shown(to)).toEqual([])
      })

      test.for([
        ['broken-after', 'unknown'],
        ['cut', 'unknown'],
        ['limited', 'not-yet'],
        ['revoked', 'refused'],
      ] as const)('that meets “%s” says %s', async ([trouble, kind], context) => {
        unless(context, 'network')
        const [to, key] = [await board.channel(), newKey()]
        const message = await posted(to, key)
        await board.meet('amend', trouble)
        expect(await board.platform.amend(to, message, { reply: await coup() }, key)).toMatchObject({ kind })
      })
    })

    describe('our rights', () => {
      test('in a channel that grants them all lack nothing that the platform has', async () => {
        const lacks = 'threads' in driver.exceptions ? ['threads'] : []
        expect(await board.platform.rights(await board.channel())).toEqual({ kind: 'known', lacks, history: true })
      })

      test('are said to lack each thing that is lacking, and sending says the same', async () => {
        for (const lack of driver.lacks.filter((one) => one !== 'threads')) {
          const to = await board.channel([lack])
          expect([lack, await board.platform.rights(to)]).toMatchObject([lack, { kind: 'known', lacks: [lack] }])
          expect([lack, await send(to)]).toMatchObject([lack, { kind: 'refused', scope: 'channel' }])
        }
      })

      test('to begin discussions are lacking alone: a message is taken, and what should hang under it refused', async (context) => {
        unless(context, 'threads')
        const to = await board.channel(['threads'])
        expect(await board.platform.rights(to)).toMatchObject({ kind: 'known', lacks: ['threads'] })
        const under: Place = { ...to, kind: 'thread', under: await posted(to), title: 'x' }
        expect(await send(under)).toMatchObject({ kind: 'refused', reason: 'no-threads' })
      })

      test('to look for what we posted are said apart', async (context) => {
        unless(context, 'history')
        const blind = await opened()
        expect(await blind.platform.rights(await blind.channel(['history']))).toEqual({ kind: 'known', lacks: [], history: false })
      })

      test.for(['broken', 'cut', 'limited'] as const)('are not known when asking meets “%s”', async (trouble, context) => {
        unless(context, 'network')
        const to = await board.channel()
        await board.meet('rights', trouble)
        expect(await board.platform.rights(to)).toMatchObject({ kind: 'unknown' })
      })

      test('are not known where nobody is at all', async (context) => {
        unless(context, 'network')
        const to = await board.channel()
        await board.reachable(false)
        expect(await board.platform.rights(to)).toMatchObject({ kind: 'unknown' })
        await board.reachable(true)
      })
    })
  })
}
