import type { Reply } from '../chat/reply.ts'
import { sayer } from '../words/say.ts'
import { shownName, somebody } from './cards/names.ts'

/** A post in which these people are called nothing any more: where a name of theirs stood as a word of its own, somebody stands. What its buttons carry stays. */
export function unnamed(reply: Reply, names: readonly string[]): Reply {
  const called = [...new Set(names.map(shownName))].filter((name) => name !== '').toSorted((a, b) => b.length - a.length)
  if (called.length === 0) return reply
  const name = new RegExp(`(?<![\\p{L}\\p{N}])(?:${called.map(plain).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  const say = sayer(reply.locale)
  const nobody = (_name: string, at: number, text: string) => somebody(say, BEGINNING.test(text.slice(0, at)) ? 'first' : 'within')
  const without = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return KEPT.has(key) ? value : value.replace(name, nobody)
    if (Array.isArray(value)) return value.map((one) => without(one, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, without(one, inner)]))
  }
  return without(reply) as Reply
}

/** What stands before the first word of a sentence; of a place in a list too. */
const BEGINNING = /(?:^|[.!?…\n])[\s"'“„«(]*$/u

const plain = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** What is read by programs and says no names. */
const KEPT: ReadonlySet<string> = new Set(['action', 'self', 'kind', 'locale', 'audience', 'url'])
