import type { FailureCode } from '../kernel/failure.ts'
import type { Locale } from '../words/locale.ts'

/** Text is a tree, never markup: each platform escapes the leaves in its own way. */
export type Inline =
  | string
  | { readonly kind: 'strong' | 'em' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** Words that lead on where a surface can make words a button; elsewhere they are words, and a menu or a button leads. */
  | { readonly kind: 'lead'; readonly text: string; readonly action: ActionId }

export type Body = readonly Inline[]

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly body: Body }
  | { readonly kind: 'list'; readonly items: readonly Body[] }
  /** Small print: what qualifies the words above it. */
  | { readonly kind: 'note'; readonly body: Body }
  | { readonly kind: 'divider' }

/** Made and read only by `chat/action.ts`. At most 100 bytes of UTF-8: Discord allows no more. */
export type ActionId = string & { readonly __brand: 'ActionId' }

export type Button = { readonly label: string; readonly action: ActionId }
export type Option = { readonly label: string; readonly hint?: string; readonly action: ActionId }

/** One choice out of many; at most 25 are shown, because Discord allows no more. */
export type Menu = { readonly label: string; readonly options: readonly Option[] }

/** One way to go on with a half-typed value: what is shown, and what is meant. */
export type Choice = { readonly name: string; readonly value: string }

/** One thing to fill in. Its name is an argument of the form's command. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly required: boolean
  readonly value?: string
} & (
  | { readonly kind: 'text' }
  /** Text of several lines. */
  | { readonly kind: 'long' }
  /** A file to be given. */
  | { readonly kind: 'file' }
  | { readonly kind: 'choice'; readonly options: readonly { readonly label: string; readonly value: string }[] }
)

/** Arguments of a command to be filled in; what is filled in is heard as that command. A surface without forms shows the reply's words, which say how to type it. */
export type Form = {
  readonly title: string
  readonly submit: string
  readonly root: string
  readonly sub: string
  readonly fields: readonly Field[]
}

/** A file that goes with a reply, for whoever sees the reply alone: `text` is its whole content in UTF-8. */
export type Attached = { readonly name: string; readonly type: string; readonly text: string }

/** Who sees an answer: the whole channel, or only the person who asked. */
export type Audience = 'everyone' | 'asker'

/** Everything the bot can say. Features return one, platforms draw one, nothing else talks. */
export type Reply = {
  readonly locale: Locale
  readonly audience: Audience
  readonly title?: string
  readonly blocks: readonly Block[]
  readonly menu?: Menu
  readonly buttons: readonly Button[]
  readonly form?: Form
  readonly file?: Attached
  /** For how long, from its sending on, it can be answered, unless somebody changes that; a surface that shows times tells the instant. */
  readonly openMs?: number
  readonly footer: Body
  /** True when people died in what is told: no colour of joy, no emoji, no pings. */
  readonly solemn: boolean
  /** The action that says this again; what is too long for one message is paged by it. */
  readonly self?: ActionId
  /** Set when the question could not be answered, and why; `broken` is our own fault. */
  readonly failure?: FailureCode | 'broken'
}

/** The plain words of a body, without its emphasis; a link keeps only its text. */
export const wordsOf = (body: Body): string => body.map((part) => (typeof part === 'string' ? part : part.text)).join('')

export const strong = (text: string): Inline => ({ kind: 'strong', text })
export const em = (text: string): Inline => ({ kind: 'em', text })
export const code = (text: string): Inline => ({ kind: 'code', text })
export const link = (text: string, url: string): Inline => ({ kind: 'link', text, url })

export const lead = (text: string, action: ActionId | undefined): Inline => (action ? { kind: 'lead', text, action } : text)

/** The same reply with every action in it changed: in its words, its menu and its buttons. */
export function withActions(reply: Reply, change: (action: ActionId) => ActionId): Reply {
  const turned = <T extends { readonly action: ActionId }>(item: T): T => ({ ...item, action: change(item.action) })
  const inWords = (body: Body): Body => body.map((part) => (typeof part !== 'string' && part.kind === 'lead' ? turned(part) : part))
  const inBlock = (block: Block): Block =>
    block.kind === 'list'
      ? { ...block, items: block.items.map(inWords) }
      : 'body' in block
        ? { ...block, body: inWords(block.body) }
        : block
  return {
    ...reply,
    blocks: reply.blocks.map(inBlock),
    buttons: reply.buttons.map(turned),
    ...(reply.menu && { menu: { ...reply.menu, options: reply.menu.options.map(turned) } }),
  }
}

export const heading = (text: string): Block => ({ kind: 'heading', text })
export const paragraph = (...body: Inline[]): Block => ({ kind: 'text', body })
export const note = (...body: Inline[]): Block => ({ kind: 'note', body })
export const list = (items: readonly Body[]): Block => ({ kind: 'list', items })
export const divider: Block = { kind: 'divider' }
