import type { Locale } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import type { Question, Wording } from '../question.ts'
import { header, toDraft, toRows } from './columns.ts'
import type { Drafts } from './csv.ts'
import { fromHypertext, toHypertext } from './hypertext.ts'
import { rowsOf, tabbedText } from './separated.ts'

/** How many columns are Anki's own, before those of a deck as a table: the two sides of the card and its tags. */
const CARD = 3

/**
 * A deck as Anki imports text: the question on the front, the right answer with its explanation and sources on the back, tags, and behind
 * them the columns of the table, which Anki leaves alone and from which the deck is read back.
 */
export const ankiText = (questions: readonly Question[], locale: Locale): string => {
  const say = sayer(locale)
  const { columns, rows } = toRows(questions, locale)
  const cards = questions.flatMap((question) => {
    const words = question.words[locale]
    return words ? [[toHypertext(words.text), backOf(question, words), tagsOf(question)]] : []
  })
  const names = [say('deck.anki.front'), say('deck.anki.back'), 'tags', ...columns]
  const head = ['#separator:tab', '#html:true', `#tags column:${CARD}`, `#columns:${names.join('\t')}`, '']
  return head.join('\n') + tabbedText(cards.map((card, at) => [...card, ...(rows[at] ?? []).map(toHypertext)]))
}

const backOf = ({ sources }: Question, { right, explanation }: Wording): string => {
  const links = sources.map(({ title, url }) => `<a href="${toHypertext(url)}">${toHypertext(title)}</a>`)
  return [toHypertext(right), ...(explanation ? [toHypertext(explanation)] : []), ...(links.length > 0 ? [links.join('<br>')] : [])].join(
    '<br><br>',
  )
}

/** A tag of Anki has no blanks. */
const tagsOf = ({ topic, difficulty }: Question): string =>
  ['griot', `griot::${difficulty}`, ...(topic ? [topic.replace(/\s+/gu, '_')] : [])].join(' ')

const SEPARATORS: Readonly<Record<string, string>> = { tab: '\t', comma: ',', semicolon: ';', ',': ',', ';': ';' }

/** Reads back what `ankiText` wrote; a file of cards without wrong answers has none of its columns and is told so. */
export const readAnki = (text: string): Drafts => {
  const lines = text.split('\n')
  const body = lines.findIndex((line) => !line.startsWith('#'))
  const said = (name: string): string | undefined =>
    lines
      .slice(0, body)
      .find((line) => line.toLowerCase().startsWith(`#${name}:`))
      ?.slice(name.length + 2)
  const separator = SEPARATORS[said('separator')?.trim().toLowerCase() ?? ''] ?? '\t'
  const isHtml = said('html')?.trim().toLowerCase() === 'true'
  const names = (said('columns') ?? '').split(separator).map((name, at) => (at < CARD ? '' : name))
  const { columns, faults: amiss } = header(names, { place: 'line', number: 1 })
  if (amiss.length > 0) return { drafts: [], faults: amiss }
  const { rows, faults } = rowsOf(lines.slice(body).join('\n'), separator, body + 1)
  const drafts = rows.map(({ line, cells }) => {
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? ''
    return toDraft((column) => (isHtml ? fromHypertext(cell(column)) : cell(column)), { place: 'line', number: line })
  })
  return { drafts, faults }
}
