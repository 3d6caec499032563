import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Game } from '../../../src/quiz/engine/game.ts'
import { itemsCsv, resultsCsv } from '../../../src/quiz/files/results.ts'
import { guarded, unguarded } from '../../../src/quiz/files/separated.ts'
import type { Line, Sheet } from '../../../src/quiz/rounds.ts'
import { askedQuestion, begun, T } from '../../support/quiz-games.ts'

const questions = [
  askedQuestion(0, { right: 0 }),
  askedQuestion(1, { right: 2, options: ['yes', '=cmd()', 'no'], text: '=HYPERLINK("x")', kind: 'own' }),
  askedQuestion(2, { right: 1 }),
]

const line = (person: string, question: number, option: number, afterMs: number): Line => ({
  person,
  question,
  option,
  atMs: T + afterMs,
  openedMs: T,
  closesMs: T + 20_000,
})

/** A round of three questions, two of which were revealed. */
const sheet = (changes: Partial<Game> = {}): Sheet => ({
  game: { ...begun({ speed: true }, questions), phase: 'open', at: 2, ...changes },
  startedAt: new Date(T),
  lines: [line('ann', 0, 0, 4_000), line('ann', 1, 2, 10_040), line('bob', 0, 3, -30), line('bob', 2, 1, 500), line('cem', 1, -1, 19_999)],
  players: [],
})

const NAMES = new Map([
  ['bob', '=1+1'],
  ['ann', 'Awa, "Ann"'],
  ['cem', '\u202e@cem'],
])

const rowsOf = (text: string): readonly (readonly string[])[] => parse(text, { bom: true, record_delimiter: '\r\n' })

