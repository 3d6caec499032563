import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkPack } from '../../../src/almanac/check.ts'
import { loadPack, type Problem } from '../../../src/almanac/load.ts'
import { MALI_1960, MALI_2020 } from '../../support/ear.ts'

const room = mkdtempSync(join(tmpdir(), 'griot-packs-'))
afterAll(() => rmSync(room, { recursive: true, force: true }))

type Json = Record<string, unknown>
const EVENT = 'events/federation-breaks-up.json'

/** What is wrong with the small pack after somebody has edited a copy of it. */
function problemsAfter(edit: (directory: string) => void): readonly Problem[] {
  const directory = mkdtempSync(join(room, 'pack-'))
  cpSync(MALI_1960, directory, { recursive: true })
  edit(directory)
  const loaded = loadPack(directory)
  return loaded.ok ? checkPack(loaded.pack) : loaded.problems
}

const editing =
  <T = Json>(file: string, change: (value: T) => unknown) =>
  (directory: string) => {
    const path = join(directory, file)
    const value = JSON.parse(readFileSync(path, 'utf8')) as T
    writeFileSync(path, JSON.stringify(change(value) ?? value))
  }
const event = (change: (event: Json) => unknown) => editing(EVENT, change)
const claim = (at: number, change: (claim: Json) => unknown) => event((e) => void change((e['claims'] as Json[])[at] ?? expect.fail()))
const entry = (file: string, change: (first: Json) => unknown) => editing<Json[]>(file, (list) => void change(list[0] ?? expect.fail()))

test('the small pack is sound', () => expect(problemsAfter(() => undefined)).toEqual([]))
test('the shipped pack can be read', () => expect(loadPack(MALI_2020)).toMatchObject({ ok: true }))

