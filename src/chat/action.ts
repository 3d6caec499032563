import { toLocale, type Locale } from '../words/locale.ts'
import type { ActionId } from './reply.ts'

/**
 * A button's whole meaning travels inside the button, so that a restart forgets nothing:
 * `[language:][page#]name|part|part`, at most 100 bytes of UTF-8 (Discord's `custom_id`).
 */
export type Action = { readonly name: string; readonly parts: readonly string[]; readonly locale?: Locale; readonly page?: number }

const LONGEST = 100
/** Bytes kept free for a language and a page, which are put on later. */
const RESERVED = 'pl:'.length + '999#'.length
/** Controls and half characters would not survive the way to a platform and back. */
const SHAPE = /^(?:([a-z]{2}):)?(?:([1-9]\d{0,2})#)?([a-z][a-z0-9.-]{0,40})((?:\|[^|\p{Cc}\p{Cs}]*)*)$/u

/** The id of an action, or undefined when its parts are too long or hold what an id cannot carry: a button that cannot be made is not shown. */
export function toActionId(name: string, ...parts: readonly string[]): ActionId | undefined {
  const last = parts.findLastIndex((part) => part !== '')
  const kept = parts.slice(0, last + 1)
  if (kept.some((part) => part.includes('|'))) return undefined
  const id = [name, ...kept].join('|')
  return SHAPE.test(id) && Buffer.byteLength(id) <= LONGEST - RESERVED ? (id as ActionId) : undefined
}

/** What a button that somebody pressed means; undefined when it is none of ours or was tampered with. */
export function fromActionId(id: string): Action | undefined {
  if (Buffer.byteLength(id) > LONGEST) return undefined
  const [, language, page, name, rest] = SHAPE.exec(id) ?? []
  if (name === undefined) return undefined
  const locale = language === undefined ? undefined : toLocale(language)
  if (language !== undefined && locale === undefined) return undefined
  return { name, parts: rest ? rest.slice(1).split('|') : [], ...(locale && { locale }), ...(page && { page: Number(page) }) }
}

/** The same action with a language or a page put on. */
export function withEnvelope(
  id: ActionId,
  { locale, page }: { readonly locale?: Locale | undefined; readonly page?: number | undefined },
): ActionId {
  const action = fromActionId(id)
  if (!action) return id
  const language = locale ?? action.locale
  const number = page ?? action.page
  const bare = [action.name, ...action.parts].join('|')
  return `${language ? `${language}:` : ''}${number && number > 1 ? `${number}#` : ''}${bare}` as ActionId
}
