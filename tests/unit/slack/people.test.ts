import { describe, expect, it } from 'vitest'
import type { Trouble } from '../../../src/platforms/slack/api.ts'
import { people, type PeopleSettings } from '../../../src/platforms/slack/people.ts'

type Found = Awaited<ReturnType<PeopleSettings['lookUp']>>

/** People over a Slack that answers as it is told, at a time that moves only when it is told. */
function world(answer: (user: string) => Promise<Found>, trouble: Trouble = { kind: 'unreachable', error: 'x' }) {
  let nowMs = 0
  const asked: string[] = []
  const known = people({
    lookUp: (user) => {
      asked.push(user)
      return answer(user)
    },
    failed: () => trouble,
    clock: { now: () => new Date(nowMs) },
  })
  return { known, asked, pass: (ms: number) => void (nowMs += ms) }
}

const french = async (): Promise<Found> => ({ user: { locale: 'fr-FR', tz: 'Africa/Bamako' } })
const ann = { user: 'U1', server: 'T1', channel: 'C1' }

describe('people', () => {
  it('are strangers until they were learnt', async () => {
    const { known } = world(french)
    expect(known.asker(ann)).toEqual({ platform: 'slack', user: 'U1', server: 'T1', channel: 'C1' })
    await known.learn(ann)
    expect(known.asker(ann)).toEqual({ platform: 'slack', user: 'U1', server: 'T1', channel: 'C1', locale: 'fr', zone: 'Africa/Bamako' })
    expect(known.asker({ ...ann, server: 'T2' })).not.toHaveProperty('locale')
  })

  it('have no language and no zone that Griot does not know', async () => {
    const { known } = world(async () => ({ user: { locale: 'ja-JP', tz: 'Moon/Base' } }))
    await known.learn(ann)
    expect(known.asker({ user: 'U1', server: 'T1' })).toEqual({ platform: 'slack', user: 'U1', server: 'T1' })
  })

  it('are looked up once at a time, and again after six hours', async () => {
    const { known, asked, pass } = world(french)
    await Promise.all([known.learn(ann), known.learn(ann)])
    await known.learn(ann)
    expect(asked).toEqual(['U1'])
    pass(6 * 3_600_000)
    expect(known.asker(ann)).not.toHaveProperty('locale')
    await known.learn(ann)
    expect(asked).toEqual(['U1', 'U1'])
  })

  it('are forgotten beyond five thousand, those first who were away longest', async () => {
    const { known, asked } = world(french)
    for (let i = 0; i < 5000; i += 1) await known.learn({ user: `U${i}` })
    known.asker({ user: 'U0' })
    await known.learn({ user: 'another' })
    expect([known.asker({ user: 'U0' }).locale, known.asker({ user: 'U1' }).locale, asked.length]).toEqual(['fr', undefined, 5001])
  })

  it('are let alone for a minute after a look-up failed, or for as long as Slack says', async () => {
    for (const [trouble, ms] of [
      [{ kind: 'unreachable', error: 'x' }, 60_000],
      [{ kind: 'limited', retryMs: 30_000 }, 30_000],
    ] as const) {
      const { known, asked, pass } = world(() => Promise.reject(new Error('x')), trouble)
      await known.learn(ann)
      pass(ms - 1)
      await known.learn({ user: 'U2' })
      expect(asked).toEqual(['U1'])
      pass(1)
      await known.learn({ user: 'U2' })
      expect(asked).toEqual(['U1', 'U2'])
    }
  })

  it('of whom Slack tells nothing are not asked for again, and others are', async () => {
    const { known, asked } = world(() => Promise.reject(new Error('x')), { kind: 'refused', error: 'user_not_found' })
    await known.learn(ann)
    await known.learn(ann)
    await known.learn({ user: 'U2' })
    await known.learn({ user: '' })
    expect(asked).toEqual(['U1', 'U2'])
  })

  it('manage the workspace where Slack says so, who is asked once at a time and again after 30 seconds', async () => {
    const { known, asked, pass } = world(async (user) => ({ user: { is_admin: user === 'U1', locale: 'fr-FR' } }))
    expect(await Promise.all([known.manages(ann), known.manages(ann), known.manages({ user: 'U2' })])).toEqual([true, true, false])
    expect(asked).toEqual(['U1', 'U2'])
    // What was learnt by the way is remembered.
    expect(known.asker(ann).locale).toBe('fr')
    pass(29_999)
    await known.manages(ann)
    expect(asked.length).toBe(2)
    pass(1)
    await known.manages(ann)
    expect(asked).toEqual(['U1', 'U2', 'U1'])
  })

  it('are not said to manage or not where Slack did not say, and are asked for again at once unless Slack asks for patience', async () => {
    for (const [trouble, waits] of [
      [{ kind: 'unreachable', error: 'x' }, 0],
      [{ kind: 'refused', error: 'user_not_found' }, 0],
      [{ kind: 'limited', retryMs: 30_000 }, 30_000],
    ] as const) {
      const { known, asked, pass } = world(() => Promise.reject(new Error('x')), trouble)
      expect(await known.manages(ann)).toBeUndefined()
      expect(await known.manages(ann)).toBeUndefined()
      expect(asked.length).toBe(waits === 0 ? 2 : 1)
      pass(waits)
      await known.manages(ann)
      expect(asked.length).toBe(waits === 0 ? 3 : 2)
    }
    const { known, asked } = world(async () => ({}))
    expect([await known.manages(ann), await known.manages({ user: '' }), asked]).toEqual([undefined, undefined, ['U1']])
  })
})
