import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkPack } from '../../../src/almanac/check.ts'
import { loadPack, type Problem } from '../../../src/almanac/load.ts'
import { QuizSeed } from '../../../src/almanac/pack.ts'
import { MALI_1960 } from '../../support/ear.ts'

const room = mkdtempSync(join(tmpdir(), 'griot-seeds-'))
afterAll(() => rmSync(room, { recursive: true, force: true }))

const said = (en: string, fr = en, pl = en) => ({ en, fr, pl })
const seed = (changed: object = {}) => ({
  id: 'who-left',
  event: 'federation-breaks-up',
  kind: 'who',
  text: said('Which country left the federation?', 'Quel pays a quitté la fédération ?', 'Który kraj opuścił federację?'),
  right: said('Senegal', 'Sénégal', 'Senegal'),
  wrong: [said('Guinea', 'Guinée', 'Gwinea'), said('Togo')],
  explanation: said('Senegal left in August 1960.', 'Le Sénégal est parti en août 1960.', 'Senegal odszedł w sierpniu 1960 r.'),
  sources: ['britannica'],
  ...changed,
})

/** What is wrong with the small pack where it has these questions; a string stands in the file as it is. */
function problemsWith(quiz: unknown): readonly Problem[] {
  const directory = mkdtempSync(join(room, 'pack-'))
  cpSync(MALI_1960, directory, { recursive: true })
  writeFileSync(join(directory, 'quiz.json'), typeof quiz === 'string' ? quiz : JSON.stringify(quiz))
  const loaded = loadPack(directory)
  return loaded.ok ? checkPack(loaded.pack) : loaded.problems
}

describe('a pack', () => {
  test('may do without questions of its own', () => {
    const loaded = loadPack(MALI_1960)
    expect(loaded.ok && loaded.pack.quiz).toEqual([])
  })
  test('may have some', () => expect(problemsWith([seed()])).toEqual([]))
  test('may have one that is true or false, whose text names both', () => {
    const either = { kind: 'true-false', text: said('True or false: it rained?'), right: said('True'), wrong: [said('False')] }
    expect(problemsWith([seed(either)])).toEqual([])
  })
})

describe('a broken question tells its id, the place in it and what to do', () => {
  const broken: readonly (readonly [string, unknown, Partial<Problem>])[] = [
    ['no JSON', '[', { path: '', what: expect.stringContaining('not JSON') }],
    [
      'a typo in a key',
      [seed({ explains: said('x') })],
      { path: '[who-left].explains', what: expect.stringContaining('correct the spelling') },
    ],
    [
      'a missing language',
      [seed({ right: { en: 'Senegal', fr: 'Sénégal' } })],
      { path: '[who-left].right.pl', what: expect.stringContaining('add it') },
    ],
    ['a kind that is none', [seed({ kind: 'whom' })], { path: '[who-left].kind' }],
    ['a kind that only teachers write', [seed({ kind: 'own' })], { path: '[who-left].kind' }],
    [
      'a text that no card holds',
      [seed({ text: said('x'.repeat(301)) })],
      { path: '[who-left].text.en', what: expect.stringContaining('at most 300') },
    ],
    [
      'an option that no button holds',
      [seed({ right: said('x'.repeat(76)) })],
      { path: '[who-left].right.en', what: expect.stringContaining('at most 75') },
    ],
    [
      'a line break',
      [seed({ explanation: said('one\ntwo') })],
      { path: '[who-left].explanation.en', what: expect.stringContaining('line breaks') },
    ],
    ['no source', [seed({ sources: [] })], { path: '[who-left].sources', what: expect.stringContaining('fill it') }],
    ['a question of no dossier', [seed({ covers: ['ML-001'] })], { path: '[who-left].covers[0]', what: expect.stringContaining('Q01') }],
    ['five wrong answers', [seed({ wrong: ['a', 'b', 'c', 'd', 'e'].map((x) => said(x)) })], { path: '[who-left].wrong' }],
    ['one wrong answer', [seed({ wrong: [said('Togo')] })], { path: '[who-left].wrong', what: expect.stringContaining('2 to 4') }],
    [
      'a third way between true and false',
      [seed({ kind: 'true-false' })],
      { path: '[who-left].wrong', what: expect.stringContaining('exactly 1') },
    ],
    ['an id twice', [seed(), seed()], { path: '[who-left]', what: expect.stringContaining('stands twice') }],
    [
      'an event that nobody knows',
      [seed({ event: 'flood' })],
      { path: '[who-left].event', what: expect.stringContaining('flood is unknown') },
    ],
    [
      'a source that nobody knows',
      [seed({ sources: ['britanica'] })],
      { path: '[who-left].sources', what: expect.stringContaining('britanica is unknown') },
    ],
    [
      'a wrong answer twice, but for its marks',
      [seed({ wrong: [said('Guinée', 'Guinée', 'Gwinea'), said('guinee', 'Bénin', 'Benin')] })],
      { path: '[who-left].wrong[1].en', what: expect.stringContaining('stands twice') },
    ],
    [
      'a wrong answer that is right in one language',
      [seed({ wrong: [said('Guinea', 'senegal', 'Gwinea'), said('Togo')] })],
      { path: '[who-left].wrong[0].fr', what: expect.stringContaining('is the right answer') },
    ],
    [
      'a wrong answer that is accepted as right',
      [seed({ accepts: ['la Guinée', 'TOGO'] })],
      { path: '[who-left].wrong[1].en', what: expect.stringContaining('accepted as right') },
    ],
    [
      'a text that holds its answer',
      [seed({ text: said('Which country left?', 'Est-ce le Sénégal qui est parti ?', 'Kto odszedł?') })],
      { path: '[who-left].text.fr', what: expect.stringContaining('holds the right answer') },
    ],
  ]
  test.each(broken)('%s', (_, quiz, problem) =>
    expect(problemsWith(quiz)).toContainEqual(expect.objectContaining({ file: 'quiz.json', ...problem })),
  )
})

test('an answer inside a longer word gives nothing away', () =>
  expect(problemsWith([seed({ text: said('Which country left the Senegalese coast?', 'Qui est parti ?', 'Kto odszedł?') })])).toEqual([]))

test('the question that data/README.md shows has the shape of one', () => {
  const examples = [...readFileSync('data/README.md', 'utf8').matchAll(/```json\n([\s\S]*?)\n```/g)].map(([, json = '']) => json)
  expect(QuizSeed.safeParse(JSON.parse(examples.at(-1) ?? '')).error).toBeUndefined()
})