describe('the results of a round', () => {
  const file = resultsCsv(sheet(), NAMES)

  test('have a name that says when and which, and are CSV', () => {
    expect(file.name).toBe('griot-quiz-2026-11-02-abcdefghij.csv')
    expect(file.type).toBe('text/csv; charset=utf-8')
  })

  test('hold one row for each learner and revealed question, answered or not', () => {
    expect(rowsOf(file.text)).toEqual([
      ['round', 'date', 'question', 'question_id', 'kind', 'learner', 'answered', 'answer', 'right', 'points', 'seconds'],
      ['abcdefghij', '2026-11-02', '1', 'mali/question-0', 'date', "'=1+1", '1', 'D', '0', '0', '0.0'],
      ['abcdefghij', '2026-11-02', '2', 'mali/question-1', 'own', "'=1+1", '0', '', '0', '0', ''],
      ['abcdefghij', '2026-11-02', '1', 'mali/question-0', 'date', "'@cem", '0', '', '0', '0', ''],
      ['abcdefghij', '2026-11-02', '2', 'mali/question-1', 'own', "'@cem", '1', '', '0', '0', '20.0'],
      // Of 20 seconds 16 were left: 500 and four fifths of 500.
      ['abcdefghij', '2026-11-02', '1', 'mali/question-0', 'date', 'Awa, "Ann"', '1', 'A', '1', '900', '4.0'],
      // 9.96 of 20 seconds were left: 500 and 249.
      ['abcdefghij', '2026-11-02', '2', 'mali/question-1', 'own', 'Awa, "Ann"', '1', 'C', '1', '749', '10.0'],
    ])
  })

  test('begin with the mark of UTF-8, end lines as RFC 4180 says, and quote what has to be', () => {
    expect(file.text.startsWith('\ufeffround,')).toBe(true)
    expect(file.text).toContain('"Awa, ""Ann"""')
    expect(file.text.endsWith('10.0\r\n')).toBe(true)
    expect(file.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('tell nothing of a question that is not revealed, and all of one that is', () => {
    expect(file.text).not.toContain('question-2')
    expect(resultsCsv(sheet({ revealedMs: T }), NAMES).text).toContain('question-2')
  })

  test('list nobody who has no name here', () => {
    expect(
      rowsOf(resultsCsv(sheet(), new Map([['ann', 'S-01']])).text)
        .slice(1)
        .map((row) => row[5]),
    ).toEqual(['S-01', 'S-01'])
  })
})

test('no cell is taken for a formula, whatever somebody is called', () => {
  for (const name of ['=1', '+1', '-1', '@x', "'=1", '＝1', '＋1', '－1', '＠x']) {
    const [, first] = rowsOf(resultsCsv(sheet(), new Map([['ann', name]])).text)
    expect(first?.[5]).toBe(`'${name}`)
  }
  for (const cell of ['\tx', '\rx', '=1', "''=1"]) {
    expect(guarded(cell)).toBe(`'${cell}`)
    expect(unguarded(guarded(cell))).toBe(cell)
  }
  for (const name of ['x=1', "'x", '1-1', 'Ali']) {
    const [, first] = rowsOf(resultsCsv(sheet(), new Map([['ann', name]])).text)
    expect(first?.[5]).toBe(name)
  }
})

test('no name is parted into formulas by a spreadsheet that takes other separators', () => {
  for (const [name, kept] of [
    ['x;=1+1', "x;'=1+1"],
    ['x; @y ;-2', "x; '@y ;'-2"],
    ['x;y', 'x;y'],
    ['a=b', 'a=b'],
  ] as const) {
    const { text } = resultsCsv(sheet(), new Map([['ann', name]]))
    expect(rowsOf(text)[1]?.[5]).toBe(kept)
    for (const cell of text.split(/[;\t,\r\n]/)) expect(cell).not.toMatch(/^\s*[=+@-]/)
  }
})

test('the item analysis holds one row for each revealed question, and names nobody', () => {
  const file = itemsCsv(sheet())
  expect(file.name).toBe('griot-quiz-2026-11-02-abcdefghij-items.csv')
  const [head = [], ...rows] = rowsOf(file.text)
  const values = rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])))
  // Scores: ann 2, bob 0, cem 0. One learner of three is 27 %: ann above; below, bob and cem by halves.
  expect(values).toEqual([
    {
      round: 'abcdefghij',
      date: '2026-11-02',
      question: '1',
      question_id: 'mali/question-0',
      kind: 'date',
      text: 'Question 0?',
      right_answer: 'A',
      answered: '2',
      right: '1',
      p: '0.5',
      upper_lower: '1',
      // The other question: 1, 0, 0; this one: 1, 0, 0.
      point_biserial: '1',
      share_a: '0.5',
      share_b: '0',
      share_c: '0',
      share_d: '0.5',
      share_e: '',
      share_f: '',
      misleading: '',
    },
    {
      round: 'abcdefghij',
      date: '2026-11-02',
      question: '2',
      question_id: 'mali/question-1',
      kind: 'own',
      text: '\'=HYPERLINK("x")',
      right_answer: 'C',
      answered: '2',
      right: '1',
      p: '0.5',
      upper_lower: '1',
      point_biserial: '1',
      share_a: '0',
      share_b: '0',
      share_c: '0.5',
      share_d: '',
      share_e: '',
      share_f: '',
      misleading: '',
    },
  ])
  for (const name of ['ann', 'bob', 'cem', 'Awa']) expect(file.text).not.toContain(name)
})

test('a negative figure stays a number', () => {
  // Who is right in the first is wrong in the other two: -1 in both figures of the first.
  const lines = [line('a', 0, 0, 1), line('a', 1, 0, 1), line('a', 2, 0, 1), line('b', 0, 1, 1), line('b', 1, 2, 1), line('b', 2, 1, 1)]
  const [head = [], first = []] = rowsOf(itemsCsv({ ...sheet({ revealedMs: T }), lines }).text)
  expect([first[head.indexOf('upper_lower')], first[head.indexOf('point_biserial')]]).toEqual(['-1', '-1'])
  expect(first[head.indexOf('misleading')]).toBe('B')
})
