import { exampleLine, type Root } from '../../chat/command.ts'
import type { Attached, Reply } from '../../chat/reply.ts'
import { sayer, type PlainKey } from '../../words/say.ts'
import { addressOf, inLanguage, lineAddress, shownLine, type Asked } from './asked.ts'
import { fileLink } from './files.ts'
import { escaped, toHtml } from './render.ts'
import { shell } from './shell.ts'

/** Commands whose examples show a newcomer what can be asked: a day, somebody, and a cause. */
const SHOWN_FIRST: ReadonlySet<string> = new Set(['on', 'who', 'why'])

/** The whole playground with its first answer in it: readable and usable without script. */
export function page(asked: Asked, reply: Reply, roots: readonly Root[], hasChannels: boolean): string {
  const say = sayer(asked.locale)
  const words = (key: PlainKey): string => escaped(say(key))
  return shell({
    locale: asked.locale,
    title: reply.title,
    inLanguage: (locale) => inLanguage(asked, locale),
    skip: { to: '#line', words: say('web.skip') },
    script: '/app.js',
    hasChannels,
    main: `${isFirst(asked) ? intro(asked, words('web.intro'), roots) : ''}
<div id="log" role="log" aria-label="${words('web.answers')}">
${answered(asked, reply)}
</div>
<form id="ask" action="/" method="get" autocomplete="off">
<input type="hidden" name="locale" value="${asked.locale}">
${lineField(words)}
<button type="submit">${words('web.send')}</button>
<div class="field day">
<label for="at">${words('web.pretend')}</label>
<input id="at" name="at" type="date" max="9999-12-31" value="${asked.at ?? ''}">
</div>
</form>
${statusLine(words)}`,
  })
}

/** Where a line is written, with room for the ways to go on. */
export const lineField = (words: (key: PlainKey) => string, value = ''): string => `<div class="field line">
<label for="line">${words('web.line')}</label>
<input id="line" name="line" type="text" maxlength="1000" placeholder="${words('web.placeholder')}" spellcheck="false" autocapitalize="none" enterkeyhint="send"${value === '' ? '' : ` value="${escaped(value)}"`}>
<ul id="ways" role="listbox" aria-label="${words('web.ways')}" hidden></ul>
</div>`

/** Where it is said that something went wrong, and what scripts have to say. */
export const statusLine = (words: (key: PlainKey) => string): string =>
  `<p id="status" role="status" class="hidden" data-private="${words('web.private')}" data-failed="${words('web.failed')}" data-unreachable="${words('web.unreachable')}"></p>`

/** A typed line as it is repeated, if there was one, and its answer. */
export function answered(asked: Asked, reply: Reply): string {
  const surface = { address: (action: string) => addressOf(asked, action), file: (file: Attached) => fileLink(file, asked) }
  return `${question(asked)}${toHtml(reply, surface)}`
}

/** A typed line as it is repeated. */
export const question = (asked: Asked): string =>
  asked.line
    ? `<p class="question"><span class="hidden">${escaped(sayer(asked.locale)('web.youAsked'))} </span>${escaped(shownLine(asked))}</p>\n`
    : ''

const isFirst = ({ line, press, badDay }: Asked): boolean => !line && !press && !badDay

/** What a newcomer can do, with questions that work, from the first pack. */
function intro(asked: Asked, words: string, roots: readonly Root[]): string {
  const commands = roots[0]?.commands.filter((spec) => SHOWN_FIRST.has(spec.sub)) ?? []
  const items = commands
    .map((spec) => exampleLine(spec, asked.locale))
    .map((line) => `<li><a href="${escaped(lineAddress(asked, line))}" data-line="${escaped(line)}">${escaped(line)}</a></li>`)
  return `<div class="intro"><p>${words}</p><ul>${items.join('')}</ul></div>`
}
