import { foldedWords } from '../words/fold.ts'
import { LOCALES } from '../words/locale.ts'
import type { Problem } from './load.ts'
import type { Pack, QuizSeed } from './pack.ts'

/**
 * What is wrong with the questions of `quiz.json`: ids that stand twice, events and sources that nobody knows,
 * options that say the same, and texts that give their answer away.
 */
export function seedProblems(pack: Pack): readonly Problem[] {
  const ids = pack.quiz.map(({ id }) => id)
  const twice = [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))]
  return [
    ...twice.map((id) => ({ file: 'quiz.json', path: `[${id}]`, what: `the id ${id} stands twice: give one of them another` })),
    ...pack.quiz.flatMap((seed) =>
      [...referenceFaults(pack, seed), ...optionFaults(seed), ...answerFaults(seed)].map(({ path, what }) => ({
        file: 'quiz.json',
        path: `[${seed.id}].${path}`,
        what,
      })),
    ),
  ]
}

type Fault = { readonly path: string; readonly what: string }

function referenceFaults(pack: Pack, seed: QuizSeed): readonly Fault[] {
  const faults = pack.events.some(({ id }) => id === seed.event)
    ? []
    : [{ path: 'event', what: `${seed.event} is unknown: add it to events or correct the spelling` }]
  const strange = seed.sources.filter((id) => !pack.sources.some((source) => source.id === id))
  return [
    ...faults,
    ...strange.map((id) => ({ path: 'sources', what: `${id} is unknown: add it to sources.json or correct the spelling` })),
  ]
}

/** Two options are the same where only marks, capitals and signs tell them apart: somebody who types the answer writes none of these. */
const plain = (option: string): string => foldedWords(option).join(' ')

function optionFaults(seed: QuizSeed): readonly Fault[] {
  const [least, most] = seed.kind === 'true-false' ? [1, 1] : [2, 4]
  const repeated = LOCALES.flatMap((locale) => {
    const right = plain(seed.right[locale])
    const wrong = seed.wrong.map((option) => plain(option[locale]))
    return wrong.flatMap((option, i) => {
      const path = `wrong[${i}].${locale}`
      if (option === right) return [{ path, what: 'is the right answer: write another' }]
      return wrong.indexOf(option) === i ? [] : [{ path, what: 'stands twice: write another' }]
    })
  })
  const accepted = new Set(seed.accepts.map(plain))
  const both = LOCALES.flatMap((locale) =>
    seed.wrong.flatMap((option, i) =>
      accepted.has(plain(option[locale])) ? [{ path: `wrong[${i}].${locale}`, what: 'is accepted as right: take it out of accepts' }] : [],
    ),
  )
  const counted =
    seed.wrong.length < least || seed.wrong.length > most
      ? [{ path: 'wrong', what: least === most ? 'a true or false has exactly 1 wrong answer' : 'give 2 to 4 wrong answers' }]
      : []
  return [...counted, ...repeated, ...both]
}

/** The answer stands in the text where all its words stand there in a row. Of true and false the text may well name both. */
const answerFaults = (seed: QuizSeed): readonly Fault[] =>
  LOCALES.filter((locale) => seed.kind !== 'true-false' && ` ${plain(seed.text[locale])} `.includes(` ${plain(seed.right[locale])} `)).map(
    (locale) => ({ path: `text.${locale}`, what: 'holds the right answer: ask without it' }),
  )
