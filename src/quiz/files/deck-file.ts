import type { Attached } from '../../chat/reply.ts'
import { foldedWords } from '../../words/fold.ts'
import type { Locale } from '../../words/locale.ts'
import type { Deck } from '../deck.ts'
import { ankiText, readAnki } from './anki.ts'
import { lineOf } from './clean.ts'
import { csvText, readCsv, type Drafts } from './csv.ts'
import { toQuestions } from './draft.ts'
import { inOrder, type Fault } from './fault.ts'
import { giftText, readGift } from './gift.ts'
import { jsonText, readJson } from './json.ts'
import { LIMITS } from './limits.ts'

/** The formats in which a deck is written; each is read as well. */
export const FORMATS = ['csv', 'json', 'gift', 'anki'] as const
export type Format = (typeof FORMATS)[number]

/** A deck as a file gives it, not kept yet. */
export type NewDeck = Pick<Deck, 'name' | 'locale' | 'questions'>

/**
 * Reads a deck out of a file, whatever its format, and keeps nothing: its good questions, and every fault with its place. A file that names
 * its language is read in that one, any other in `locale`. The name is the file's own word for it, or that of the file.
 */
export const readDeck = (file: string, text: string, locale: Locale): { readonly deck: NewDeck; readonly faults: readonly Fault[] } => {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const stem = file.replace(/^.*[/\\]/, '').replace(/\.[a-z]{1,5}$/i, '')
  const unreadable = /[\ufffd\0]/.exec(lines)
  if (unreadable) {
    const number = lines.slice(0, unreadable.index).split('\n').length
    const fault: Fault = { at: { place: 'line', number }, what: { key: 'deck.fault.encoding' } }
    return { deck: { name: nameOf(stem), locale, questions: [] }, faults: [fault] }
  }
  const { drafts, faults: amiss, name, locale: named } = READERS[formatOf(file, lines)](lines)
  const { questions, faults } = toQuestions(drafts, named ?? locale)
  const empty: readonly Fault[] = drafts.length + amiss.length === 0 ? [{ what: { key: 'deck.fault.empty' } }] : []
  return { deck: { name: nameOf(name ?? stem), locale: named ?? locale, questions }, faults: inOrder([...empty, ...amiss, ...faults]) }
}

const READERS: Readonly<Record<Format, (text: string) => Drafts>> = { csv: readCsv, json: readJson, gift: readGift, anki: readAnki }

const nameOf = (said: string): string => Array.from(lineOf(said)).slice(0, LIMITS.name).join('').trim()

/** By the name of the file where it says so, else by how it begins. */
const formatOf = (file: string, text: string): Format => {
  const begins = text.trimStart()
  if (/\.json$/i.test(file) || /^[[{]/.test(begins)) return 'json'
  if (/^#[a-z ]+:/i.test(begins)) return 'anki'
  if (/\.gift$/i.test(file) || /^(\/\/|::|\$CATEGORY:)/.test(begins)) return 'gift'
  const isText = /\.txt$/i.test(file) && /\{[^}]*[=~]/.test(begins) && !/^"?sep=|^[^\n]*\bright\b[^\n]*\bwrong/i.test(begins)
  return isText ? 'gift' : 'csv'
}

const TYPES: Readonly<Record<Format, readonly [ending: string, type: string]>> = {
  csv: ['csv', 'text/csv; charset=utf-8'],
  json: ['json', 'application/json'],
  gift: ['gift.txt', 'text/plain; charset=utf-8'],
  anki: ['anki.txt', 'text/plain; charset=utf-8'],
}

/** A deck as a file to take away: the same deck gives the same file. */
export const deckFile = ({ name, locale, questions }: NewDeck, format: Format): Attached => {
  const [ending, type] = TYPES[format]
  const slug = foldedWords(name)
    .join('-')
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, 40)
  return { name: `griot-deck-${slug || 'own'}.${ending}`, type, text: WRITERS[format](name, questions, locale) }
}

const WRITERS: Readonly<Record<Format, (name: string, questions: Deck['questions'], locale: Locale) => string>> = {
  csv: (_, questions, locale) => csvText(questions, locale),
  json: jsonText,
  gift: (_, questions, locale) => giftText(questions, locale),
  anki: (_, questions, locale) => ankiText(questions, locale),
}
