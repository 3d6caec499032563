import { expect, test } from 'vitest'
import { kept } from '../../../src/chat/kept.ts'

const at = (time: string) => new Date(`2026-08-18T${time}Z`)

test('gives again within the minute, and forgets all with the next one', () => {
  const values = kept<string>()
  values.put('a', at('23:59:00'), 'today')
  expect(values.get('a', at('23:59:59.999'))).toBe('today')
  expect(values.get('a', at('24:00:00'))).toBeUndefined()
  expect(values.get('a', at('23:59:00'))).toBeUndefined()
})

test('holds a hundred, and lets the oldest go', () => {
  const values = kept<number>()
  for (let n = 0; n <= 100; n += 1) values.put(String(n), at('12:00:00'), n)
  expect([values.get('0', at('12:00:01')), values.get('1', at('12:00:01')), values.get('100', at('12:00:01'))]).toEqual([undefined, 1, 100])
})
