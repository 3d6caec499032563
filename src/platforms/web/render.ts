import type { Attached, Block, Body, Form, Inline, Reply } from '../../chat/reply.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The pages of ours that an answer may lead to. */
const OWN_PAGE = /^\/channels(?:\/[a-z0-9-]{1,40})?$/

/** Text as the content of an element or of a quoted attribute; control and direction marks are taken out. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

/** Turns an action into the address of a page that does it, for people without script. */
export type Address = (action: string) => string

/** What a page can do with a reply: where its links lead, which buttons are sent as a form, and how a form and a file are drawn. */
export type Surface = {
  readonly address: Address
  /** True of an action that is done by a POST of the page's form `press`, since a link may be followed by anybody. */
  readonly isPosted?: (action: string) => boolean
  /** Where that POST goes, if not where the form says. */
  readonly sentTo?: string
  /** Draws a form; without it a reply's words say what to type. */
  readonly form?: (form: Form) => string
  /** Draws the way to a file; without it there is none. */
  readonly file?: (file: Attached) => string
}

const START: Surface = { address: (action) => `/?press=${encodeURIComponent(action)}` }

/** One reply as an `article`; every button works without script. */
export function toHtml(reply: Reply, surface: Surface = START): string {
  const attributes = `class="reply${reply.solemn ? ' solemn' : ''}" lang="${reply.locale}" data-audience="${reply.audience}"${reply.failure ? ` data-failure="${reply.failure}"` : ''}`
  return [
    `<article ${attributes}>`,
    reply.title === undefined ? '' : `<h2>${escaped(reply.title)}</h2>`,
    ...reply.blocks.map((part) => block(part, surface)),
    reply.form && surface.form ? surface.form(reply.form) : '',
    reply.file && surface.file ? surface.file(reply.file) : '',
    menu(reply, surface),
    reply.buttons.length === 0
      ? ''
      : `<p class="buttons">${reply.buttons.map(({ label, action }) => control(label, action, surface, 'button')).join(' ')}</p>`,
    reply.footer.length === 0 ? '' : `<footer>${body(reply.footer, surface)}</footer>`,
    '</article>',
  ]
    .filter(Boolean)
    .join('\n')
}

/** What leads on when it is pressed. */
function control(label: string, action: string, { address, isPosted, sentTo }: Surface, style?: 'button'): string {
  const data = `data-action="${escaped(action)}">${escaped(label)}`
  return isPosted?.(action)
    ? `<button class="${style ?? 'words'}" form="press"${sentTo === undefined ? '' : ` formaction="${escaped(sentTo)}"`} name="press" value="${escaped(action)}" ${data}</button>`
    : `<a${style ? ` class="${style}"` : ''} href="${escaped(address(action))}" ${data}</a>`
}

function block(given: Block, surface: Surface): string {
  switch (given.kind) {
    case 'heading':
      return `<h3>${escaped(given.text)}</h3>`
    case 'text':
      return `<p>${body(given.body, surface)}</p>`
    case 'note':
      return `<p class="note">${body(given.body, surface)}</p>`
    case 'list':
      return `<ul>${given.items.map((item) => `<li>${body(item, surface)}</li>`).join('')}</ul>`
    case 'divider':
      return '<hr>'
  }
}

const body = (given: Body, surface: Surface): string => given.map((part) => inline(part, surface)).join('')

/** Words of ours may go on in another line; what people typed has none. */
const lines = (text: string): string => text.split('\n').map(escaped).join('<br>')

function inline(part: Inline, surface: Surface): string {
  if (typeof part === 'string') return lines(part)
  switch (part.kind) {
    case 'strong':
      return `<strong>${lines(part.text)}</strong>`
    case 'em':
      return `<em>${lines(part.text)}</em>`
    case 'code':
      return `<code>${escaped(part.text)}</code>`
    case 'link':
      if (OWN_PAGE.test(part.url)) return `<a href="${part.url}">${escaped(part.text)}</a>`
      return /^https?:\/\//i.test(part.url)
        ? `<a href="${escaped(part.url)}" rel="noopener noreferrer external">${escaped(part.text)}</a>`
        : escaped(part.text)
    case 'lead':
      return control(part.text, part.action, surface)
  }
}

/** A menu is a list that unfolds: each choice is a link. What the words above lead to already is not repeated. */
function menu({ menu: given, blocks }: Reply, surface: Surface): string {
  const led = new Set(blocks.flatMap(bodiesOf).flatMap((part) => (typeof part !== 'string' && part.kind === 'lead' ? [part.action] : [])))
  const left = given?.options.filter(({ action }) => !led.has(action)) ?? []
  if (!given || left.length === 0) return ''
  const items = left.map(
    ({ label, hint, action }) => `<li>${control(label, action, surface)}${hint ? ` <small>${escaped(hint)}</small>` : ''}</li>`,
  )
  return `<details class="menu"><summary>${escaped(given.label)}</summary><ul>${items.join('')}</ul></details>`
}

const bodiesOf = (given: Block): Body => (given.kind === 'list' ? given.items.flat() : 'body' in given ? given.body : [])
