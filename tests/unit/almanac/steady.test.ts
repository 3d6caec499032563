import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/kernel/random.ts'
import type { Asker } from '../../../src/chat/platform.ts'
import { asker, house, MALI_2020, NOON, openShelf } from '../../support/ear.ts'

const shelves = [openShelf(MALI_2020)]
const sleep = () => Promise.reject(new Error('nothing here sleeps'))
const steady = house(shelves)
  .roots.flatMap((root) => root.commands)
  .filter((spec) => spec.steady === true)

test('most commands are steady, chance is not', () => {
  expect(steady.length).toBeGreaterThan(9)
  expect(steady.map(({ sub }) => sub)).not.toContain('random')
})

describe.each(steady)('$action', ({ root, sub, example }) => {
  const heard = (who: Asker) => ({ kind: 'line', root, text: `${sub} ${example.en}`, asker: who }) as const

  test('says the same to another person, by another chance, later that day', async () => {
    const [one, other] = [NOON, new Date(NOON.getTime() + 3_600_000)].map((now, n) =>
      house(shelves, { clock: { now: () => now, sleep }, random: seededRandom(`seed ${n}`) }),
    )
    const stranger: Asker = { platform: 'slack', user: 'other', server: 'T1', channel: 'C1' }
    expect(await other?.ear.answer(heard(stranger))).toEqual(await one?.ear.answer(heard(asker)))
  })

  test('is answered with the very same reply within a minute', async () => {
    const { ear } = house(shelves)
    expect(await ear.answer(heard({ ...asker, user: 'other' }))).toBe(await ear.answer(heard(asker)))
  })
})

describe('a kept answer is not given to whom it does not fit', () => {
  const today = (who: Partial<Asker>, text = 'today') => ({ kind: 'line', root: 'mali', text, asker: { ...asker, ...who } }) as const

  test('another language, audience, zone or pretended day', async () => {
    const { ear } = house(shelves)
    const first = await ear.answer(today({}))
    expect((await ear.answer(today({ locale: 'pl' }))).locale).toBe('pl')
    expect((await ear.answer(today({}, 'today language:fr'))).locale).toBe('fr')
    expect((await ear.answer(today({}, 'today share:no'))).audience).toBe('asker')
    expect(await ear.answer(today({ pretended: { year: 2026, month: 8, day: 19 } }))).not.toEqual(first)
    expect(await ear.answer(today({ zone: 'Pacific/Kiritimati' }))).not.toEqual(first)
  })

  test('the day after, and what stands under a rehearsal', async () => {
    let now = new Date('2026-08-18T23:59:59Z')
    const { ear } = house(shelves, { clock: { now: () => now, sleep }, footer: () => [now.toISOString()] })
    const first = await ear.answer(today({}))
    expect(first.footer.at(-1)).toBe('2026-08-18T23:59:59.000Z')
    now = new Date('2026-08-18T23:59:59.500Z')
    expect((await ear.answer(today({}))).footer.at(-1)).toBe('2026-08-18T23:59:59.500Z')
    now = new Date('2026-08-19T00:00:00Z')
    expect((await ear.answer(today({}))).title).not.toBe(first.title)
  })
})
