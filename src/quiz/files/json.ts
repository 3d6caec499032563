import { z } from 'zod'
import { quotable } from '../../chat/clean.ts'
import { toLocale, type Locale } from '../../words/locale.ts'
import type { Question } from '../question.ts'
import type { Drafts } from './csv.ts'
import { sourceColumn, type Draft } from './draft.ts'
import type { Fault, What } from './fault.ts'
import { brokenAt } from './json-place.ts'

const Source = z.strictObject({ title: z.string().optional(), publisher: z.string().optional(), url: z.string().optional() })

/** A question as JSON has it. What may be missing is told by the reading, not by the shape. */
const QuestionShape = z.strictObject({
  question: z.string().optional(),
  right: z.string().optional(),
  wrong: z.array(z.string()).optional(),
  explanation: z.string().optional(),
  accepts: z.array(z.string()).optional(),
  sources: z.array(Source).optional(),
  topic: z.string().optional(),
  difficulty: z.number().optional(),
  solemn: z.boolean().optional(),
})

/** A deck as JSON has it; its questions alone are read as well. */
const DeckShape = z.strictObject({
  format: z.string().optional(),
  version: z.number().optional(),
  name: z.string().optional(),
  language: z.string().optional(),
  questions: z.array(z.unknown()),
})

/** Reads a deck from JSON. Its questions are counted instead of its lines. */
export const readJson = (text: string): Drafts => {
  const parsed = parse(text)
  if ('fault' in parsed) return { drafts: [], faults: [parsed.fault] }
  const shaped = DeckShape.safeParse(Array.isArray(parsed.value) ? { questions: parsed.value } : parsed.value)
  if (!shaped.success) return { drafts: [], faults: shaped.error.issues.flatMap((issue) => faultsOf(issue, DeckShape.shape)) }
  const { name, language, questions } = shaped.data
  const locale = toLocale(language)
  const faults: Fault[] = []
  if (language !== undefined && locale === undefined)
    faults.push({ what: { key: 'deck.fault.language', values: { said: quotable(language) } } })
  const drafts = questions.flatMap((value, at) => {
    const number = at + 1
    const question = QuestionShape.safeParse(value)
    if (question.success) return [toDraft(question.data, number)]
    faults.push(...question.error.issues.flatMap((issue) => faultsOf(issue, QuestionShape.shape, number)))
    return []
  })
  return { drafts, faults, ...(name !== undefined && { name }), ...(locale && { locale }) }
}

const toDraft = (question: z.infer<typeof QuestionShape>, number: number): Draft => ({
  at: { place: 'question', number },
  text: question.question ?? '',
  right: question.right ?? '',
  wrong: question.wrong ?? [],
  explanation: question.explanation ?? '',
  accepts: question.accepts ?? [],
  sources: (question.sources ?? []).map(({ title = '', publisher = '', url = '' }) => ({ title, publisher, url })),
  topic: question.topic ?? '',
  difficulty: question.difficulty === undefined ? '' : String(question.difficulty),
  solemn: question.solemn ? 'yes' : '',
})

const parse = (text: string): { readonly value: unknown } | { readonly fault: Fault } => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    const number = text.slice(0, brokenAt(text)).split('\n').length
    return { fault: { at: { place: 'line', number }, what: { key: 'deck.fault.json' } } }
  }
}

const EXPECTED: Readonly<Record<string, string>> = { string: 'text', number: 'number', array: 'list', boolean: 'yes' }

const faultsOf = (issue: z.core.$ZodIssue, shape: Readonly<Record<string, unknown>>, number?: number): readonly Fault[] => {
  const at = number === undefined ? {} : { at: { place: 'question', number } as const }
  const column = columnOf(issue.path)
  const put = (what: What): Fault => ({ ...at, ...(column && { column }), what })
  if (issue.code === 'unrecognized_keys') {
    const known = (column ? Object.keys(Source.shape) : Object.keys(shape)).join(', ')
    return issue.keys.map((said) => put({ key: 'deck.fault.column', values: { said: quotable(said), known } }))
  }
  const expected = issue.code === 'invalid_type' ? (EXPECTED[issue.expected] ?? 'group') : 'group'
  return [put({ key: 'deck.fault.shape', values: { expected } })]
}

const columnOf = ([first, at, thing]: readonly PropertyKey[]): string | undefined => {
  if (first === undefined) return undefined
  if (first === 'wrong' && typeof at === 'number') return `wrong${at + 1}`
  if (first === 'sources' && typeof at === 'number') {
    return thing === undefined ? `sources ${at + 1}` : sourceColumn(at, thing as 'title' | 'publisher' | 'url')
  }
  return String(first)
}

/** A deck as JSON, with its name and its language. */
export const jsonText = (name: string, questions: readonly Question[], locale: Locale): string => {
  const written = questions.flatMap((question) => {
    const words = question.words[locale]
    if (words === undefined) return []
    const { text, right, wrong, explanation, accepts } = words
    const { sources, topic, difficulty, solemn } = question
    return [{ question: text, right, wrong, explanation, accepts, sources, ...(topic && { topic }), difficulty, solemn }]
  })
  return `${JSON.stringify({ format: 'griot-deck', version: 1, name, language: locale, questions: written }, undefined, 2)}\n`
}
