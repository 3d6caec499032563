import type { Asker, Ear, Upload } from '../../chat/platform.ts'
import { paragraph, link, type Body, type Inline, type Reply } from '../../chat/reply.ts'
import type { Root } from '../../chat/command.ts'
import type { RouteAnswer } from '../../chat/route.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import type { Asked } from './asked.ts'
import { formQuestion, lineQuestion, pressQuestion, type Question, type Unknown } from './question.ts'

/** What every answer of the web needs. */
export type Answering = {
  readonly roots: readonly Root[]
  readonly locale: Locale
  /** What stands under every answer, such as the notice of a rehearsal; nothing unless given. */
  readonly footer?: (say: Say) => Body
}

/** Script and style come from here alone, nothing is embedded or framed, and forms stay at home. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const

export const html = (body: string, headers: Readonly<Record<string, string>> = {}, status = 200): RouteAnswer => ({
  status,
  headers: { ...PAGE_HEADERS, ...headers },
  body,
})

export const askerOf = ({ locale, day }: Asked): Asker => ({ platform: 'web', user: 'visitor', locale, ...(day && { pretended: day }) })

/** What was asked, as a question or as what cannot be one; undefined where nothing was asked. */
export function questionOf(
  roots: readonly Root[],
  asked: Asked,
  filled?: { readonly root: string; readonly sub: string; readonly values: Readonly<Record<string, string | Upload>> },
): Question | Unknown | undefined {
  if (filled) return formQuestion(roots, filled.root, filled.sub, filled.values)
  if (asked.press !== undefined) return pressQuestion(roots, asked.press)
  const line = asked.line?.trim()
  return line ? lineQuestion(roots, line) : undefined
}

/** The answer outside of all channels: there is nothing to be managed there and nobody is known, and so only the way to the channels is told. */
export async function answer(given: Answering, ear: Ear, asked: Asked): Promise<Reply> {
  if (asked.badDay !== undefined) return sorry(given, asked, 'bad-input', (say) => [say('web.badDay', { said: asked.badDay ?? '' })])
  const question = questionOf(given.roots, asked)
  if (!question) return ear.home(askerOf(asked))
  if ('unknown' in question) return unknown(given, asked, question)
  if (question.personal) {
    const why = question.managed ? 'web.inChannel' : 'web.knownInChannel'
    return sorry(given, asked, 'forbidden', (say) => [say(why), ' ', link(say('web.channels'), '/channels')])
  }
  return ear.answer(question.heard(askerOf(asked)))
}

/** The refusal of what names none of our commands. */
export const unknown = (given: Answering, asked: Asked, question: Unknown): Reply =>
  sorry(given, asked, 'not-found', (say) => [
    question.unknown === 'press' ? say('error.oldButton') : say('error.noSuchRoot', { command: question.command, roots: question.roots }),
  ])

/** A refusal that no command could give, since none was reached. */
export const sorry = (
  given: Pick<Answering, 'footer'>,
  asked: Asked,
  failure: NonNullable<Reply['failure']>,
  words: (say: Say) => readonly Inline[],
): Reply => ({ ...spoken(given, asked, words), failure })

/** What the surface itself says to the asker. */
export const spoken = ({ footer }: Pick<Answering, 'footer'>, { locale }: Asked, words: (say: Say) => readonly Inline[]): Reply => ({
  locale,
  audience: 'asker',
  blocks: [paragraph(...words(sayer(locale)))],
  buttons: [],
  footer: footer?.(sayer(locale)) ?? [],
  solemn: false,
})
