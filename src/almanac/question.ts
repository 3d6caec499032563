import type { Day } from '../words/dates.ts'
import { foldedWords } from '../words/fold.ts'
import { readDate } from '../words/read-date.ts'

/**
 * Words of questions that say nothing about what is asked for, folded; they are left out of questions, not of texts.
 * `au` and `eu` are not among them, since they are also the African and the European Union.
 */
const FILLERS = new Set(
  [
    'a an and are at about be been by can c d de des did do does du et for from had has have hello hi i in is it l la le les m me n of on or please qu s show t tell thank thanks that the there this to was were what which with you',
    'anything something when where who whom whose why how many much happened happen happens occur occurred took take place date day',
    'bonjour ca ce cet cette combien comment etaient etait est ete il elle lieu merci ont passe passa arrive par que quel quelle qui quoi quand pourquoi se sont sur un une jour',
    'byl byla bylo byli co czesc czy dla dlaczego dnia dzien dziekuje dzialo do doszlo gdzie ile jak jaki jakie jest kiedy kim kto ktory na o od oraz sie stalo sa ta ten to tego u w we wydarzylo z za zdarzylo ze',
  ].flatMap((words) => words.split(' ')),
)

export const isFiller = (word: string): boolean => FILLERS.has(word)

/** The folded words of a question that say what it is about; none where it says nothing. */
export const tellingWords = (question: string): readonly string[] =>
  foldedWords(question.replace(/\ba\s+eu\s+lieu\b/giu, ' ')).filter((word) => !isFiller(word))

/** The longest phrase that can be a date, in words: `the 18th of August 2020`. */
const LONGEST_PHRASE = 5

/**
 * The day or month that a sentence asks about, as it was typed: `what happened on 18 August?` asks about `18 August`.
 * `own` are words that say nothing beside a date, such as the country of the pack.
 * Undefined where the sentence says more than a day, so that “the rally of 5 June” stays a search.
 */
export function dayIn(sentence: string, today: Day, own: readonly string[] = []): string | undefined {
  const words = sentence
    .split(/\s+/)
    .map((word) => word.replace(/^[([„“"«]+|[)\]”"»,;:?!]+$/gu, ''))
    .filter(Boolean)
  if (words.length > 20) return undefined
  for (let length = Math.min(LONGEST_PHRASE, words.length); length > 0; length--)
    for (let from = 0; from + length <= words.length; from++) {
      const phrase = words.slice(from, from + length).join(' ')
      const rest = [...words.slice(0, from), ...words.slice(from + length)].join(' ')
      if (isDate(phrase, today) && tellingWords(rest).every((word) => own.includes(word))) return phrase
    }
  return undefined
}

/** A day of no calendar counts too, so that whoever asks about 31 June is told that there is none. A bare number is no year here. */
const isDate = (phrase: string, today: Day): boolean => {
  const { kind } = readDate(phrase, today)
  return kind === 'day' || kind === 'mid-month' || kind === 'month' || (kind === 'impossible' && /\p{L}/u.test(phrase))
}
