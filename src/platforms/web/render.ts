import type { Block, Body, Inline, Reply } from '../../chat/reply.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as the content of an element or of a quoted attribute; control and direction marks are taken out. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

/** Turns an action into the address of a page that does it, for people without script. */
export type Address = (action: string) => string

/** One reply as an `article`; every button is a link that works without script. */
export function toHtml(reply: Reply, address: Address = (action) => `/?press=${encodeURIComponent(action)}`): string {
  const attributes = `class="reply${reply.solemn ? ' solemn' : ''}" lang="${reply.locale}" data-audience="${reply.audience}"${reply.failure ? ` data-failure="${reply.failure}"` : ''}`
  return [
    `<article ${attributes}>`,
    reply.title === undefined ? '' : `<h2>${escaped(reply.title)}</h2>`,
    ...reply.blocks.map((part) => block(part, address)),
    menu(reply, address),
    reply.buttons.length === 0
      ? ''
      : `<p class="buttons">${reply.buttons.map(({ label, action }) => `<a class="button" href="${escaped(address(action))}" data-action="${escaped(action)}">${escaped(label)}</a>`).join(' ')}</p>`,
    reply.footer.length === 0 ? '' : `<footer>${body(reply.footer, address)}</footer>`,
    '</article>',
  ]
    .filter(Boolean)
    .join('\n')
}

function block(given: Block, address: Address): string {
  switch (given.kind) {
    case 'heading':
      return `<h3>${escaped(given.text)}</h3>`
    case 'text':
      return `<p>${body(given.body, address)}</p>`
    case 'note':
      return `<p class="note">${body(given.body, address)}</p>`
    case 'list':
      return `<ul>${given.items.map((item) => `<li>${body(item, address)}</li>`).join('')}</ul>`
    case 'divider':
      return '<hr>'
  }
}

const body = (given: Body, address: Address): string => given.map((part) => inline(part, address)).join('')

function inline(part: Inline, address: Address): string {
  if (typeof part === 'string') return escaped(part)
  switch (part.kind) {
    case 'strong':
      return `<strong>${escaped(part.text)}</strong>`
    case 'em':
      return `<em>${escaped(part.text)}</em>`
    case 'code':
      return `<code>${escaped(part.text)}</code>`
    case 'link':
      return /^https?:\/\//i.test(part.url)
        ? `<a href="${escaped(part.url)}" rel="noopener noreferrer external">${escaped(part.text)}</a>`
        : escaped(part.text)
    case 'lead':
      return `<a href="${escaped(address(part.action))}" data-action="${escaped(part.action)}">${escaped(part.text)}</a>`
  }
}

/** A menu is a list that unfolds: each choice is a link. What the words above lead to already is not repeated. */
function menu({ menu: given, blocks }: Reply, address: Address): string {
  const led = new Set(blocks.flatMap(bodiesOf).flatMap((part) => (typeof part !== 'string' && part.kind === 'lead' ? [part.action] : [])))
  const left = given?.options.filter(({ action }) => !led.has(action)) ?? []
  if (!given || left.length === 0) return ''
  const items = left.map(
    ({ label, hint, action }) =>
      `<li><a href="${escaped(address(action))}" data-action="${escaped(action)}">${escaped(label)}</a>${hint ? ` <small>${escaped(hint)}</small>` : ''}</li>`,
  )
  return `<details class="menu"><summary>${escaped(given.label)}</summary><ul>${items.join('')}</ul></details>`
}

const bodiesOf = (given: Block): Body => (given.kind === 'list' ? given.items.flat() : 'body' in given ? given.body : [])
