import { topicIds } from '../../almanac/topics.ts'
import type { Ask } from '../../chat/command.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Locale } from '../../words/locale.ts'
import { toAsked } from '../asking.ts'
import { chosen } from '../choosing.ts'
import type { Deck } from '../deck.ts'
import { difficulty } from '../difficulty.ts'
import type { QuizParts } from '../parts.ts'
import type { Asked, Kind, Question } from '../question.ts'
import { kindsOf } from './kinds.ts'
import { RANGES } from './rules.ts'
import { deckNamed } from './shelves.ts'

/** What was said of the questions of a round, as it was typed. */
export type Drawn = {
  readonly number: number
  readonly kinds?: string | undefined
  readonly topics?: string | undefined
  readonly difficulty?: keyof typeof RANGES | 'all' | undefined
  readonly deck?: string | undefined
}

/** Kinds whose answers are short enough to be typed. */
const TYPABLE: readonly Kind[] = ['date', 'who', 'where', 'body', 'own']

/** The questions of a round, drawn by chance. Throws `Failure` where none is as was wished. */
export async function drawn(
  parts: Pick<QuizParts, 'questions' | 'shelves' | 'decks' | 'pseudonyms' | 'rounds'>,
  ask: Ask,
  locale: Locale,
  wish: Drawn,
  typed: boolean,
): Promise<readonly Asked[]> {
  const kinds = wish.kinds === undefined ? [] : kindsOf(ask, wish.kinds)
  const topics = wish.topics === undefined ? [] : topicIds(parts.shelves, ask, wish.topics)
  const range = wish.difficulty === undefined || wish.difficulty === 'all' ? undefined : RANGES[wish.difficulty]
  const deck = wish.deck === undefined ? undefined : await deckNamed(parts, ask, wish.deck)
  if (!deck) await parts.questions.ready?.()
  const all = deck ? inOwnLanguage(deck, locale) : parts.questions.all(locale)
  const difficultyOf = await answeredSoFar(parts, all)
  const { questions } = chosen(
    all,
    {
      count: wish.number,
      locale,
      ...(typed && kinds.length === 0 ? { kinds: TYPABLE } : { kinds }),
      topics,
      ...(range && { difficulty: range }),
      difficultyOf,
    },
    ask.random,
  )
  if (questions.length === 0) throw new Failure('not-found', 'quiz.noQuestions')
  return questions.map((question) => toAsked({ ...question, difficulty: difficultyOf(question) }, locale, ask.random))
}

/** How difficult each question is by what learners have answered so far. */
async function answeredSoFar({ rounds }: Pick<QuizParts, 'rounds'>, all: readonly Question[]): Promise<(question: Question) => number> {
  const tallies = await rounds.tallies(all.map(({ id }) => id))
  return ({ id, difficulty: prior }) => difficulty(prior, tallies[id] ?? { answered: 0, right: 0 })
}

/** A deck is written in one language; its questions are asked as they are, whatever is spoken around them. */
export const inOwnLanguage = ({ locale, questions }: Deck, around: Locale): readonly Question[] =>
  questions.map((question) => ({ ...question, words: { [around]: question.words[around] ?? question.words[locale] } }))
