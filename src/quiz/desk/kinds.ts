import { quotable } from '../../chat/clean.ts'
import type { Ask, Complete, Labels } from '../../chat/command.ts'
import { Failure } from '../../kernel/failure.ts'
import { fold } from '../../words/fold.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { KINDS, type Kind } from '../question.ts'

/** What each kind of question is called. */
export const KIND_LABELS = {
  date: 'quiz.kind.date',
  first: 'quiz.kind.first',
  order: 'quiz.kind.order',
  who: 'quiz.kind.who',
  where: 'quiz.kind.where',
  body: 'quiz.kind.body',
  'how-many': 'quiz.kind.how-many',
  'true-false': 'quiz.kind.true-false',
  cause: 'quiz.kind.cause',
  source: 'quiz.kind.source',
  disputed: 'quiz.kind.disputed',
  own: 'quiz.kind.own',
} as const satisfies Labels & Readonly<Record<Kind, string>>

/** How all kinds are named, folded. */
const ALL = new Set(['all', 'tous', 'tout', 'toutes', 'wszystkie', 'wszystko', '*'])

/** The kinds of question named in any language, between commas; none for all of them. Throws `Failure` where there is no such kind. */
export function kindsOf({ say }: Ask, typed: string): readonly Kind[] {
  const names = typed
    .split(/[,;]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.some((name) => ALL.has(fold(name)))) return []
  return names.map((name) => {
    const found = KINDS.find((kind) =>
      [kind, ...LOCALES.map((locale) => sayer(locale)(KIND_LABELS[kind]))].some((word) => fold(word) === fold(name)),
    )
    if (found) return found
    throw new Failure('not-found', 'quiz.noSuchKind', {
      kind: quotable(name),
      kinds: KINDS.map((kind) => say(KIND_LABELS[kind])).join(', '),
    })
  })
}

/** Offers the kind that is being typed behind those that are there already. */
export const completeKinds: Complete = (typed, { say }) => {
  const at = Math.max(typed.lastIndexOf(','), typed.lastIndexOf(';')) + 1
  const [before, word] = [typed.slice(0, at), fold(typed.slice(at).trim())]
  return KINDS.map((kind) => say(KIND_LABELS[kind]))
    .filter((name) => fold(name).includes(word))
    .map((name) => `${before}${before && ' '}${name}`)
    .filter((value) => value.length <= 100)
    .map((value) => ({ name: value, value }))
}
