import { describe, expect, test } from 'vitest'
import type { DigestSubject } from '../../../src/anniversaries/posts/subject.ts'
import { telling } from '../../../src/anniversaries/posts/telling.ts'
import { TIMING } from '../../../src/delivery/timing.ts'
import { openShelves } from '../../../src/main/shelves.ts'
import { wishFor } from '../../support/wishes.ts'

const shelves = openShelves([])
const NOW = new Date('2026-08-18T09:00:05Z')
const tell = () => telling({ shelves, timing: TIMING })

const subject = (changes: Parameters<typeof wishFor>[0] = {}, more: Partial<DigestSubject> = {}): DigestSubject => ({
  subscription: 'abcdefghij',
  date: '2026-08-18',
  wish: wishFor(changes),
  ...more,
})

describe('a post that is on time', () => {
  test('is composed once for all who wish it alike, wherever they live and whatever they do with it', () => {
    const told = tell()
    const first = told(subject(), NOW)
    expect(first?.reply.title).toBeTypeOf('string')
    const alike = [{ zone: 'Europe/Warsaw' }, { minute: 600 }, { catchUp: 'all' }, { catchUpHours: 3 }, { thread: true }] as const
    for (const wish of alike) expect(told(subject(wish, { subscription: 'zyxwvutsrq' }), NOW)).toBe(first)
  })

  test.each([
    ['language', subject({ locale: 'pl' })],
    ['weight', subject({ minWeight: 5 })],
    ['topics', subject({ topics: ['none'] })],
    ['role', subject({ role: '123' })],
    ['kind', subject({ kind: 'weekly', weekday: 2 })],
    ['date', subject({}, { date: '2026-08-19' })],
    ['occasion', subject({}, { test: true })],
  ])('is another one for another %s', (_what, other) => {
    const told = tell()
    expect(told(other, NOW)).not.toBe(told(subject(), NOW))
    expect(told(other, NOW)).toEqual(tell()(other, NOW))
  })

  test('is forgotten with its minute', () => {
    const told = tell()
    const first = told(subject(), NOW)
    const later = told(subject(), new Date(NOW.getTime() + 60_000))
    expect(later).not.toBe(first)
    expect(later).toEqual(first)
  })

  test('has under it what stands there at the moment', () => {
    let notice = 'one'
    const told = telling({ shelves, timing: TIMING, footer: () => [notice] })
    expect(told(subject(), NOW)?.reply.footer).toEqual(['one'])
    notice = 'two'
    expect(told(subject(), NOW)?.reply.footer).toEqual(['two'])
  })

  test('that says nothing says nothing to everybody', () => {
    const told = tell()
    const quiet = subject({ kind: 'anniversaries', topics: ['none'] })
    expect([told(quiet, NOW), told(quiet, NOW)]).toEqual([undefined, undefined])
  })
})
