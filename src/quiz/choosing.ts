import type { Random } from '../kernel/random.ts'
import { foldedWords } from '../words/fold.ts'
import type { Locale } from '../words/locale.ts'
import { shuffled } from './asking.ts'
import type { Kind, Question } from './question.ts'

/** Which questions a round is to have. What is missing or empty leaves nothing out. */
export type QuestionWish = {
  readonly count: number
  readonly locale: Locale
  readonly kinds?: readonly Kind[]
  readonly topics?: readonly string[]
  /** Both ends belong to it. */
  readonly difficulty?: { readonly from: number; readonly to: number }
  /** How difficult a question has turned out to be; its own difficulty unless given. */
  readonly difficultyOf?: (question: Question) => number
}

export type Chosen = {
  /** As many as were wished, or fewer where there were too few that go together. */
  readonly questions: readonly Question[]
  /** How many there were that the wish describes. */
  readonly found: number
}

/** Where the first tries leave too few, a happier beginning may be found. */
const TRIES = 6

/**
 * Questions for one round: no two about the same fact, none that gives away the answer of another, and as many kinds and events as there
 * are. A teacher's own that give each other away are asked all the same, before the round gets shorter. The same chance gives the same ones.
 */
export function chosen(questions: readonly Question[], wish: QuestionWish, random: Random): Chosen {
  const fitting = questions.filter((question) => fits(question, wish)).map((question) => toShown(question, wish.locale))
  const most = Math.min(wish.count, fitting.length)
  let best: readonly Shown[] = []
  for (let tries = 0; tries < TRIES && best.length < most; tries++) {
    const found = spread(shuffled(fitting, random), wish.count, goTogether)
    if (found.length > best.length) best = found
  }
  const own = fitting.filter((one) => one.question.kind === 'own' && !best.some((other) => other === one || isSameFact(one, other)))
  const more = spread(shuffled(own, random), Math.max(0, most - best.length), (a, b) => !isSameFact(a, b))
  return { questions: [...best, ...more].map(({ question }) => question), found: fitting.length }
}

const fits = (question: Question, wish: QuestionWish): boolean =>
  question.words[wish.locale] !== undefined &&
  isAmong(wish.kinds, question.kind) &&
  isAmong(wish.topics, question.topic) &&
  (!wish.difficulty || isWithin(wish.difficultyOf?.(question) ?? question.difficulty, wish.difficulty))

const isWithin = (level: number, { from, to }: NonNullable<QuestionWish['difficulty']>): boolean => level >= from && level <= to

const isAmong = <T>(wished: readonly T[] | undefined, one: T | undefined): boolean =>
  !wished?.length || (one !== undefined && wished.includes(one))

/** A question as folded words: what it asks, all that it shows until it is over, and what answers it. */
type Shown = {
  readonly question: Question
  readonly event: string
  readonly asks: string
  readonly shows: string
  readonly answers: readonly string[]
}

/** Folding some hundreds of questions takes longer than choosing from them, and they are the same each time. */
const folded = new WeakMap<Question, Map<Locale, Shown>>()

function toShown(question: Question, locale: Locale): Shown {
  const known = folded.get(question) ?? new Map<Locale, Shown>()
  folded.set(question, known)
  const shown = known.get(locale) ?? newShown(question, locale)
  known.set(locale, shown)
  return shown
}

const plain = (text: string): string => ` ${foldedWords(text).join(' ')} `

function newShown(question: Question, locale: Locale): Shown {
  const { about, kind, words, id } = question
  const { text = '', explanation = '', right = '', accepts = [] } = words[locale] ?? {}
  const asks = plain(text)
  const event = about ? `${about.pack}/${about.event}` : id
  // "True" answers half of all questions of its kind, and gives away none.
  const answers = kind === 'true-false' ? [] : [right, ...accepts].map(plain).filter((answer) => answer.trim() !== '')
  return { question, event, asks: `${asks}|${plain(right)}`, shows: `${asks}|${plain(explanation)}`, answers }
}

/** One after the other, each of an event and a kind that were taken least; leaves out what does not go with it. */
function spread(pool: readonly Shown[], count: number, goes: (a: Shown, b: Shown) => boolean): readonly Shown[] {
  const taken: Shown[] = []
  const kinds = new Map<string, number>()
  const events = new Map<string, number>()
  for (let left = pool; taken.length < count && left.length > 0; ) {
    const used = ({ question, event }: Shown): number => (events.get(event) ?? 0) * count + (kinds.get(question.kind) ?? 0)
    const pick = left.reduce((best, one) => (used(one) < used(best) ? one : best))
    taken.push(pick)
    kinds.set(pick.question.kind, (kinds.get(pick.question.kind) ?? 0) + 1)
    events.set(pick.event, (events.get(pick.event) ?? 0) + 1)
    left = left.filter((one) => one !== pick && goes(one, pick))
  }
  return taken
}

const goTogether = (a: Shown, b: Shown): boolean => !isSameFact(a, b) && !givesAway(a, b) && !givesAway(b, a)

/** The same is asked of the same event, or two questions of one event have one answer, or two ask and answer the same. */
const isSameFact = (a: Shown, b: Shown): boolean =>
  (a.event === b.event && (a.question.kind === b.question.kind || a.answers.some((answer) => b.answers.includes(answer)))) ||
  a.asks === b.asks

/** Its text, or the explanation that is told after it, contains what answers the other. */
const givesAway = ({ shows }: Shown, { answers }: Shown): boolean => answers.some((answer) => shows.includes(answer))
