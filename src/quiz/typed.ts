import { daysFromToday, readDate, type DateRead } from '../words/read-date.ts'
import type { Asked } from './question.ts'
import { FAR, inAnyOrder, isPartOf, phrase, slips } from './typed-words.ts'

/** What a typed answer is held against. In a question for a person the family's name may come first. */
export type Answerable = Pick<Asked, 'options' | 'right' | 'accepts'> & Partial<Pick<Asked, 'kind' | 'text' | 'explanation'>>

/** `as` is the right answer as it is shown; `option` is the place of the one that was meant, where it was one of them. */
export type Match =
  | { readonly kind: 'right'; readonly as: string; readonly option: number }
  | { readonly kind: 'wrong'; readonly option?: number }

/** Nobody types more for an answer. */
const LONGEST = 300

/**
 * Whether what somebody typed is the right answer: whatever its case, marks, punctuation, articles and small slips, by any of its names, or by
 * the letter of an option. Numbers and dates have to be exact, dates in any language. What is as near to a wrong option, or to one of the
 * `others` that could be meant, is not right.
 */
export const matched = (asked: Answerable, typed: string, others: readonly string[] = []): Match => {
  const said = typed.trim()
  if (said === '' || said.length > LONGEST) return { kind: 'wrong' }
  const named = asked.options.findIndex((option) => isSame(option, said))
  const place = named < 0 && !asked.accepts.some((accepted) => isSame(accepted, said)) ? letterOf(said, asked) : named
  if (place >= 0) return place === asked.right ? right(asked) : { kind: 'wrong', option: place }
  const names = [asked.options[asked.right] ?? '', ...asked.accepts]
  const steps = asked.options.map((option, at) => (at === asked.right ? FAR : stepsTo(option, said, asked)))
  const wrongBy = Math.min(FAR, ...steps)
  const rightBy = Math.min(...names.map((name) => stepsTo(name, said, asked)))
  const strangers = others.filter((other) => !names.some((name) => slips(phrase(name), phrase(other)) === 0))
  const otherBy = Math.min(FAR, ...strangers.map((other) => stepsTo(other, said, asked)))
  if (rightBy < wrongBy && rightBy < otherBy && !isHalfOfAnother(said, asked, strangers)) return right(asked)
  return wrongBy < rightBy ? { kind: 'wrong', option: steps.indexOf(wrongBy) } : { kind: 'wrong' }
}

const right = ({ options, right: place }: Answerable): Match => ({ kind: 'right', as: options[place] ?? '', option: place })

const isSame = (one: string, other: string): boolean => plain(one) === plain(other)
const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ')

const letterOf = (said: string, { options }: Answerable): number => {
  const letter = /^[([]?([a-z])[)\].:]?$/i.exec(said)?.[1]
  const place = letter === undefined ? -1 : (letter.toLowerCase().codePointAt(0) ?? 0) - 97
  return place < options.length ? place : -1
}

/** A name that somebody else shares, such as that of a family, says nothing, unless it is the whole right answer. */
const isHalfOfAnother = (said: string, asked: Answerable, strangers: readonly string[]): boolean => {
  if (stepsTo(asked.options[asked.right] ?? '', said, asked) === 0) return false
  const typed = phrase(said)
  return [...asked.options.filter((_, at) => at !== asked.right), ...strangers].some((other) => isPartOf(typed, phrase(other)))
}

const stepsTo = (name: string, said: string, asked: Answerable): number => {
  const [meant, typed] = [dateOf(name), dateOf(said)]
  if (meant && typed) return isSameDate(meant, typed, asked) ? 0 : FAR
  const [words, given] = [phrase(name), phrase(said)]
  const straight = slips(words, given)
  return asked.kind === 'who' ? Math.min(straight, slips(inAnyOrder(words), inAnyOrder(given))) : straight
}

type DateSaid = Exclude<DateRead, { readonly kind: 'impossible' | 'unreadable' }>

/** A date by its own words: what only today could say is none. */
const dateOf = (text: string): DateSaid | undefined => {
  if (daysFromToday(text) !== undefined) return undefined
  const read = readDate(text, { year: 2020, month: 1, day: 1 })
  return read.kind === 'impossible' || read.kind === 'unreadable' ? undefined : read
}

/** The year may be left out; where the answer itself leaves it out, it has to be one that the question names. */
const isSameDate = (meant: DateSaid, typed: DateSaid, { text = '', explanation = '' }: Answerable): boolean => {
  if (meant.kind === 'year' || typed.kind === 'year') return meant.kind === typed.kind && meant.year === typed.year
  if (meant.kind !== typed.kind || meant.month !== typed.month) return false
  if (meant.kind === 'day' && typed.kind === 'day' && meant.day !== typed.day) return false
  if (typed.year === undefined || meant.year === typed.year) return true
  return meant.year === undefined && new RegExp(`(?<!\\d)${typed.year}(?!\\d)`).test(`${text} ${explanation}`)
}
