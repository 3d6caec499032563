import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Asker } from '../../../src/chat/platform.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { ADMIN, deskRig } from '../../support/schedule-desk.ts'

const TYPED = [
  '1',
  '2',
  'daily',
  'weekly',
  'kronika',
  '9 pm',
  '24:00',
  'Paris',
  'UTC',
  'tomorrow',
  '2020-02-30',
  'all',
  'skip',
  '..',
  '',
  '__proto__',
  "'{x}'",
]

test('any input to any command is answered or refused in words, and is no bug of ours', async () => {
  const { ear, root, say, reports } = await deskRig()
  await say('add replay 9 Bamako')
  await say('add daily 9 Bamako')
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.constantFrom(...TYPED),
    fc.integer(),
    fc.boolean(),
    fc.anything(),
  )
  const who = fc.constantFrom<Partial<Asker>>(
    {},
    {},
    {},
    { manages: false },
    { site: 'direct' },
    { platform: 'web', channel: 'mine' },
    { channel: 'C2' },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...root.commands),
      fc.array(fc.option(value, { nil: undefined, freq: 2 }), { minLength: 16, maxLength: 16 }),
      fc.constantFrom(...LOCALES),
      who,
      async ({ sub, params }, values, locale, changes) => {
        const input = Object.fromEntries(params.map(({ name }, i) => [name, values[i]]).filter(([, given]) => given !== undefined))
        const reply = await ear.answer({ kind: 'command', root: 'schedule', sub, input, asker: { ...ADMIN, locale, ...changes } })
        expect(reply.audience).toBe('asker')
        expect(toPlain(reply).trim()).not.toBe('')
      },
    ),
    { numRuns: 600 },
  )
  expect(reports).toEqual([])
})
