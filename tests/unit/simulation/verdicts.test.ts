import { describe, expect, test } from 'vitest'
import type { Logged } from '../../../src/anniversaries/subscription.ts'
import { population, type Inhabitant } from '../../../src/simulation/population.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { judged, type Evidence } from '../../../src/simulation/verdicts.ts'
import type { Blow } from '../../../src/simulation/fortune.ts'

const startAt = new Date('2026-08-17T12:00:00Z')
const endAt = new Date('2026-08-18T12:00:00Z')
const HOUR_MS = 3_600_000
const due = new Date('2026-08-18T09:00:00Z')

const [drawn] = population(1, startAt, 'mali', seededRandom('one'))
if (!drawn) throw new Error('nobody lives there')
const somebody: Inhabitant = {
  ...drawn,
  wish: { ...drawn.wish, kind: 'daily', zone: 'UTC', minute: 540, catchUp: 'latest' },
}
const key = `anniversaries/${somebody.id}/2026-08-18`

/** What the judge is shown of one post; the rest of the world is well. */
type Shown = {
  readonly line?: Partial<Logged>
  readonly appeared?: readonly number[]
  readonly doubtful?: boolean
  readonly seeing?: boolean
  readonly blows?: readonly Blow[]
}

async function judge({ line, appeared = [], doubtful = false, seeing = false, blows = [] }: Shown) {
  const evidence: Evidence = {
    startAt,
    endAt,
    lateMs: 600_000,
    blows,
    speaks: () => true,
    last: () => undefined,
    log: async () => (line ? [{ key, dueAt: due, state: 'done', ...line }] : []),
    appeared: () => appeared,
    doubtful: () => doubtful,
    struck: () => doubtful,
    seeing: () => seeing,
  }
  return judged([somebody], evidence)
}

const NONE = { due: 1, sent: 0, late: 0, silent: 0, paused: 0, skipped: 0, lost: 0, doubled: 0 }
const down = (fromMs: number, toMs: number): Blow => ({ kind: 'down', fromMs, toMs })

describe('the verdict over a simulated post', () => {
  test('is sent where it appeared once and its log says so', async () => {
    expect(await judge({ line: {}, appeared: [due.getTime()] })).toEqual({ verdicts: { ...NONE, sent: 1 }, unexplained: [] })
    expect((await judge({ line: {}, appeared: [due.getTime() + HOUR_MS] })).verdicts).toEqual({ ...NONE, sent: 1, late: 1 })
  })

  test('is a fault where it appeared and the log knows nothing of it', async () => {
    expect((await judge({ appeared: [due.getTime()] })).unexplained).toHaveLength(1)
  })

  test('is doubled where it appeared twice, whatever the log says', async () => {
    const { verdicts, unexplained } = await judge({ line: {}, appeared: [due.getTime(), due.getTime() + 1] })
    expect(verdicts).toEqual({ ...NONE, doubled: 1 })
    expect(unexplained).toHaveLength(1)
  })

  test('is lost where it never appeared and nothing had befallen anybody', async () => {
    const { verdicts, unexplained } = await judge({ line: { state: 'dropped' } })
    expect(verdicts).toEqual({ ...NONE, lost: 1 })
    expect(unexplained).toHaveLength(1)
  })

  test('is lost although the bot was away, where its channel would still have been caught up with', async () => {
    const blows = [down(due.getTime() - HOUR_MS, due.getTime() - HOUR_MS / 2)]
    expect((await judge({ blows })).verdicts.lost).toBe(1)
  })

  test('is skipped where the bot was away for longer than the channel wants', async () => {
    expect((await judge({ blows: [down(due.getTime() - HOUR_MS, due.getTime() + 13 * HOUR_MS)] })).verdicts).toEqual({
      ...NONE,
      skipped: 1,
    })
  })

  test('is paused where the channel had taken our rights away, and another channel’s rights are no excuse', async () => {
    const withdrawn = (inhabitant: number): Blow => ({
      kind: 'withdrawn',
      inhabitant,
      fromMs: due.getTime() - 1,
      toMs: due.getTime() + HOUR_MS,
    })
    expect((await judge({ blows: [withdrawn(0)] })).verdicts).toEqual({ ...NONE, paused: 1 })
    expect((await judge({ blows: [withdrawn(1)] })).verdicts.lost).toBe(1)
  })

  test('is silent only where a doubt had befallen it, and never where we could have looked', async () => {
    const line = { state: 'silent' } as const
    expect(await judge({ line, doubtful: true })).toEqual({ verdicts: { ...NONE, silent: 1 }, unexplained: [] })
    expect((await judge({ line })).unexplained).toHaveLength(1)
    expect((await judge({ line, doubtful: true, seeing: true })).unexplained).toHaveLength(1)
    const shut: Blow = { kind: 'withdrawn', inhabitant: 0, fromMs: due.getTime(), toMs: due.getTime() + HOUR_MS }
    expect((await judge({ line, doubtful: true, seeing: true, blows: [shut] })).unexplained).toEqual([])
  })
})
