import { describe, expect, test } from 'vitest'
import { Failure } from '../src/kernel/failure.ts'
import { metricsPage } from '../src/kernel/metrics.ts'
import { gauges, type Cleaned } from '../src/main/gauges.ts'
import { minutely } from '../src/main/minutely.ts'
import type { Purged } from '../src/store/purge.ts'

const NOW = new Date('2026-11-02T09:00:00Z')
const PURGED: Purged = {
  servers: 1,
  subscriptions: 2,
  deliveries: 3,
  messages: 4,
  rounds: 5,
  names: 6,
  reviews: 7,
  oldest: { answersAt: new Date('2026-01-01T00:00:00Z') },
}

/** A day of minutes over a store whose purges end so, one after the other; the last goes on for ever. */
function minutes(...ends: readonly (Purged | Error)[]) {
  let purges = 0
  const cleaned: Cleaned[] = []
  const reports: unknown[] = []
  const minute = minutely({
    store: {
      purge: async () => {
        const end = ends[Math.min(purges++, ends.length - 1)]
        if (!end || end instanceof Error) throw end ?? new Error('no end')
        return end
      },
      settlements: { refresh: async () => undefined } as never,
    },
    clock: { now: () => NOW, sleep: () => Promise.reject(new Error('nothing here sleeps')) },
    report: (error) => `bug${reports.push(error)}`,
    cleaned: (done) => void cleaned.push(done),
    look: () => undefined,
    heart: { look: async () => undefined },
    working: { wake: () => undefined },
  })
  const pass = async (many: number): Promise<number> => {
    for (let n = 0; n < many; n++) await minute()
    return purges
  }
  return { pass, cleaned, reports }
}

describe('what is too old', () => {
  test('is deleted in the first minute, and once in each day from then on', async () => {
    const { pass, cleaned } = minutes(PURGED)
    expect(await pass(1)).toBe(1)
    expect(await pass(1439)).toBe(1)
    expect(await pass(1)).toBe(2)
    expect(cleaned).toEqual([
      { at: NOW, purged: PURGED },
      { at: NOW, purged: PURGED },
    ])
  })

  test('is tried again each minute while the database cannot be reached, which is no bug', async () => {
    const away = new Failure('unavailable', 'error.store')
    const { pass, cleaned, reports } = minutes(away, away, PURGED)
    await pass(10)
    expect(await pass(1)).toBe(3)
    expect(cleaned).toHaveLength(1)
    expect(reports).toEqual([])
  })

  test('that cannot be deleted for another reason is reported', async () => {
    const { pass, reports } = minutes(new Error('broken'), PURGED)
    await pass(2)
    expect(reports).toEqual([new Error('broken')])
  })
})

describe('/metrics', () => {
  const pageOf = (last: Cleaned | undefined): Promise<string> => {
    const standing = { parts: () => [], pulse: { beat: () => undefined }, courier: { standing: () => [] }, cleaned: () => last }
    return metricsPage(gauges(standing as never))()
  }

  test('says when that was last done, how much of each sort was deleted, and how old the oldest is that is left', async () => {
    const page = await pageOf({ at: NOW, purged: PURGED })
    expect(page).toContain(`griot_retention_ran_seconds ${NOW.getTime() / 1000}`)
    for (const [what, many] of Object.entries({
      servers: 1,
      subscriptions: 2,
      deliveries: 3,
      messages: 4,
      rounds: 5,
      names: 6,
      reviews: 7,
    }))
      expect(page).toContain(`griot_retention_deleted{what="${what}"} ${many}`)
    expect(page).toContain(`griot_retention_oldest_seconds{what="answers"} ${Date.parse('2026-01-01T00:00:00Z') / 1000}`)
    expect(page).not.toContain('what="reviews"} NaN')
    expect(page).not.toContain('griot_retention_oldest_seconds{what="reviews"}')
  })

  test('says 0 and nothing else of it before it was first done', async () => {
    const page = await pageOf(undefined)
    expect(page).toContain('\ngriot_retention_ran_seconds 0\n')
    expect(page).not.toMatch(/^griot_retention_\w+\{/m)
  })
})
