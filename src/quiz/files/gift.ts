import { z } from 'zod'
import type { Locale } from '../../words/locale.ts'
import type { Cited, Question, Wording } from '../question.ts'
import type { Drafts } from './csv.ts'
import type { Draft } from './draft.ts'
import type { Fault } from './fault.ts'
import { fromHypertext } from './hypertext.ts'

/** What GIFT has no place for stands in a comment before its question, which Moodle passes over. */
const Extra = z.object({
  accepts: z.array(z.string()).default([]),
  sources: z.array(z.object({ title: z.string(), publisher: z.string(), url: z.string() })).default([]),
  topic: z.string().default(''),
  difficulty: z.number().optional(),
  solemn: z.boolean().default(false),
})
const EXTRA = /^\/\/\s*griot (\{.*\})$/

const escaped = (text: string): string => text.replace(/[\\~=#{}:]/g, '\\$&').replaceAll('\n', '\\n')
const unescaped = (text: string): string => text.replace(/\\([\\~=#{}:n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))

/** An answer that begins like a format or a weight says its format first, so that neither is seen in it. */
const answer = (text: string): string => (/^[[%]/.test(text) ? '[plain]' : '') + escaped(text)

/** A deck in Moodle's GIFT, as multiple choice: UTF-8, all texts plain. */
export const giftText = (questions: readonly Question[], locale: Locale): string =>
  questions
    .flatMap((question) => {
      const words = question.words[locale]
      return words ? [block(question, words)] : []
    })
    .join('\n')

const block = (question: Question, { text, right, wrong, explanation, accepts }: Wording): string => {
  const { id, topic, difficulty, solemn, sources } = question
  const tag = (topic ?? '').replace(/[[\]<>`]+/g, '').trim()
  // Moodle reads ids and tags out of comments wherever they stand, so that no other text may look like one.
  const extra = JSON.stringify({ accepts, sources, topic, difficulty, solemn })
    .replaceAll('[id:', '\\u005bid:')
    .replaceAll('[tag:', '\\u005btag:')
  return [
    `// [id:${id}]${tag ? ` [tag:${tag}]` : ''}`,
    `// griot ${extra}`,
    `::${escaped(id)}::[plain]${escaped(text)} {`,
    // A wrong one first: some importers take a first right one with an arrow in it for a question of pairs.
    ...wrong.map((option) => `\t~${answer(option)}`),
    `\t=${answer(right)}`,
    ...(explanation ? [`\t####${answer(explanation)}`] : []),
    '}',
    '',
  ].join('\n')
}

/** Multiple-choice questions with one right answer, out of GIFT; any other question is a fault at its first line. */
export const readGift = (text: string): Drafts => {
  const drafts: Draft[] = []
  const faults: Fault[] = []
  for (const { line, comments, body } of blocksOf(text)) {
    if (body === '' || body.startsWith('$CATEGORY:')) continue
    const draft = body.length > LONGEST_BLOCK ? undefined : draftOf(body, comments, line)
    if (draft) drafts.push(draft)
    else faults.push({ at: { place: 'line', number: line }, what: { key: 'deck.fault.gift' } })
  }
  return { drafts, faults }
}

const LONGEST_BLOCK = 20_000

type Block = { readonly line: number; readonly comments: readonly string[]; readonly body: string }

/** Questions are what stands between empty lines; their comments are told apart. */
const blocksOf = (text: string): readonly Block[] => {
  const blocks: { line: number; comments: string[]; lines: string[] }[] = []
  let open: (typeof blocks)[number] | undefined
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') {
      open = undefined
      continue
    }
    if (open === undefined) blocks.push((open = { line: at + 1, comments: [], lines: [] }))
    if (line.trimStart().startsWith('//')) open.comments.push(line.trim())
    else {
      if (open.lines.length === 0) open.line = at + 1
      open.lines.push(line)
    }
  }
  return blocks.map(({ line, comments, lines }) => ({ line, comments, body: lines.join('\n').trim() }))
}

const TITLE = /^::(?:\\.|[^\\:]|:(?!:))*::/s
const WHOLE = /^((?:\\.|[^\\{])*)\{((?:\\.|[^\\}])*)\}(.*)$/s
const ANSWER = /([=~])((?:\\.|[^\\=~])*)/gs
const WEIGHT = /^\s*%(-?\d+(?:\.\d+)?)%/

const draftOf = (body: string, comments: readonly string[], line: number): Draft | undefined => {
  const [, before = '', inside = '', after = ''] = WHOLE.exec(body.replace(TITLE, '')) ?? []
  const cut = lastFeedback(inside)
  const answers = [...inside.slice(0, cut).matchAll(ANSWER)].map(([, sign, said = '']) => answerOf(sign === '=', said))
  const rights = answers.filter(({ weight }) => weight === 100)
  const [right] = rights
  const isChoice = /^\s*[=~]/.test(inside) && rights.length === 1 && answers.every(({ weight }) => weight === 100 || weight <= 0)
  if (right === undefined || !isChoice || answers.length < 2) return undefined
  const { accepts, sources, topic, difficulty, solemn } = extraOf(comments)
  const format = FORMAT.exec(before.trim())?.[1]
  return {
    at: { place: 'line', number: line },
    text: plain(after.trim() === '' ? before : `${before.trimEnd()} _____ ${after.trim()}`, format),
    right: plain(right.text, format),
    wrong: answers.filter((one) => one !== right).map((one) => plain(one.text, format)),
    explanation: plain(inside.slice(cut + 4), format) || plain(right.feedback, format),
    accepts,
    sources,
    topic,
    difficulty,
    solemn,
  }
}

const answerOf = (isRight: boolean, said: string): { readonly weight: number; readonly text: string; readonly feedback: string } => {
  const weight = WEIGHT.exec(said)
  const [, text = '', feedback = ''] = /^((?:\\.|[^\\#])*)#?(.*)$/s.exec(weight ? said.slice(weight[0].length) : said) ?? []
  return { weight: weight ? Number(weight[1]) : isRight ? 100 : 0, text, feedback }
}

/** Where what is told to everybody begins: at the last `####`, or at the end. */
const lastFeedback = (inside: string): number => {
  const at = inside.replace(/\\./gs, '  ').lastIndexOf('####')
  return at < 0 ? inside.length : at
}

const FORMAT = /^\[(plain|html|markdown|moodle)\]/

/** A text in its own format, or in that of its question. */
const plain = (text: string, around: string | undefined): string => {
  const said = text.trim()
  const own = FORMAT.exec(said)
  const words = unescaped(own ? said.slice(own[0].length) : said)
  return (own?.[1] ?? around) === 'html' ? fromHypertext(words) : words
}

type Kept = Pick<Draft, 'accepts' | 'topic' | 'difficulty' | 'solemn'> & { readonly sources: readonly Cited[] }

const extraOf = (comments: readonly string[]): Kept => {
  const json = comments.map((comment) => EXTRA.exec(comment)?.[1]).find((found) => found !== undefined)
  const tag = /\[tag:((?:\\\]|[^\]])+)\]/.exec(comments.join('\n'))?.[1]?.replaceAll('\\]', ']') ?? ''
  const parsed = json === undefined ? undefined : extraFrom(json)
  if (parsed === undefined) return { accepts: [], sources: [], topic: tag, difficulty: '', solemn: '' }
  return { ...parsed, difficulty: parsed.difficulty === undefined ? '' : String(parsed.difficulty), solemn: parsed.solemn ? 'yes' : '' }
}

/** A comment that somebody changed by hand until it cannot be read is a comment like any other. */
const extraFrom = (json: string): z.infer<typeof Extra> | undefined => {
  try {
    return Extra.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
