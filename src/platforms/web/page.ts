import { LOCALES, type Locale } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import type { Reply } from '../../chat/reply.ts'
import { escaped, toHtml } from './render.ts'
import { addressOf, inLanguage, type Asked } from './asked.ts'

const OWN_NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', pl: 'Polski' }

/** The whole playground with its first answer in it: readable and usable without script. */
export function page(asked: Asked, reply: Reply): string {
  const say = sayer(asked.locale)
  const question = asked.line ? `<p class="question"><span class="hidden">${escaped(say('web.youAsked'))} </span>${escaped(asked.line)}</p>` : ''
  return `<!doctype html>
<html lang="${asked.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escaped(say('web.description'))}">
<title>${escaped(reply.title ? `${reply.title} · Griot` : 'Griot')}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<script src="/app.js" type="module"></script>
</head>
<body>
<a class="skip" href="#line">${escaped(say('web.skip'))}</a>
<header>
<h1><a href="/?locale=${asked.locale}">Griot</a></h1>
<p>${escaped(say('web.tagline'))}</p>
<nav aria-label="${escaped(say('web.languages'))}">${LOCALES.map((locale) => languageLink(asked, locale)).join(' ')}</nav>
<button id="theme" type="button" hidden data-dark="${escaped(say('web.dark'))}" data-light="${escaped(say('web.light'))}">${escaped(say('web.dark'))}</button>
</header>
<main>
<div id="log" role="log" aria-label="${escaped(say('web.answers'))}" tabindex="0">
${question}
${toHtml(reply, (action) => addressOf(asked, action))}
</div>
<form id="ask" action="/" method="get" autocomplete="off">
<input type="hidden" name="locale" value="${asked.locale}">
<div class="field line">
<label for="line">${escaped(say('web.line'))}</label>
<input id="line" name="line" type="text" maxlength="1000" placeholder="${escaped(say('web.placeholder'))}" spellcheck="false" autocapitalize="none" enterkeyhint="send">
<ul id="ways" role="listbox" aria-label="${escaped(say('web.ways'))}" hidden></ul>
</div>
<div class="field day">
<label for="at">${escaped(say('web.pretend'))}</label>
<input id="at" name="at" type="date" value="${escaped(asked.day ? (asked.at ?? '') : '')}">
</div>
<button type="submit">${escaped(say('web.send'))}</button>
</form>
<p id="status" role="status" class="hidden" data-private="${escaped(say('web.private'))}" data-failed="${escaped(say('web.failed'))}" data-asked="${escaped(say('web.youAsked'))}"></p>
</main>
</body>
</html>
`
}

const languageLink = (asked: Asked, locale: Locale): string =>
  `<a${locale === asked.locale ? ' aria-current="true"' : ''} lang="${locale}" hreflang="${locale}" href="${escaped(inLanguage(asked, locale))}">${OWN_NAMES[locale]}</a>`
