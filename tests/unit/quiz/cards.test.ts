import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goldenAsk, goldenGame, goldenSheet } from '../../../scripts/golden-games.ts'
import { fromActionId } from '../../../src/chat/action.ts'
import { receipt, typedReceipt } from '../../../src/quiz/cards/answer.ts'
import { distinctNames, nameIn, pseudonym } from '../../../src/quiz/cards/names.ts'
import { labelsOf } from '../../../src/quiz/cards/options.ts'
import { begunCard, busyCard } from '../../../src/quiz/cards/panel.ts'
import { questionCard } from '../../../src/quiz/cards/question.ts'
import { reportCard } from '../../../src/quiz/cards/report.ts'
import { revealCard } from '../../../src/quiz/cards/reveal.ts'
import type { Game } from '../../../src/quiz/engine/game.ts'
import { rankingOf } from '../../../src/quiz/engine/scoring.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { must, wholeText } from '../../support/ear.ts'

/** The same round with the right answer of every question elsewhere among the same options. */
const turned = (game: Game, by: number): Game => ({
  ...game,
  questions: game.questions.map((asked) => ({ ...asked, right: (asked.right + by) % asked.options.length })),
})

describe('before a question closes', () => {
  test.each(LOCALES)('no card differs by which answer is right, in %s', (locale) => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 }), (typed, shuffle, at, by) => {
        const game = goldenGame(locale, { typed, shuffle }, { at, phase: 'open' })
        const ask = goldenAsk(locale)
        const seen = (one: Game) => [
          questionCard([], one),
          busyCard(ask, one, true),
          begunCard(ask, one, 3),
          receipt(ask, one, at, 1, false),
          typedReceipt(ask, one, must(one.questions[at]), 1, 'x'),
        ]
        expect(seen(turned(game, by))).toEqual(seen(game))
      }),
    )
  })

  test('a button carries the round, the question and an option as all see it, and nothing else', () => {
    const { buttons } = questionCard([], goldenGame('en'))
    expect(buttons.map(({ action }) => fromActionId(action)?.parts)).toEqual(
      ['0', '1', '2', '3'].map((option) => ['abcdefghij', '1', option]),
    )
  })
})

describe('options', () => {
  test('are named by letter and text, or all by letters alone where one is long', () => {
    expect(labelsOf(['x'.repeat(60), 'b'])).toEqual([`A · ${'x'.repeat(60)}`, 'B · b'])
    expect(labelsOf(['x'.repeat(61), 'b'])).toEqual(['A', 'B'])
  })
})

describe('a class', () => {
  test.each([0, 1, 4])('of %i is told of no option and no share', (people) => {
    const game = goldenGame('en', { mode: 'class', names: true }, { phase: 'revealed', revealedMs: 1, at: 2 })
    const sheet = goldenSheet(game, people)
    const shown =
      wholeText(revealCard([], sheet)) + wholeText(reportCard([], { ...sheet, game: { ...game, ending: 'played' } }, rankingOf(sheet)))
    expect(shown).not.toMatch(/▪|%|Wrong answers|Ranking|Right:/)
    for (const { name } of sheet.players) expect(shown).not.toContain(name)
  })
})

describe('the hardest question of a class', () => {
  const game = goldenGame('en', { mode: 'class' }, { phase: 'over', ending: 'played', at: 1, revealedMs: 1 })
  /** How many answered each question, the first rightly and the second wrongly but for one. */
  const shown = (first: number, second: number): string => {
    const lines = [first, second].flatMap((many, question) =>
      Array.from({ length: many }, (_, n) => {
        const { right } = must(game.questions[question])
        return { person: `p${n}`, question, option: question === 0 && n > 0 ? right : (right + 1) % 2, atMs: 1, openedMs: 0 }
      }),
    )
    return wholeText(reportCard([], { game, lines, players: [] }, rankingOf({ game, lines, players: [] })))
  }

  test('is the one that most got wrong', () => expect(shown(6, 5)).toContain('Wrong answers: 5 of 5.'))

  test('is not told where fewer than five answered one of them: that one may have been harder', () => {
    expect(shown(6, 4)).not.toContain('Hardest question')
    expect(shown(6, 0)).not.toContain('Hardest question')
  })
})

describe('a ranking', () => {
  test('gives the same place to the same points, and passes over as many', () => {
    const game = goldenGame('en', {}, { phase: 'over', ending: 'played', revealedMs: 1 })
    const asked = must(game.questions[0])
    const line = (person: string, option: number) => ({ person, question: 0, option, atMs: 1, openedMs: 0 })
    const lines = [line('a', asked.right), line('b', asked.right), line('c', (asked.right + 1) % 4)]
    const players = ['a', 'b', 'c'].map((person) => ({ person, name: `The ${person}` }))
    const shown = wholeText(reportCard([], { game, lines, players }, rankingOf({ game, lines, players })))
    expect(shown).toContain('- 1. The a: 1 of 1 right\n- 1. The b: 1 of 1 right\n- 3. The c: 0 of 1 right')
  })
})

describe('solemn questions', () => {
  test.each(LOCALES)('have no exclamation and no sign of joy, in %s', (locale) => {
    const game = goldenGame(locale, { speed: true }, { at: 1, phase: 'revealed', revealedMs: 1 })
    for (const card of [questionCard([], game), revealCard([], goldenSheet(game, 8))]) {
      expect(card.solemn).toBe(true)
      expect(wholeText(card)).not.toMatch(/!|\p{Extended_Pictographic}(?<!▪)/u)
    }
  })
})

describe('names', () => {
  test('of two words are the same for one person in one round, and hardly ever the same for two', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), fc.string(), fc.string(), (locale, person, round) => {
        const name = pseudonym(person, round, locale)
        expect(name).toBe(pseudonym(person, round, locale))
        expect(name.split(' ')).toHaveLength(2)
      }),
    )
    for (const locale of LOCALES) {
      const names = Array.from({ length: 20_000 }, (_, n) => pseudonym(`p${n}`, 'r', locale))
      const halves = [0, 1].map((at) => new Set(names.map((name) => name.split(' ')[at])).size)
      expect(Math.min(...halves)).toBeGreaterThanOrEqual(39)
      expect(new Set(names).size).toBeGreaterThan(1500)
    }
  })

  test('that are the same are told apart, and long ones are cut', () => {
    const named = distinctNames(['Sofia Müller', 'Sofia Müller', 'x'.repeat(50)].map((name, n) => ({ person: `p${n}`, name })))
    expect([...named.values()]).toEqual(['Sofia Müller', 'Sofia Müller (2)', `${'x'.repeat(39)}…`])
  })

  test('that are the same are told apart from whoever is called so already', () => {
    const named = distinctNames(['Ann', 'Ann', 'Ann (2)', 'Ann (2)', 'Ann'].map((name, n) => ({ person: `p${n}`, name })))
    expect([...named.values()]).toEqual(['Ann', 'Ann (3)', 'Ann (2)', 'Ann (2) (2)', 'Ann (4)'])
  })

  test('that nobody can see are pseudonyms', () => {
    for (const name of [undefined, '', ' ', '\u200b\u202e', '\u3164', '\u2800 \u115f\uffa0'])
      expect(nameIn('r', 'p', 'en', name)).toBe(pseudonym('p', 'r', 'en'))
    for (const name of ['a', '\u3164a', '…', '🦉']) expect(nameIn('r', 'p', 'en', name)).toBe(name)
  })
})
