import { parse } from 'discord-markdown-parser'
import { messageFaults } from '../support/discord-limits.ts'
import type { FakeMessage } from '../support/discord-rest.ts'
import type { Answer } from './driver.ts'

export type Part = {
  readonly type: number
  readonly content?: string
  readonly custom_id?: string
  readonly label?: string
  readonly options?: readonly { readonly label: string; readonly value: string }[]
  readonly components?: readonly Part[]
}
/** A message and all its components, nested ones included. */
export type Held = { readonly message: FakeMessage; readonly parts: readonly Part[] }
type Node = ReturnType<typeof parse>[number]

const partsOf = (parts: readonly Part[]): Part[] => parts.flatMap((part) => [part, ...partsOf(part.components ?? [])])

/** What our renderer makes and nothing else: no mention, no emoji, no time stamp, no bare address. */
const MEANT = new Set(['text', 'twemoji', 'strong', 'em', 'inlineCode', 'link', 'br'])
const within = ({ content }: Node): readonly Node[] => (Array.isArray(content) ? (content as Node[]) : [])
const nodesIn = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...nodesIn(within(node))])
const wordsIn = (nodes: readonly Node[]): string =>
  nodes
    .map((node) =>
      typeof node['content'] === 'string' ? node['content'] : typeof node['name'] === 'string' ? node['name'] : wordsIn(within(node)),
    )
    .join('')

/** A line without the mark of its kind, as somebody else's parser of Discord's Markdown reads it. */
const read = (line: string): readonly Node[] => parse(line.replace(/^(?:#{1,3} |-# |- )/, ''), 'extended')

/** What a person sees of a message that was sent as `data`; `called` are the calls of roles before it. */
export function answerOf(message: FakeMessage, data: unknown, replaced: boolean, called: readonly string[] = []): Answer {
  const all = partsOf((data as { components: readonly Part[] }).components)
  // The call of a role is no part of what is said.
  const parts = all.filter(({ content }) => !called.includes(content ?? ''))
  const lines = parts.flatMap(({ type, content = '' }) => (type === 10 ? content.split('\n') : []))
  const strange = lines.flatMap((line) =>
    nodesIn(read(line))
      .filter((node) => !MEANT.has(node.type))
      .map((node) => `${node.type} in ${line}`),
  )
  return {
    private: (message.flags & (1 << 6)) !== 0,
    text: lines
      .map((line) => wordsIn(read(line)))
      .join('\n')
      .replaceAll('\u200B', ''),
    buttons: parts.flatMap(({ type, label = '' }) => (type === 2 ? [label] : [])),
    menu: parts.flatMap(({ options = [] }) => options.map(({ label }) => label)),
    replaced,
    faults: [...messageFaults(data), ...strange],
    handle: { message, parts } satisfies Held,
  }
}
