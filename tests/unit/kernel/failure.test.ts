import { expect, it } from 'vitest'
import { Failure, StartFault } from '../../../src/kernel/failure.ts'

it('carries its code, the key of its message and what fills it', () => {
  const failure = new Failure('not-found', 'almanac.no-event', { name: 'kati' }, new Error('why'))
  expect(failure).toBeInstanceOf(Error)
  expect(failure).toMatchObject({ name: 'Failure', code: 'not-found', key: 'almanac.no-event', values: { name: 'kati' } })
  expect(failure.cause).toEqual(new Error('why'))
  expect('cause' in new Failure('conflict', 'x')).toBe(false)
})

it('tells a start that cannot be from a bug', () => {
  expect(new StartFault('PORT 1 is taken', { cause: 1 })).toMatchObject({ name: 'StartFault', message: 'PORT 1 is taken', cause: 1 })
})
