import type { Shelf } from '../../almanac/shelf.ts'
import type { Question, Questions } from '../question.ts'
import { bodyDrafts } from './body.ts'
import { causeDrafts } from './cause.ts'
import { dateDrafts } from './date.ts'
import { inEach, toQuestion, type Draft } from './draft.ts'
import { FALSIFIERS } from './false.ts'
import { figureDrafts } from './figures.ts'
import { forget } from './folded.ts'
import { ground, type Ground } from './ground.ts'
import { saysDrafts } from './says.ts'
import { seedDrafts } from './seed.ts'
import { sequenceDrafts } from './sequence.ts'
import { truthDrafts } from './truth.ts'
import { whereDrafts } from './where.ts'
import { whoDrafts } from './who.ts'

/** Everything that writes questions from a pack, a kind or two each. */
const GENERATORS: readonly ((ground: Ground) => readonly Draft[])[] = [
  dateDrafts,
  sequenceDrafts,
  whoDrafts,
  whereDrafts,
  bodyDrafts,
  figureDrafts,
  (ground) => truthDrafts(ground, FALSIFIERS),
  causeDrafts,
  saysDrafts,
  seedDrafts,
]

/** The questions of the packs: the same packs give the same questions under the same ids, in the order of the ids. */
export function questionsOf(shelves: readonly Shelf[]): Questions {
  const writing = questionsWritten(shelves)
  for (;;) {
    const step = writing.next()
    if (step.done) return step.value
  }
}

/** The same, in steps, so that whoever has others to answer meanwhile can do so between them. */
export function* questionsWritten(shelves: readonly Shelf[]): Generator<undefined, Questions> {
  const all: Question[] = []
  for (const shelf of shelves) {
    const known = ground(shelf.almanac)
    for (const draftsOf of GENERATORS) {
      for (const draft of draftsOf(known)) {
        const question = toQuestion(known, draft)
        if (question) all.push(question)
        yield undefined
      }
    }
  }
  forget()
  all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const byId = new Map(all.map((question) => [question.id, question]))
  const byLocale = inEach((locale) => all.filter(({ words }) => words[locale] !== undefined))
  return { all: (locale) => byLocale?.[locale] ?? [], get: (id) => byId.get(id) }
}
