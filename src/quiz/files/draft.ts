import { createHash } from 'node:crypto'
import { quotable } from '../../chat/clean.ts'
import type { Locale } from '../../words/locale.ts'
import type { Cited, Question } from '../question.ts'
import { blockOf, isBlank, lineOf, sameness } from './clean.ts'
import type { Fault, Spot, What } from './fault.ts'
import { LIMITS } from './limits.ts'

/** One question as a file gives it, before anything about it is believed. */
export type Draft = {
  readonly at: Spot
  readonly text: string
  readonly right: string
  /** In the order of their columns; what is empty is left out of the question. */
  readonly wrong: readonly string[]
  readonly explanation: string
  readonly accepts: readonly string[]
  readonly sources: readonly Cited[]
  readonly topic: string
  readonly difficulty: string
  readonly solemn: string
}

/** Of a file with more questions than this, which is no deck, only so many are looked at. */
const MOST_EXAMINED = 5 * LIMITS.questions

const YES = /^(yes|y|true|1|oui|tak)$/i
const NO = /^(no|n|false|0|non|nie|)$/i

/** Questions out of drafts, and every fault in them; a draft with a fault is no question. */
export const toQuestions = (
  drafts: readonly Draft[],
  locale: Locale,
): { readonly questions: readonly Question[]; readonly faults: readonly Fault[] } => {
  const questions: Question[] = []
  const faults: Fault[] = []
  const seen = new Map<string, Spot>()
  for (const draft of drafts.slice(0, MOST_EXAMINED)) {
    const found: Fault[] = []
    const report: Reporting = (column, what) => void found.push({ at: draft.at, ...(column && { column }), what })
    const question = toQuestion(draft, locale, report)
    const key = sameness(draft.text)
    const first = seen.get(key)
    if (first) report('question', { key: 'deck.fault.duplicate', values: { ...first } })
    else if (key !== '') seen.set(key, draft.at)
    if (found.length === 0) questions.push(question)
    faults.push(...found)
  }
  if (drafts.length > MOST_EXAMINED || questions.length > LIMITS.questions) {
    faults.push({ what: { key: 'deck.fault.tooMany', values: { most: LIMITS.questions } } })
  }
  return { questions, faults }
}

type Reporting = (column: string | undefined, what: What) => void

const toQuestion = (draft: Draft, locale: Locale, report: Reporting): Question => {
  const text = checked(blockOf(draft.text), 'question', LIMITS.text, report)
  const right = checked(lineOf(draft.right), 'right', LIMITS.option, report)
  const wrong = wrongOf(draft, right, report)
  const explanation = checked(blockOf(draft.explanation), 'explanation', LIMITS.explanation, report, false)
  const topic = checked(lineOf(draft.topic), 'topic', LIMITS.topic, report, false)
  return {
    id: idOf(locale, text, right),
    kind: 'own',
    difficulty: difficultyOf(draft.difficulty.trim(), report),
    ...(topic && { topic }),
    solemn: solemnOf(draft.solemn.trim(), report),
    words: { [locale]: { text, right, wrong, explanation, accepts: acceptsOf(draft, wrong, report) } },
    sources: sourcesOf(draft, report),
  }
}

/** The same question has the same id in whatever file it comes. */
const idOf = (locale: Locale, text: string, right: string): string =>
  `own:${createHash('sha256')
    .update(JSON.stringify([locale, text, right]))
    .digest('hex')
    .slice(0, 12)}`

const checked = (text: string, column: string, most: number, report: Reporting, required = true): string => {
  if (isBlank(text)) {
    if (required) report(column, { key: 'deck.fault.missing' })
    return ''
  }
  if (text.length > most) report(column, { key: 'deck.fault.long', values: { count: text.length, most } })
  return text
}

const wrongOf = (draft: Draft, right: string, report: Reporting): readonly string[] => {
  const names = new Map([[sameness(right), 'right']])
  const wrong: string[] = []
  for (const [at, raw] of draft.wrong.entries()) {
    const column = `wrong${at + 1}`
    const option = checked(lineOf(raw), column, LIMITS.option, report, false)
    if (option === '') continue
    const other = names.get(sameness(option))
    if (other) report(column, { key: 'deck.fault.repeated', values: { other } })
    else names.set(sameness(option), column)
    wrong.push(option)
  }
  if (wrong.length < 1 || wrong.length > LIMITS.wrong) {
    report(wrong.length === 0 ? 'wrong1' : `wrong${LIMITS.wrong}`, { key: 'deck.fault.options', values: { count: wrong.length } })
  }
  return wrong
}

const acceptsOf = (draft: Draft, wrong: readonly string[], report: Reporting): readonly string[] => {
  const accepts = draft.accepts.map(lineOf).filter((accepted) => !isBlank(accepted))
  if (accepts.length > LIMITS.accepts)
    report('accepts', { key: 'deck.fault.many', values: { count: accepts.length, most: LIMITS.accepts } })
  const wrongs = new Set(wrong.map(sameness))
  for (const accepted of accepts) {
    checked(accepted, 'accepts', LIMITS.option, report)
    if (wrongs.has(sameness(accepted))) report('accepts', { key: 'deck.fault.accepts', values: { said: quotable(accepted) } })
  }
  return accepts
}

const difficultyOf = (said: string, report: Reporting): number => {
  if (said === '') return 3
  if (!/^[1-5]$/.test(said)) report('difficulty', { key: 'deck.fault.difficulty', values: { said: quotable(said) } })
  return Number(said)
}

const solemnOf = (said: string, report: Reporting): boolean => {
  if (!YES.test(said) && !NO.test(said)) report('solemn', { key: 'deck.fault.yes', values: { said: quotable(said) } })
  return YES.test(said)
}

/** The column of one thing about a source: `source_url`, and from the second on `source2_url`. */
export const sourceColumn = (at: number, thing: keyof Cited): string => `source${at === 0 ? '' : at + 1}_${thing}`

const sourcesOf = (draft: Draft, report: Reporting): readonly Cited[] => {
  const sources: Cited[] = []
  for (const [at, raw] of draft.sources.entries()) {
    if (isBlank(raw.title + raw.publisher + raw.url)) continue
    const title = checked(lineOf(raw.title), sourceColumn(at, 'title'), LIMITS.source, report)
    const url = checked(lineOf(raw.url), sourceColumn(at, 'url'), LIMITS.url, report)
    const named = checked(lineOf(raw.publisher), sourceColumn(at, 'publisher'), LIMITS.source, report, false)
    const isAddress = /^https?:\/\/[^\s<>"]+$/i.test(url) && URL.canParse(url)
    if (url !== '' && !isAddress) report(sourceColumn(at, 'url'), { key: 'deck.fault.url', values: { said: quotable(url) } })
    sources.push({ title, publisher: named || (isAddress ? new URL(url).hostname.replace(/^www\./, '') : ''), url })
  }
  if (sources.length > LIMITS.sources) {
    report(sourceColumn(0, 'title'), { key: 'deck.fault.many', values: { count: sources.length, most: LIMITS.sources } })
  }
  return sources
}
