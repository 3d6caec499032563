import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Asked, Question } from '../src/quiz/question.ts'
import type { Game } from '../src/quiz/engine/game.ts'
import { deckFile, FORMATS, type NewDeck } from '../src/quiz/files/deck-file.ts'
import { itemsCsv, resultsCsv } from '../src/quiz/files/results.ts'
import { LOCALES, type Locale } from '../src/words/locale.ts'
import type { Line, Sheet } from '../src/quiz/rounds.ts'

/** Where the golden files of the quiz are kept. */
export const GOLDEN_QUIZ_FILES = fileURLToPath(new URL('../tests/golden-quiz-files/', import.meta.url))

const AFP = { title: 'Mali: soldiers mutiny', publisher: 'AFP', url: 'https://example.org/afp?id=18&lang=fr' }
const UN = { title: 'Report “S/2020/952”', publisher: 'United Nations', url: 'https://example.org/un' }

const own = (id: string, locale: Locale, more: Partial<Question>, words: Question['words'][Locale]): Question => ({
  id: `own:${id}`,
  kind: 'own',
  difficulty: 3,
  solemn: false,
  words: { [locale]: words },
  sources: [],
  ...more,
})

const DECKS: readonly NewDeck[] = [
  {
    name: 'The coup of 18 August',
    locale: 'en',
    questions: [
      own(
        '000000000001',
        'en',
        { topic: 'coup d’état', difficulty: 2, sources: [AFP, UN] },
        {
          text: 'On which day did the mutiny at Kati begin?',
          right: '18 August 2020',
          wrong: ['17 August 2020', '19 August 2020', '18 July 2020'],
          explanation: 'Soldiers mutinied at Kati on 18 August; "around midnight" the president announced his resignation.',
          accepts: ['18 Aug', 'the 18th'],
        },
      ),
      own(
        '000000000002',
        'en',
        {},
        {
          text: '=1+1 {a} ~ # : \\ <b>&amp;</b>, "x"; or\nsecond line?',
          right: '=2',
          wrong: ['-2', '+2', '@SUM(A1)', '%50% [html]', 'a | b \\ c'],
          explanation: '',
          accepts: ['two | 2', 'back\\slash'],
        },
      ),
    ],
  },
  {
    name: 'Été 2020',
    locale: 'fr',
    questions: [
      own(
        '000000000003',
        'fr',
        { solemn: true, difficulty: 4 },
        {
          text: 'Combien de personnes ont été tuées du 10 au 12 juillet, selon l’ONU\u202f?',
          right: '14',
          wrong: ['11', '23'],
          explanation: 'Le gouvernement en a compté 11, le Mouvement du 5 juin 23.',
          accepts: ['quatorze'],
        },
      ),
    ],
  },
  {
    name: 'Zażółć gęślą jaźń',
    locale: 'pl',
    questions: [
      own(
        '000000000004',
        'pl',
        { topic: 'łączność' },
        {
          text: 'Kto ogłosił rezygnację? مالي 🇲🇱',
          right: 'Ibrahim Boubacar Keïta',
          wrong: ['Boubou Cissé', 'Soumaïla Cissé'],
          explanation: 'Około północy prezydent ogłosił „rezygnację”.',
          accepts: ['IBK'],
        },
      ),
    ],
  },
]

const AT = Date.parse('2026-11-02T09:00:00Z')

const asked = (n: number, options: readonly string[], right: number): Asked => ({
  id: `date:event-${n}:abcdef${n}`,
  kind: 'date',
  difficulty: 2,
  solemn: false,
  text: `Question ${n}, of ${options.length}?`,
  options,
  right,
  explanation: 'So it is.',
  accepts: [],
  sources: [AFP],
})

const GAME: Game = {
  id: 'abcdefghij',
  place: { kind: 'channel', platform: 'discord', server: 'S', channel: 'C' },
  locale: 'en',
  rules: { mode: 'class', seconds: null, changeable: true, shuffle: false, speed: false, names: false, typed: false, pace: 'by-hand' },
  starter: 'teacher',
  questions: [asked(1, ['10 July', '18 August', '6 October'], 1), asked(2, ['true', 'false'], 0)],
  phase: 'over',
  ending: 'played',
  at: 1,
  turn: 0,
  revealedMs: AT,
  factors: {},
  answers: {},
}

const SHEET: Sheet = {
  game: GAME,
  startedAt: new Date(AT),
  lines: ['10', '10', '11', '20', '-1'].flatMap((row, learner) =>
    Array.from(row).flatMap((sign, question): readonly Line[] =>
      sign === '-' ? [] : [{ person: `p${learner}`, question, option: Number(sign), openedMs: AT, atMs: AT + 1_500 * (learner + 1) }],
    ),
  ),
  players: [],
}

const NAMES = new Map(['S-01', 'S-02', 'Quiet Heron', '=cmd', 'Łucja, "Lu"'].map((name, at) => [`p${at}`, name]))

/** Every golden file of the quiz by its name: each deck in each format, and the two tables of a round. */
export const goldenQuizFiles = (): ReadonlyMap<string, string> =>
  new Map(
    [...DECKS.flatMap((deck) => FORMATS.map((format) => deckFile(deck, format))), resultsCsv(SHEET, NAMES), itemsCsv(SHEET)].map(
      ({ name, text }) => [name, text],
    ),
  )

/** The decks that the golden files are made of, one in each language. */
export const goldenDecks = (): readonly NewDeck[] => LOCALES.flatMap((locale) => DECKS.filter((deck) => deck.locale === locale))

if (import.meta.main) {
  rmSync(GOLDEN_QUIZ_FILES, { recursive: true, force: true })
  mkdirSync(GOLDEN_QUIZ_FILES, { recursive: true })
  for (const [name, text] of goldenQuizFiles()) writeFileSync(`${GOLDEN_QUIZ_FILES}${name}`, text)
}
