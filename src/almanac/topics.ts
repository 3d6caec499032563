import { quotable } from '../chat/clean.ts'
import type { Ask, Complete } from '../chat/command.ts'
import { Failure } from '../kernel/failure.ts'
import { fold } from '../words/fold.ts'
import { LOCALES } from '../words/locale.ts'
import type { Shelf } from './shelf.ts'

/** How all topics are named, folded. */
const ALL = new Set(['all', 'tous', 'tout', 'toutes', 'wszystkie', 'wszystko', '*'])

/** The ids of topics named in any language, between commas; none for all of them. Throws `Failure` where there is no such topic. */
export function topicIds(shelves: readonly Shelf[], { locale }: Ask, typed: string): string[] {
  const topics = shelves.flatMap(({ almanac }) => almanac.pack.topics)
  const names = typed.split(/[,;]/).map((name) => name.trim())
  if (names.some((name) => ALL.has(fold(name)))) return []
  const ids = names
    .filter((name) => name !== '')
    .map((name) => {
      const found = topics.find(({ id, name: names }) => [id, ...LOCALES.map((l) => names[l])].some((word) => fold(word) === fold(name)))
      if (found) return found.id
      throw new Failure('not-found', 'error.noSuchTopic', {
        topic: quotable(name),
        topics: topics.map((topic) => topic.name[locale]).join(', '),
      })
    })
  return [...new Set(ids)]
}

/** Offers the topic that is being typed behind those that are there already. */
export const completeTopics =
  (shelves: readonly Shelf[]): Complete =>
  (typed, { locale, say }) => {
    const at = Math.max(typed.lastIndexOf(','), typed.lastIndexOf(';')) + 1
    const [before, word] = [typed.slice(0, at), fold(typed.slice(at).trim())]
    const all = { name: say('schedule.allTopics'), ids: ['all'] }
    const topics = shelves.flatMap(({ almanac }) =>
      almanac.pack.topics.map(({ id, name }) => ({ name: name[locale], ids: [id, ...Object.values(name)] })),
    )
    return [...(at === 0 ? [all] : []), ...topics]
      .filter(({ name, ids }) => [name, ...ids].some((text) => fold(text).includes(word)))
      .map(({ name }) => ({ name: `${before}${before && ' '}${name}`, value: `${before}${before && ' '}${name}` }))
      .filter(({ value }) => value.length <= 100)
  }
