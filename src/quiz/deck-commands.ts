import * as z from 'zod'
import { arg, choice, defineCommand, file, type Root } from '../chat/command.ts'
import { ID } from '../chat/identity.ts'
import { sayer } from '../words/say.ts'
import { addDeck, exportDeck, FORMAT_LABELS, keepDeck, listDecks, removeDeck } from './desk/decks.ts'
import { FORMATS } from './files/deck-file.ts'
import { LIMITS } from './files/limits.ts'
import type { QuizParts } from './parts.ts'

const NOTHING = { en: '', fr: '', pl: '' }
const CALLED = { en: sayer('en')('quiz.example.deck'), fr: sayer('fr')('quiz.example.deck'), pl: sayer('pl')('quiz.example.deck') }

/** `/quiz deck …`: questions of one's own, added from a file, listed, taken along and removed. */
export function deckCommands(parts: Pick<QuizParts, 'decks' | 'pseudonyms'>): Root['commands'] {
  const common = { root: 'quiz', audience: 'asker', example: NOTHING } as const
  const deck = arg(z.string().trim().min(1).max(100), 'deck')
  return [
    defineCommand({
      ...common,
      sub: 'deck add',
      key: 'deckAdd',
      args: { file: arg(file().optional(), 'file'), name: arg(z.string().trim().min(1).max(LIMITS.name).optional(), 'deckName') },
      run: (a, ask) => addDeck(parts, ask, a),
    }),
    defineCommand({ ...common, sub: 'deck list', key: 'deckList', args: {}, run: (_, ask) => listDecks(parts, ask) }),
    defineCommand({
      ...common,
      sub: 'deck export',
      key: 'deckExport',
      example: CALLED,
      args: { deck, format: choice(z.enum(FORMATS).optional(), 'format', FORMAT_LABELS) },
      run: (a, ask) => exportDeck(parts, ask, a.deck, a.format),
    }),
    defineCommand({
      ...common,
      sub: 'deck remove',
      key: 'deckRemove',
      example: CALLED,
      args: { deck, sure: arg(z.boolean().optional(), 'sure') },
      run: (a, ask) => removeDeck(parts, ask, a.deck, a.sure === true),
    }),
    defineCommand({
      ...common,
      hidden: true,
      sub: 'deck keep',
      key: 'deckKeep',
      args: { draft: arg(z.string().regex(ID), 'deck') },
      run: (a, ask) => keepDeck(parts, ask, a.draft),
    }),
  ]
}
