import type { APIContainerComponent, APISeparatorComponent, APITextDisplayComponent } from 'discord.js'
import type { Block, Body, Reply } from '../../chat/reply.ts'
import { sayer } from '../../words/say.ts'
import { toControls } from './controls.ts'
import { toMarkdownWithin } from './markdown.ts'

/** https://docs.discord.com/developers/resources/message#message-object-message-flags */
export const EPHEMERAL = 1 << 6
export const IS_COMPONENTS_V2 = 1 << 15

/** The bar beside a message: a calm blue, or grey where people died. */
const CALM = 0x3b6ea5
const MUTED = 0x6b7280

/** https://docs.discord.com/developers/components/reference: over all texts of a message, and over all components, nested ones included. */
export const MESSAGE_LIMITS: Limits = { characters: 4000, components: 40 }
/** How much room there is for it. */
export type Limits = { readonly characters: number; readonly components: number }
const LONGEST_FOOTER = 600
const LONGEST_HEADING = 300
/** With less room than this, no further line is begun. */
const FEWEST = 24

/** What is sent to Discord: one container, in which all is. */
export type Message = {
  readonly flags: number
  readonly allowed_mentions: { readonly parse: [] }
  readonly components: readonly [APIContainerComponent]
  readonly attachments?: readonly { readonly id: string; readonly filename: string }[]
}

/** One line of the message, with the mark that Discord reads its kind from. */
type Line = { readonly mark: '## ' | '### ' | '- ' | '-# ' | ''; readonly body: Body }
/** What is drawn as one text: a heading holds on to its small print and to what it heads. `rule` asks for a line above. */
type Passage<T> = { readonly rule: boolean; readonly text: T }

/** A reply as Discord shows it. Whatever the reply holds, the message keeps every limit; where that cost words or buttons, it says so. */
export function toMessage(reply: Reply, limits: Limits = MESSAGE_LIMITS): Message {
  const known = limits === MESSAGE_LIMITS ? drawn.get(reply) : undefined
  if (known) return known
  const message = messageOf(reply, limits)
  if (limits === MESSAGE_LIMITS) drawn.set(reply, message)
  return message
}

/** A reply is drawn once, however many people are told it. */
const drawn = new WeakMap<Reply, Message>()

function messageOf(reply: Reply, limits: Limits): Message {
  const say = sayer(reply.locale)
  const { rows, cut } = toControls(reply.menu, reply.buttons)
  const footer = markdownOf({ mark: '-# ', body: reply.footer }, LONGEST_FOOTER)
  const notice = markdownOf({ mark: '-# ', body: [say('discord.cut')] }, LONGEST_FOOTER)
  const passages = written(toPassages(reply), limits.characters - footer.length, notice, cut)
  const shown =
    passages.length > 0 || footer !== ''
      ? passages
      : [{ rule: false, text: markdownOf({ mark: '', body: [say('discord.nothing')] }, LONGEST_FOOTER) }]
  const taken = 1 + rows.reduce((sum, row) => sum + 1 + row.components.length, 0) + (footer ? 1 : 0)
  const components = [...toTexts(shown, limits.components - taken), ...(footer ? [display(footer)] : []), ...rows]
  return {
    flags: IS_COMPONENTS_V2 | (reply.audience === 'asker' ? EPHEMERAL : 0),
    allowed_mentions: { parse: [] },
    components: [{ type: 17, accent_color: reply.solemn ? MUTED : CALM, components }],
  }
}

function toPassages(reply: Reply): Passage<Line[]>[] {
  const passages: { rule: boolean; text: Line[] }[] = []
  let rule = false
  const add = (...lines: Line[]): void => {
    const above = passages.at(-1)
    if (!rule && above && isHead(above.text)) above.text.push(...lines)
    else passages.push({ rule: rule && passages.length > 0, text: lines })
    rule = false
  }
  if (reply.title !== undefined) add({ mark: '## ', body: [reply.title] })
  for (const block of reply.blocks) {
    if (block.kind === 'divider') rule = true
    else add(...toLines(block))
  }
  return passages
}

/** A heading, or one with small print below it, that has no words of its own yet. */
const isHead = (lines: readonly Line[]): boolean =>
  lines[0]?.mark.startsWith('##') === true && lines.every(({ mark }) => mark !== '' && mark !== '- ')

function toLines(block: Exclude<Block, { kind: 'divider' }>): Line[] {
  switch (block.kind) {
    case 'heading':
      return [{ mark: '### ', body: [block.text] }]
    case 'text':
      return [{ mark: '', body: block.body }]
    case 'list':
      return block.items.map((body) => ({ mark: '- ', body }))
    case 'note':
      return [{ mark: '-# ', body: block.body }]
  }
}

/** The passages as Markdown of at most `room` units, each counted with the break that joining it to another costs. */
function written(passages: readonly Passage<Line[]>[], room: number, notice: string, cut: boolean): Passage<string>[] {
  const whole = passages
    .map(({ rule, text }) => ({ rule, text: joined(text.map((line) => markdownOf(line, room))) }))
    .filter(({ text }) => text !== '')
  const fits = (most: number): boolean => whole.reduce((sum, { text }) => sum + text.length + 1, 0) <= most
  if (!cut && fits(room)) return whole
  const beforeNotice = room - notice.length - 1
  return [...(fits(beforeNotice) ? whole : begun(passages, beforeNotice)), { rule: false, text: notice }]
}

function begun(passages: readonly Passage<Line[]>[], room: number): Passage<string>[] {
  const kept: Passage<string>[] = []
  let left = room
  for (const { rule, text } of passages) {
    const lines: string[] = []
    for (const line of text) {
      const words = markdownOf(line, left - 1)
      if (words !== '') lines.push(words)
      left -= words.length + 1
      if (left < FEWEST || words !== markdownOf(line, Number.POSITIVE_INFINITY))
        return lines.length > 0 ? [...kept, { rule, text: joined(lines) }] : kept
    }
    if (lines.length > 0) kept.push({ rule, text: joined(lines) })
  }
  return kept
}

const joined = (lines: readonly string[]): string => lines.filter((line) => line !== '').join('\n')

function markdownOf({ mark, body }: Line, room: number): string {
  const most = mark.startsWith('##') ? Math.min(room, LONGEST_HEADING) : room
  const words = toMarkdownWithin(body, most - mark.length)
  return words === '' ? '' : mark + words
}

/** Texts with lines between them, as at most `room` components: first the lines are left out, then the last texts become one. */
function toTexts(passages: readonly Passage<string>[], room: number): (APITextDisplayComponent | APISeparatorComponent)[] {
  const rules = passages.filter(({ rule }) => rule).length
  const single = passages.slice(0, room - 1).map(({ text }) => text)
  if (passages.length > room) return [...single, joined(passages.slice(room - 1).map(({ text }) => text))].map(display)
  if (passages.length + rules > room) return passages.map(({ text }) => display(text))
  return passages.flatMap(({ rule, text }) => [...(rule ? [RULE] : []), display(text)])
}

const display = (content: string): APITextDisplayComponent => ({ type: 10, content })
const RULE: APISeparatorComponent = { type: 14, divider: true, spacing: 1 }