describe('a broken pack tells the file, the place in it and what to do', () => {
  const broken: readonly (readonly [string, (directory: string) => void, Partial<Problem>])[] = [
    [
      'a typo in a key',
      event((e) => {
        e['sumary'] = e['summary']
      }),
      { file: EVENT, path: 'sumary', what: expect.stringContaining('correct the spelling') },
    ],
    [
      'a typo in a key deep inside',
      claim(0, (c) => {
        c['knownSince'] = '1960-08-20'
      }),
      { file: EVENT, path: 'claims[secession].knownSince', what: expect.stringContaining('correct the spelling') },
    ],
    [
      'a typo in a key of a list',
      entry('people.json', (p) => {
        p['alias'] = []
      }),
      { file: 'people.json', path: '[modibo-keita].alias', what: expect.stringContaining('correct the spelling') },
    ],
    [
      'a missing language',
      event((e) => {
        delete (e['title'] as Json)['pl']
      }),
      { file: EVENT, path: 'title.pl', what: expect.stringContaining('add it') },
    ],
    [
      'a missing language of a claim',
      claim(1, (c) => {
        delete (c['text'] as Json)['fr']
      }),
      { file: EVENT, path: 'claims[to-the-border].text.fr', what: expect.stringContaining('add it') },
    ],
    [
      'a language with nothing in it',
      event((e) => {
        ;(e['title'] as Json)['pl'] = ''
      }),
      { file: EVENT, path: 'title.pl', what: expect.stringContaining('fill it') },
    ],
    [
      'a title that is too long',
      event((e) => {
        ;(e['title'] as Json)['en'] = 'x'.repeat(81)
      }),
      { file: EVENT, path: 'title.en', what: expect.stringContaining('at most 80') },
    ],
    [
      'a date that is none',
      event((e) => {
        ;(e['dates'] as Json)['preferred'] = '1960-02-30'
      }),
      { file: EVENT, path: 'dates.preferred', what: expect.stringContaining('EDTF') },
    ],
    [
      'a day of knowing that is none',
      claim(0, (c) => {
        c['knownFrom'] = '1960-13-45'
      }),
      { file: EVENT, path: 'claims[secession].knownFrom', what: expect.stringContaining('day') },
    ],
    [
      'a status that is none',
      claim(0, (c) => {
        c['status'] = 'sure'
      }),
      { file: EVENT, path: 'claims[secession].status', what: expect.stringContaining('confirmed') },
    ],
    [
      'a weight out of range',
      event((e) => {
        e['weight'] = 6
      }),
      { file: EVENT, path: 'weight' },
    ],
    [
      'a claim without a source',
      claim(0, (c) => {
        c['sources'] = []
      }),
      { file: EVENT, path: 'claims[secession].sources', what: expect.stringContaining('fill it') },
    ],
    [
      'a file whose name is not its id',
      (d) => renameSync(join(d, EVENT), join(d, 'events/other.json')),
      { file: 'events/other.json', path: 'id', what: expect.stringContaining('federation-breaks-up.json') },
    ],
    [
      'two events of one id',
      (d) => cpSync(join(d, EVENT), join(d, 'events/copy.json')),
      { file: 'events/copy.json', path: 'id', what: expect.stringContaining('name the file') },
    ],
    [
      'a file that is not JSON',
      (d) => writeFileSync(join(d, EVENT), '{ "id": '),
      { file: EVENT, path: '', what: expect.stringContaining('not JSON') },
    ],
    [
      'a missing file',
      (d) => rmSync(join(d, 'sources.json')),
      { file: 'sources.json', path: '', what: expect.stringContaining('needs it') },
    ],
    [
      'a missing directory',
      (d) => rmSync(join(d, 'events'), { recursive: true }),
      { file: 'events', path: '', what: expect.stringContaining('make it') },
    ],
    [
      'no events',
      (d) => {
        rmSync(join(d, 'events'), { recursive: true })
        mkdirSync(join(d, 'events'))
      },
      { file: 'events', path: '', what: expect.stringContaining('at least one') },
    ],
    [
      'a stray file',
      (d) => writeFileSync(join(d, 'events/notes.txt'), ''),
      { file: 'events/notes.txt', path: '', what: expect.stringContaining('take it away') },
    ],
    [
      'a command that no chat takes',
      editing('pack.json', (p) => {
        p['command'] = 'Mali 1960'
      }),
      { file: 'pack.json', path: 'command' },
    ],
    [
      'an address that is none',
      entry('sources.json', (s) => {
        s['url'] = 'javascript:alert(1)'
      }),
      { file: 'sources.json', path: '[britannica].url' },
    ],
    [
      'a name too long for a button',
      entry('people.json', (p) => {
        p['id'] = 'x'.repeat(57)
      }),
      { file: 'people.json', what: expect.stringContaining('at most 56') },
    ],
    [
      'an unknown source',
      claim(0, (c) => {
        c['sources'] = ['britanica', 'rfi2020']
      }),
      { file: EVENT, path: 'claims[secession].sources', what: expect.stringContaining('britanica is unknown') },
    ],
    [
      'an unknown person',
      event((e) => {
        e['people'] = ['modibo']
      }),
      { file: EVENT, path: 'people', what: expect.stringContaining('people.json') },
    ],
    [
      'an unknown place',
      event((e) => {
        e['places'] = ['kayes']
      }),
      { file: EVENT, path: 'places', what: expect.stringContaining('places.json') },
    ],
    [
      'an unknown topic',
      event((e) => {
        e['topic'] = 'war'
      }),
      { file: EVENT, path: 'topic', what: expect.stringContaining('topics.json') },
    ],
    [
      'an unknown cause',
      event((e) => {
        e['causes'] = ['nothing']
      }),
      { file: EVENT, path: 'causes', what: expect.stringContaining('nothing is unknown') },
    ],
    [
      'an unknown event that follows',
      event((e) => {
        ;(e['followUps'] as Json[])[0]!['event'] = 'nothing'
      }),
      { file: EVENT, path: 'followUps[0].event', what: expect.stringContaining('nothing is unknown') },
    ],
    [
      'causes in a circle',
      editing('events/union-of-senegal-and-sudan.json', (e) => {
        e['causes'] = ['federation-breaks-up']
      }),
      { path: 'causes', what: expect.stringContaining('circle') },
    ],
    [
      'an event that is its own cause',
      event((e) => {
        e['causes'] = ['federation-breaks-up']
      }),
      { file: EVENT, path: 'causes', what: expect.stringContaining('circle') },
    ],
    [
      'a cause later than its effect',
      editing('events/federation-becomes-independent.json', (e) => {
        e['causes'] = ['republic-of-mali-proclaimed']
      }),
      { file: 'events/federation-becomes-independent.json', path: 'causes', what: expect.stringContaining('causes come first') },
    ],
    [
      'a cause named twice',
      event((e) => {
        e['causes'] = ['federation-becomes-independent', 'federation-becomes-independent']
      }),
      { file: EVENT, path: 'causes', what: expect.stringContaining('stands twice') },
    ],
    [
      'two people of one id',
      editing<Json[]>('people.json', (list) => [...list, list[0]]),
      { file: 'people.json', path: '[modibo-keita]', what: expect.stringContaining('stands twice') },
    ],
    [
      'two claims of one id',
      event((e) => {
        e['claims'] = [...(e['claims'] as Json[]), (e['claims'] as Json[])[0]]
      }),
      { file: EVENT, path: 'claims[secession]', what: expect.stringContaining('stands twice') },
    ],
    [
      'a person and a body of one id',
      editing<Json[]>('organisations.json', (list) => [...list, { ...list[0], id: 'modibo-keita' }]),
      { file: 'organisations.json', path: '[modibo-keita]', what: expect.stringContaining('give one of them another') },
    ],
    [
      'one origin that is not marked',
      claim(1, (c) => {
        c['status'] = 'confirmed'
      }),
      { file: EVENT, path: 'claims[to-the-border].status', what: expect.stringContaining('single-source') },
    ],
    [
      'many origins that are marked as one',
      claim(0, (c) => {
        c['status'] = 'single-source'
      }),
      { file: EVENT, path: 'claims[secession].status', what: expect.stringContaining('confirmed') },
    ],
    [
      'a dispute that nobody tells',
      claim(0, (c) => {
        c['status'] = 'disputed'
      }),
      { file: EVENT, path: 'claims[secession].status', what: expect.stringContaining('who says what') },
    ],
    [
      'a range upside down',
      claim(0, (c) => {
        c['figures'] = [
          { what: { en: 'a', fr: 'a', pl: 'a' }, values: [{ by: { en: 'a', fr: 'a', pl: 'a' }, min: 2, max: 1, sources: ['maliweb'] }] },
        ]
      }),
      { file: EVENT, path: 'claims[secession].figures', what: expect.stringContaining('swap') },
    ],
    [
      'another date, and no word why',
      event((e) => {
        ;(e['dates'] as Json)['attested'] = [{ date: '1960-08-19', by: { en: 'a', fr: 'a', pl: 'a' }, sources: ['maliweb'] }]
      }),
      { file: EVENT, path: 'dates.why', what: expect.stringContaining('say why') },
    ],
    [
      'another date that is the same',
      event((e) => {
        e['dates'] = {
          preferred: '1960-08-20',
          why: { en: 'a', fr: 'a', pl: 'a' },
          attested: ['1960-08-19', '1960-08-20'].map((date) => ({ date, by: { en: 'a', fr: 'a', pl: 'a' }, sources: ['maliweb'] })),
        }
      }),
      { file: EVENT, path: 'dates.attested[1]', what: expect.stringContaining('take it away') },
    ],
    [
      'a source that nobody cites',
      entry('sources.json', (s) => {
        s['id'] = 'lonely'
      }),
      { file: 'sources.json', path: '[lonely]', what: expect.stringContaining('nothing cites it') },
    ],
  ]
  test.each(broken)('%s', (_, edit, problem) => {
    const problems = problemsAfter(edit)
    expect(problems).toContainEqual(expect.objectContaining(problem))
    for (const { file, what } of problems) expect([file, what]).not.toContain('')
  })

  test('all at once, so that nobody mends them one by one', () => {
    const problems = problemsAfter((directory) => {
      event((e) => {
        e['weight'] = 6
        delete e['topic']
      })(directory)
      entry('places.json', (p) => {
        delete p['region']
      })(directory)
      writeFileSync(join(directory, 'pack.json'), 'no')
    })
    expect(problems.map(({ file, path }) => `${file} ${path}`.trim()).toSorted()).toEqual(
      [`${EVENT} topic`, `${EVENT} weight`, 'pack.json', 'places.json [bamako].region'].toSorted(),
    )
  })

  test('a directory that is not there', () => expect(loadPack(join(room, 'nowhere'))).toMatchObject({ ok: false }))
})

describe('what is no fault', () => {
  test('a cause that may have begun before its effect, as far as anybody knows', () => {
    const vague = (directory: string) => {
      editing('events/republic-of-mali-proclaimed.json', (e) => {
        e['dates'] = { preferred: '1960-08', attested: [] }
      })(directory)
    }
    expect(problemsAfter(vague)).toEqual([])
  })
  test('a cause within a longer effect that began earlier is one', () => {
    expect(
      problemsAfter(
        editing('events/union-of-senegal-and-sudan.json', (e) => {
          e['causes'] = ['republic-of-mali-proclaimed']
        }),
      ),
    ).toContainEqual(expect.objectContaining({ path: 'causes' }))
  })
  test('hidden files beside the events', () => expect(problemsAfter((d) => writeFileSync(join(d, 'events/.DS_Store'), ''))).toEqual([]))
})
