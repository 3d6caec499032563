import { quotable } from '../../chat/clean.ts'
import type { Asked } from '../question.ts'

/** Longer options are named by their letters alone where room is short. */
const LONGEST_LABEL = 60

/** `A`, `B`, … by place. */
export const letter = (place: number): string => String.fromCharCode('A'.charCodeAt(0) + place)

/** `B · 18 August 2020`. */
export const lettered = (place: number, text: string): string => `${letter(place)} · ${text}`

/** What the buttons of these options say: letter and text, or in a question with a long one all letters alone. */
export const labelsOf = (options: readonly string[]): readonly string[] =>
  options.some((text) => Array.from(text).length > LONGEST_LABEL)
    ? options.map((_, place) => letter(place))
    : options.map((text, place) => lettered(place, text))

/** An option of a question in a sentence; the text alone where learners see the options in orders of their own. */
export const optionText = ({ options }: Asked, place: number, isShuffled: boolean): string => {
  const text = quotable(options[place] ?? '', 200)
  return isShuffled ? text : lettered(place, text)
}
