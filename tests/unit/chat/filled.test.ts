import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { arg, defineCommand, file, severalLines, type Root } from '../../../src/chat/command.ts'
import { reply } from '../../../src/chat/dispatch.ts'
import { filled, type Filling } from '../../../src/chat/filled.ts'
import type { Upload } from '../../../src/chat/platform.ts'
import { paragraph } from '../../../src/chat/reply.ts'
import { smallEar } from '../../support/small-commands.ts'

const paper: Upload = { name: 'deck.csv', size: 1, read: async () => 'a' }
const heard: Record<string, unknown>[] = []
const spec = defineCommand({
  root: 'quiz',
  sub: 'deck add',
  key: 'deckAdd',
  audience: 'asker',
  example: { en: '', fr: '', pl: '' },
  args: {
    name: arg(z.string().optional(), 'name'),
    words: arg(severalLines(z.string()).optional(), 'words'),
    count: arg(z.number().int().max(9).optional(), 'count'),
    sure: arg(z.boolean().optional(), 'sure'),
    file: arg(file().optional(), 'file'),
  },
  run(given, ask) {
    heard.push(given)
    return reply(ask, { blocks: [paragraph('heard')] })
  },
})
const roots: readonly Root[] = [{ name: 'quiz', summary: { en: '', fr: '', pl: '' }, commands: [spec] }]
const from = (values: Readonly<Record<string, Filling>>) => filled(spec, (name) => values[name])
const told = async (input: Readonly<Record<string, unknown>>) => {
  heard.length = 0
  const answer = await smallEar(roots).answer({
    kind: 'command',
    root: 'quiz',
    sub: 'deck add',
    input,
    asker: { platform: 'web', user: 'u', locale: 'en' },
  })
  return { answer, given: heard[0] }
}

describe('a filled form', () => {
  test('has the types of its command, and nothing that was left empty or that the command does not know', () => {
    expect(from({ name: ' Kati ', count: '3', sure: 'true', file: paper, other: 'x' })).toEqual({
      name: 'Kati',
      count: 3,
      sure: true,
      file: paper,
    })
    expect(from({ name: '  ', count: '', sure: undefined })).toEqual({})
    expect(from({ sure: 'false', count: 'many' })).toEqual({ sure: false, count: Number.NaN })
  })
})

describe('an argument of several lines', () => {
  test('keeps its line breaks and loses what hides or turns text; every other has one line', async () => {
    const { given } = await told({ name: 'a\nb', words: 'a\r\nb\rc\n\u202Ed\0' })
    expect(given).toMatchObject({ name: 'a b', words: 'a\nb\nc\nd ' })
  })
  test('is marked for whoever draws its field, and no other is', () =>
    expect(spec.params.map(({ name, isLong }) => [name, isLong])).toEqual([
      ['name', undefined],
      ['words', true],
      ['count', undefined],
      ['sure', undefined],
      ['file', undefined],
      ['language', undefined],
    ]))
})

describe('an argument that is a file', () => {
  test('takes what a platform hands on as one', async () => expect((await told({ file: paper })).given).toEqual({ file: paper }))
  test.each(['deck.csv', 7, true, null, {}, []])('takes nothing else (%j)', async (odd) => {
    const { answer, given } = await told({ file: odd })
    expect([given, answer.failure]).toEqual([undefined, 'bad-input'])
    expect(JSON.stringify(answer.blocks)).toContain('a file cannot be typed. On Discord, attach it to /quiz deck add')
  })
})
