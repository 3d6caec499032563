import { toActionId } from '../../chat/action.ts'
import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import type { Upload } from '../../chat/platform.ts'
import { paragraph, type Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import { deckNamed, foundDeck, mayChange, serverShelfOf, shelfHere, type Found, type Label } from './shelves.ts'
import { decksCard, dryRunCard, keptCard, uploadCard } from '../cards/decks.ts'
import { draftShelf, foldedName, MOST_DECKS, serverOfShelf } from '../deck.ts'
import { deckFile, FORMATS, readDeck, type Format } from '../files/deck-file.ts'
import { LIMITS } from '../files/limits.ts'
import type { QuizParts } from '../parts.ts'

type DeckParts = Pick<QuizParts, 'decks' | 'pseudonyms'>

export const FORMAT_LABELS = {
  csv: 'deck.format.csv',
  json: 'deck.format.json',
  gift: 'deck.format.gift',
  anki: 'deck.format.anki',
} as const

/** Reads a file and says what would be kept of it, and every fault. The good questions lie ready for a day, until somebody says that they are to be kept. */
export async function addDeck(
  parts: DeckParts,
  ask: Ask,
  { file, name }: { readonly file?: Upload | undefined; readonly name?: string | undefined },
): Promise<Reply> {
  if (!file) return uploadCard(ask)
  const { deck: read, faults } = readDeck(file.name, await file.read(LIMITS.file), ask.locale)
  const deck = { ...read, name: name ?? (read.name === '' ? ask.say('deck.unnamed') : read.name) }
  const good = deck.questions.slice(0, LIMITS.questions)
  const replaces = await sameNamed(parts, ask, deck.name)
  if (replaces) changing(parts, ask, replaces)
  const draft = good.length > 0 ? await drafted(parts, ask, { ...deck, questions: good }) : undefined
  return dryRunCard(ask, { deck: { ...deck, questions: good }, faults, draft, replaces: replaces?.deck })
}

/** The id under which an upload lies ready. */
async function drafted(
  { decks, pseudonyms }: DeckParts,
  ask: Ask,
  deck: Pick<Parameters<DeckParts['decks']['put']>[1], 'name' | 'locale' | 'questions'>,
): Promise<string> {
  const written = await decks.put(draftShelf(pseudonyms.of(ask.asker)), { ...deck, madeAt: ask.now })
  if (written.kind === 'full') throw new Failure('conflict', 'deck.full', { most: MOST_DECKS })
  return written.id
}

/** The deck of this name that stands where a new one would be put. */
async function sameNamed(parts: DeckParts, ask: Ask, name: string): Promise<Found | undefined> {
  const owner = shelfHere(parts, ask)
  const deck = (await parts.decks.list(owner)).find((one) => foldedName(one.name) === foldedName(name))
  return deck && { owner, deck }
}

/** Keeps what lies ready: on the server's shelf, or the person's own. */
export async function keepDeck(parts: DeckParts, ask: Ask, id: string): Promise<Reply> {
  const { decks, pseudonyms } = parts
  const me = pseudonyms.of(ask.asker)
  const draft = await decks.get(draftShelf(me), id)
  if (!draft) throw new Failure('not-found', 'deck.noDraft')
  const replaces = await sameNamed(parts, ask, draft.name)
  if (replaces) changing(parts, ask, replaces)
  const owner = shelfHere(parts, ask)
  const isServers = serverOfShelf(owner) !== undefined
  const { name, locale, questions } = draft
  const maker = replaces?.deck.maker ?? me
  const kept = await decks.put(owner, { name, locale, questions, madeAt: ask.now, ...(isServers && { maker }) })
  if (kept.kind === 'full') throw new Failure('conflict', 'deck.full', { most: MOST_DECKS })
  await decks.remove(draftShelf(me), id)
  return keptCard(ask, { id: kept.id, name, count: questions.length }, isServers)
}

/** The decks that somebody can play here, and their own files that were checked and wait to be kept. */
export async function listDecks(parts: DeckParts, ask: Ask): Promise<Reply> {
  const server = serverShelfOf(ask)
  const listed = async (owner: string | undefined): Promise<readonly Label[]> => (owner === undefined ? [] : parts.decks.list(owner))
  const me = parts.pseudonyms.of(ask.asker)
  return decksCard(ask, { server: await listed(server), own: await listed(me), waiting: await listed(draftShelf(me)) })
}

/** A deck as a file, with its answers: for whoever may change it. */
export async function exportDeck(parts: DeckParts, ask: Ask, typed: string, format: Format = 'csv'): Promise<Reply> {
  const found = await foundDeck(parts, ask, typed)
  changing(parts, ask, found)
  const deck = await deckNamed(parts, ask, found.deck.id)
  const others = FORMATS.filter((one) => one !== format)
  return reply(ask, {
    blocks: [
      paragraph(
        ask.say('deck.exported', { name: quotable(deck.name), count: deck.questions.length, format: ask.say(FORMAT_LABELS[format]) }),
      ),
    ],
    file: deckFile(deck, format),
    buttons: buttons(...others.map((one) => [ask.say(FORMAT_LABELS[one]), toActionId('quiz.deck-export', deck.id, one)] as const)),
  })
}

/** Removes a deck when somebody has said that they are sure, and asks whether they are otherwise. */
export async function removeDeck(parts: DeckParts, ask: Ask, typed: string, sure: boolean): Promise<Reply> {
  const { say } = ask
  const found = await foundDeck(parts, ask, typed)
  changing(parts, ask, found)
  const name = quotable(found.deck.name)
  const list = [say('deck.button.list'), toActionId('quiz.deck-list')] as const
  if (!sure)
    return reply(ask, {
      blocks: [paragraph(say('deck.removeAsk', { name, count: found.deck.count }))],
      buttons: buttons([say('button.removeSure'), toActionId('quiz.deck-remove', found.deck.id, '1')], list),
    })
  await parts.decks.remove(found.owner, found.deck.id)
  return reply(ask, { blocks: [paragraph(say('deck.removed', { name }))], buttons: buttons(list) })
}

/** Throws `Failure` where this person may not change a deck. */
function changing(parts: DeckParts, ask: Ask, found: Found): void {
  if (!mayChange(parts, ask, found)) throw new Failure('forbidden', 'deck.forbidden', { name: quotable(found.deck.name) })
}
