import { exampleLine, type Root } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { sayer, type Key } from '../../words/say.ts'
import { addressOf, inLanguage, lineAddress, shownLine, type Asked } from './asked.ts'
import { escaped, toHtml } from './render.ts'

const OWN_NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', pl: 'Polski' }

/** The page's own words that have nothing to fill in. */
type PlainKey = Exclude<Key & `web.${string}`, 'web.badDay'>

/** Commands whose examples show a newcomer what can be asked: a day, somebody, and a cause. */
const SHOWN_FIRST: ReadonlySet<string> = new Set(['on', 'who', 'why'])

/** The whole playground with its first answer in it: readable and usable without script. */
export function page(asked: Asked, reply: Reply, roots: readonly Root[]): string {
  const say = sayer(asked.locale)
  const words = (key: PlainKey): string => escaped(say(key))
  return `<!doctype html>
<html lang="${asked.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${words('web.description')}">
<title>${escaped(reply.title ? `${reply.title} · Griot` : 'Griot')}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<script src="/theme.js"></script>
<script src="/app.js" type="module"></script>
</head>
<body>
<a class="skip" href="#line">${words('web.skip')}</a>
<header>
<h1><a href="/?locale=${asked.locale}">Griot</a></h1>
<p>${words('web.tagline')}</p>
<nav aria-label="${words('web.languages')}">${LOCALES.map((locale) => languageLink(asked, locale)).join(' ')}</nav>
<button id="theme" type="button" hidden data-dark="${words('web.dark')}" data-light="${words('web.light')}">${words('web.dark')}</button>
</header>
<main>
${isFirst(asked) ? intro(asked, words('web.intro'), roots) : ''}
<div id="log" role="log" aria-label="${words('web.answers')}">
${answered(asked, reply)}
</div>
<form id="ask" action="/" method="get" autocomplete="off">
<input type="hidden" name="locale" value="${asked.locale}">
<div class="field line">
<label for="line">${words('web.line')}</label>
<input id="line" name="line" type="text" maxlength="1000" placeholder="${words('web.placeholder')}" spellcheck="false" autocapitalize="none" enterkeyhint="send">
<ul id="ways" role="listbox" aria-label="${words('web.ways')}" hidden></ul>
</div>
<button type="submit">${words('web.send')}</button>
<div class="field day">
<label for="at">${words('web.pretend')}</label>
<input id="at" name="at" type="date" max="9999-12-31" value="${asked.at ?? ''}">
</div>
</form>
<p id="status" role="status" class="hidden" data-private="${words('web.private')}" data-failed="${words('web.failed')}"></p>
</main>
</body>
</html>
`
}

/** A typed line as it is repeated, if there was one, and its answer. */
export function answered(asked: Asked, reply: Reply): string {
  const question =
    asked.line &&
    `<p class="question"><span class="hidden">${escaped(sayer(asked.locale)('web.youAsked'))} </span>${escaped(shownLine(asked))}</p>\n`
  return `${question ?? ''}${toHtml(reply, (action) => addressOf(asked, action))}`
}

const isFirst = ({ line, press, badDay }: Asked): boolean => !line && !press && !badDay

/** What a newcomer can do, with questions that work, from the first pack. */
function intro(asked: Asked, words: string, roots: readonly Root[]): string {
  const commands = roots[0]?.commands.filter((spec) => SHOWN_FIRST.has(spec.sub)) ?? []
  const items = commands
    .map((spec) => exampleLine(spec, asked.locale))
    .map((line) => `<li><a href="${escaped(lineAddress(asked, line))}" data-line="${escaped(line)}">${escaped(line)}</a></li>`)
  return `<div class="intro"><p>${words}</p><ul>${items.join('')}</ul></div>`
}

const languageLink = (asked: Asked, locale: Locale): string =>
  `<a${locale === asked.locale ? ' aria-current="true"' : ''} lang="${locale}" hreflang="${locale}" href="${escaped(inLanguage(asked, locale))}">${OWN_NAMES[locale]}</a>`
