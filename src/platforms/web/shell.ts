import { LOCALES, type Locale } from '../../words/locale.ts'
import { sayer, type Say } from '../../words/say.ts'
import { escaped } from './render.ts'

/** What differs from page to page. */
export type Sheet = {
  readonly locale: Locale
  /** Before the name of the house; the house's alone where it is missing. */
  readonly title?: string | undefined
  /** The same page in another language. */
  readonly inLanguage: (locale: Locale) => string
  /** Where somebody goes who skips the head of the page, and what it is called. */
  readonly skip: { readonly to: string; readonly words: string }
  readonly script?: string
  /** Whether there are channels to go to. */
  readonly hasChannels: boolean
  readonly main: string
}

const OWN_NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', pl: 'Polski' }

/** A whole page around what it is about. */
export function shell(sheet: Sheet): string {
  const say = sayer(sheet.locale)
  return `<!doctype html>
<html lang="${sheet.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escaped(say('web.description'))}">
<title>${escaped(sheet.title ? `${sheet.title} · Griot` : 'Griot')}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<script src="/theme.js"></script>${sheet.script === undefined ? '' : `\n<script src="${sheet.script}" type="module"></script>`}
</head>
<body>
<a class="skip" href="${sheet.skip.to}">${escaped(sheet.skip.words)}</a>
${header(sheet, say)}
<main>
${sheet.main}
</main>
</body>
</html>
`
}

const header = ({ locale, inLanguage, hasChannels }: Sheet, say: Say): string => `<header>
<h1><a href="/?locale=${locale}">Griot</a></h1>
<p>${escaped(say('web.tagline'))}</p>${hasChannels ? `\n<a href="/channels?locale=${locale}">${escaped(say('web.channels'))}</a>` : ''}
<nav aria-label="${escaped(say('web.languages'))}">${LOCALES.map((one) => languageLink(one, inLanguage(one), one === locale)).join(' ')}</nav>
<button id="theme" type="button" hidden data-dark="${escaped(say('web.dark'))}" data-light="${escaped(say('web.light'))}">${escaped(say('web.dark'))}</button>
</header>`

const languageLink = (locale: Locale, href: string, isCurrent: boolean): string =>
  `<a${isCurrent ? ' aria-current="true"' : ''} lang="${locale}" hreflang="${locale}" href="${escaped(href)}">${OWN_NAMES[locale]}</a>`
