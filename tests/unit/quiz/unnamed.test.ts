import { expect, test } from 'vitest'
import { toPlain } from '../../../src/chat/plain.ts'
import { list, paragraph, strong, type Reply } from '../../../src/chat/reply.ts'
import { reportCard } from '../../../src/quiz/cards/report.ts'
import { unnamed } from '../../../src/quiz/unnamed.ts'
import { goldenGame, goldenSheet } from '../../../scripts/golden-games.ts'
import type { Locale } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { wholeText } from '../../support/ear.ts'

/** As somebody is called: as the first word of a sentence, and within one. */
const CALLED: readonly (readonly [Locale, string, string])[] = [
  ['en', 'Somebody', 'somebody'],
  ['fr', 'Quelqu’un', 'quelqu’un'],
  ['pl', 'Ktoś', 'ktoś'],
]

test.each(CALLED)('whoever is called nothing any more has a capital in %s only where a sentence begins', (locale, first, within) => {
  const say = sayer(locale)
  const post: Reply = {
    locale,
    audience: 'everyone',
    title: 'Ann',
    blocks: [
      paragraph(say('quiz.rightNames', { names: 'Ann, Bob' })),
      paragraph(say('quiz.rightMany', { names: 'Bob, Ann', count: 2 })),
      paragraph('Bob. Ann, “Ann”. “Ann”\nAnn and Anna'),
      list([[strong('1. Ann'), ': 3'], [strong('2. Bob')]]),
    ],
    buttons: [],
    footer: [],
    solemn: false,
  }
  const text = toPlain(unnamed(post, ['Ann']))
  for (const said of [
    say('quiz.rightNames', { names: `${within}, Bob` }),
    say('quiz.rightMany', { names: `Bob, ${within}`, count: 2 }),
    `Bob. ${first}, “${within}”. “${first}”\n${first} and Anna`,
    `1. ${first}: 3`,
  ])
    expect(text).toContain(said)
  expect(text.startsWith(first)).toBe(true)
})

test.each(CALLED)('a place in a ranking begins with a capital in %s where nobody knows the name', (locale, first) => {
  const game = goldenGame(locale, {}, { phase: 'over', ending: 'played', revealedMs: 1 })
  const sheet = { ...goldenSheet(game, 1), players: [] }
  const ranking = [{ place: 1, person: 'nobody', right: 1, answered: 1, points: 10 }]
  expect(wholeText(reportCard([], sheet, ranking))).toContain(`1. ${first}${sayer(locale)('punctuation.colon')}`)
})
