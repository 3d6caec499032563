import type { Answer } from './driver.ts'

export type Link = { readonly label: string; readonly href: string; readonly action: string }
/** What is kept of an answer, to be pressed. */
export type Held = { readonly html: string; readonly buttons: readonly Link[]; readonly menu: readonly Link[] }

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
export const decoded = (html: string): string => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
const bare = (html: string): string => decoded(html.replace(/<[^>]*>/g, ''))

/** The elements of an answer and the attributes that each may have. */
const ELEMENTS: Readonly<Record<string, RegExp>> = {
  article: /^ class="reply(?: solemn)?" lang="(?:en|fr|pl)" data-audience="(?:everyone|asker)"(?: data-failure="[a-z-]+")?$/,
  a: /^(?: class="button")? href="(?:\/(?:channels\/[a-z0-9-]{1,40})?\?press=[^"<>]*" data-action="[^"<>]*"|https?:\/\/[^"<>]*" rel="noopener noreferrer external")$/,
  p: /^(?: class="(?:note|buttons)")?$/,
  details: /^ class="menu"$/,
  button:
    /^ (?:type="submit"(?: class="button")?|class="button" form="press"(?: formaction="\/channels\/[a-z0-9-]{1,40}\?post=\d+#post-\d+")? name="press" value="[^"<>]*" data-action="[^"<>]*")$/,
  form: /^ class="(?:fill|file)" method="post" action="\/channels\/[^"<>]*"(?: enctype="multipart\/form-data")?(?: aria-label="[^"<>]*")?$/,
  input: /^ type="hidden" name="[^"<>]*" value="[^"<>]*"$/,
}
const PLAIN = new Set(['h2', 'h3', 'strong', 'em', 'code', 'ul', 'li', 'hr', 'br', 'small', 'summary', 'footer'])

const tagFaults = (html: string): string[] =>
  [...html.matchAll(/<(\/?)([^\s>]*)([^>]*)>/g)].flatMap(([whole, closing, name = '', attributes = '']) => {
    const fine = closing || PLAIN.has(name) ? attributes === '' && (PLAIN.has(name) || name in ELEMENTS) : ELEMENTS[name]?.test(attributes)
    return fine ? [] : [whole]
  })

/** What can be pressed, with where it leads; a button that names no place leads where its form does. */
export const linksIn = (html: string): Link[] =>
  [...html.matchAll(/<(?:a|button)([^>]*) data-action="([^"]*)">(.*?)<\/(?:a|button)>/g)].map(
    ([, attributes = '', action = '', label = '']) => ({
      href: decoded(/ (?:href|formaction)="([^"]*)"/.exec(attributes)?.[1] ?? ''),
      action: decoded(action),
      label: decoded(label),
    }),
  )

/** The first answer in some HTML. */
export function toAnswer(page: string): Answer {
  const html = /<article.*?<\/article>/s.exec(page)?.[0] ?? ''
  const menu = /<details.*?<\/details>/s.exec(html)?.[0] ?? ''
  const buttons = /<p class="buttons">.*?<\/p>/s.exec(html)?.[0] ?? ''
  const words = html.replace(menu, '').replace(buttons, '')
  const controls = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.exec(html)
  const handle: Held = { html, buttons: linksIn(buttons), menu: linksIn(menu) }
  return {
    private: /^<article[^>]* data-audience="asker"/.test(html),
    text: words
      .split(/\n|<\/li>|<ul>/)
      .map(bare)
      .filter(Boolean)
      .join('\n'),
    buttons: handle.buttons.map(({ label }) => label),
    menu: handle.menu.map(({ label }) => label),
    replaced: false,
    faults: [...(html === '' ? ['no answer'] : []), ...tagFaults(html), ...(controls ? ['a control character'] : [])],
    handle,
  }
}
