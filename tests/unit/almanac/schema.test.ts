import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packSchema } from '../../../src/almanac/schema.ts'
import { MALI_1960, MALI_2020 } from '../../support/ear.ts'

const files = (packSchema() as { properties: Record<string, object> }).properties
const ajv = new Ajv2020({ strict: true, allErrors: true })
addFormats.default(ajv)
const validators = new Map(Object.entries(files).map(([file, schema]) => [file, ajv.compile(schema)]))
const faultsOf = (file: string, value: unknown) => {
  const validate = validators.get(file.startsWith('events/') ? 'events/*.json' : file) ?? expect.fail(`no schema for ${file}`)
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${file} ${instancePath} ${message}`)
}
const read = (directory: string, file: string): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8'))

describe.each([MALI_2020, MALI_1960])('the schema fits every file of %s', (directory) => {
  test.each(globSync('**/*.json', { cwd: directory }).toSorted())('%s', (file) => expect(faultsOf(file, read(directory, file))).toEqual([]))
})

describe('the schema refuses', () => {
  const event = () =>
    read(MALI_1960, 'events/federation-breaks-up.json') as { title: Record<string, unknown>; claims: Record<string, unknown>[] } & Record<
      string,
      unknown
    >
  test.each([
    [
      'a typo in a key',
      (e: ReturnType<typeof event>) => {
        e['sumary'] = e['summary']
      },
    ],
    [
      'a typo in a key of a claim',
      (e: ReturnType<typeof event>) => {
        ;(e.claims[0] ?? {})['knownSince'] = '1960-08-20'
      },
    ],
    [
      'a missing language',
      (e: ReturnType<typeof event>) => {
        delete e.title['pl']
      },
    ],
    [
      'a language that no pack has',
      (e: ReturnType<typeof event>) => {
        e.title['de'] = 'x'
      },
    ],
    [
      'a claim without a source',
      (e: ReturnType<typeof event>) => {
        ;(e.claims[0] ?? {})['sources'] = []
      },
    ],
    [
      'a status that is none',
      (e: ReturnType<typeof event>) => {
        ;(e.claims[0] ?? {})['status'] = 'sure'
      },
    ],
    [
      'a weight out of range',
      (e: ReturnType<typeof event>) => {
        e['weight'] = 6
      },
    ],
  ])('%s', (_, spoil) => {
    const spoilt = event()
    spoil(spoilt)
    expect(faultsOf('events/x.json', spoilt)).not.toEqual([])
  })
})

test('the whole names every file that a pack must have', () => {
  expect(packSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    required: ['pack.json', 'topics.json', 'people.json', 'organisations.json', 'places.json', 'sources.json'],
  })
})
