import { afterEach, describe, expect, it } from 'vitest'
import type { Asker, Ear } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { words } from '../support/discord-posting.ts'
import { givingRoots } from '../support/giving-roots.ts'
import { smallEar } from '../support/small-commands.ts'
import { commandPayload, pressPayload, type Place } from '../support/slack-payloads.ts'
import { type Mode, type Rig, type RigParts, slackRig } from '../support/slack-rig.ts'

const rigs: Rig[] = []
afterEach(async () => void (await Promise.all(rigs.splice(0).map((rig) => rig.close()))))
async function rigged(mode: Mode, parts: RigParts = {}): Promise<Rig> {
  const rig = await slackRig(mode, { roots: givingRoots(), ...parts })
  rigs.push(rig)
  return rig
}
const PRESS_MS = 2500

/** An ear that has done what was pressed when it is told to. */
function slowEar() {
  const { promise, resolve } = Promise.withResolvers<Reply>()
  const order: string[] = []
  const ear: Ear = {
    answer: () => promise.then((reply) => (order.push('done'), reply)),
    complete: () => [],
    home: () => promise,
  }
  return { ear, order, done: () => resolve({ ...words('counted'), audience: 'asker' }) }
}

describe.each(['http', 'socket'] as const)('a press, over %s', (mode) => {
  it('is acknowledged only when what it does is done, and then the receipt is sent to the presser alone', async () => {
    const { ear, order, done } = slowEar()
    const rig = await rigged(mode, { ear })
    const acknowledged = rig
      .deliver(pressPayload({ value: 'quiz.answer|bamako', hook: rig.fake.hook() }))
      .then((answer) => (order.push('acknowledged'), answer))
    expect(await rig.clock.slept(1)).toEqual([PRESS_MS])
    expect(order).toEqual([])
    done()
    expect((await acknowledged).body).toBeUndefined()
    expect(order).toEqual(['done', 'acknowledged'])
    const { body, faults } = await rig.fake.nth('hook')
    expect([body['response_type'], body['replace_original'], faults]).toEqual(['ephemeral', false, []])
  })

  it('that takes longer is acknowledged before Slack would give it up, and its receipt follows', async () => {
    const { ear, done } = slowEar()
    const rig = await rigged(mode, { ear })
    const acknowledged = rig.deliver(pressPayload({ value: 'quiz.answer|bamako', hook: rig.fake.hook() }))
    await rig.clock.slept(1)
    rig.clock.wake()
    expect((await acknowledged).body).toBeUndefined()
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook')).toEqual([])
    done()
    expect(JSON.stringify((await rig.fake.nth('hook')).body)).toContain('counted')
  })

  it('whose receipt is refused for haste is not told again, and nobody is woken for it', async () => {
    const witness: Parameters<typeof givingRoots>[0] = { askers: [], pressed: [] }
    const rig = await rigged(mode, { roots: givingRoots(witness) })
    rig.fake.fault('hook', { kind: 'limited', retryAfter: 1 })
    await rig.deliver(pressPayload({ value: 'quiz.answer|bamako', hook: rig.fake.hook() }))
    await rig.logged('slack answer not taken')
    await rig.deliver(pressPayload({ value: 'quiz.answer|gao', hook: rig.fake.hook() }))
    expect(JSON.stringify((await rig.fake.nth('hook')).body)).toContain('gao')
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook')).toHaveLength(1)
    expect(witness.pressed).toEqual(['bamako', 'gao'])
    expect(rig.lines.filter((line) => line.includes('answer') && /"level":"(?:warn|error)"/.test(line))).toEqual([])
  })

  it('whose menu offers more is answered as a press is', async () => {
    const rig = await rigged(mode)
    await rig.deliver(pressPayload({ value: 'quiz.answer|kidal', select: true, hook: rig.fake.hook() }))
    expect(JSON.stringify((await rig.fake.nth('hook')).body)).toContain('kidal')
  })
})

describe('who asked', () => {
  /** The asker of the last thing that was heard. */
  async function heard(deliver: (rig: Rig, askers: readonly Asker[]) => Promise<unknown>, prepare: (rig: Rig) => void = () => undefined) {
    const askers: Asker[] = []
    const roots = givingRoots({ askers, pressed: [] })
    const rig = await rigged('http', { roots, ear: smallEar(roots) })
    prepare(rig)
    await deliver(rig, askers)
    return { asker: askers.at(-1), rig }
  }
  const ask = (rig: Rig, more: Record<string, string> = {}, place: Place = {}) =>
    rig.deliver({ ...commandPayload('/quiz next', rig.fake.hook(), place), ...more })
  const press = async (rig: Rig, at?: unknown, user?: unknown) => {
    await rig.deliver({
      ...pressPayload({ value: 'quiz.answer|gao', hook: rig.fake.hook(), ...(at !== undefined && { at }) }),
      ...(user !== undefined && { user }),
    })
    await rig.fake.nth('hook')
  }

  it('is called as the command calls them, and as the press does', async () => {
    const typed = await heard((rig) => ask(rig, { user_name: 'typed_name_1' }))
    expect(typed.asker?.name).toBe('typed_name_1')
    const pressed = await heard((rig) => press(rig, undefined, { id: 'U0000ASKER', name: 'pressed_name_1', username: 'other' }))
    expect(pressed.asker?.name).toBe('pressed_name_1')
    const old = await heard((rig) => press(rig, undefined, { id: 'U0000ASKER', username: 'account_1' }))
    expect(old.asker?.name).toBe('account_1')
    const none = await heard((rig) => press(rig, undefined, { id: 'U0000ASKER', name: 7 }))
    expect(none.asker).not.toHaveProperty('name')
  })

  it('is called as others see them once that is known, and no log holds it', async () => {
    for (const [profile, name] of [
      [{ display_name: 'Awa Shown', real_name: 'Awa Real' }, 'Awa Shown'],
      [{ display_name: '', real_name: 'Awa Real' }, 'Awa Real'],
      [{}, 'asker'],
    ] as const) {
      const { asker, rig } = await heard(
        async (rig, askers) => {
          // Whoever is new is answered first, and looked up then.
          await ask(rig)
          while (askers.at(-1)?.name !== name) await ask(rig)
        },
        (rig) => rig.fake.setUser('U0000ASKER', { locale: 'en-GB', profile }),
      )
      expect(asker?.name).toBe(name)
      for (const word of ['Awa', '"asker"']) expect(rig.lines.join('')).not.toContain(word)
    }
  })

  it('pressed when Slack says, to the millisecond, and a command tells no time', async () => {
    const pressed = await heard((rig) => press(rig, '1597741505.123456'))
    expect(pressed.asker?.askedAt?.toISOString()).toBe('2020-08-18T09:05:05.123Z')
    expect((await heard((rig) => ask(rig))).asker).not.toHaveProperty('askedAt')
    for (const odd of ['', 'soon', '-1.1', '1e99', 7, null, {}])
      expect((await heard((rig) => press(rig, odd))).asker, JSON.stringify(odd)).not.toHaveProperty('askedAt')
  })
})
