import { clockText, dayText, today } from '../../words/dates.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer, type PlainKey, type Say } from '../../words/say.ts'
import type { Asked } from './asked.ts'
import type { WebChannel, WebMessage } from './channels.ts'
import { lineField, statusLine } from './page.ts'
import { escaped, toHtml } from './render.ts'
import { shell } from './shell.ts'

/** At most so many posts are shown, the newest. */
export const MOST_SHOWN = 100

/** What a reader sees of the channel itself. `closed`: this reader could not change anything, whoever they are. */
export type Standing = 'unmade' | 'yours' | 'others' | 'closed'

/** How posts are drawn: for whom, and which of their buttons are sent as a form. */
export type Drawing = {
  readonly name: string
  readonly locale: Locale
  readonly zone: string
  readonly isPosted: (action: string) => boolean
}

export type ChannelSheet = {
  readonly drawing: Drawing
  readonly standing: Standing
  /** For the page's own forms. */
  readonly mark: string
  readonly revision: number
  /** The newest first. */
  readonly messages: readonly WebMessage[]
  /** The question and its answer as HTML; empty where nothing was asked. */
  readonly answer: string
  /** What stands in the line, to be sent once more. */
  readonly line: string
  readonly title?: string | undefined
}

export const channelAddress = (name: string, query: Readonly<Record<string, string>> = {}): string =>
  `/channels/${name}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`}`

/** A channel: what was posted there, and a line to ask and to change its schedules. Readable and usable without script. */
export function channelPage(sheet: ChannelSheet): string {
  const { name, locale } = sheet.drawing
  const say = sayer(locale)
  const words = (key: PlainKey): string => escaped(say(key))
  const hidden = `<input type="hidden" name="mark" value="${escaped(sheet.mark)}">\n<input type="hidden" name="locale" value="${locale}">`
  return shell({
    locale,
    title: sheet.title ?? say('web.channel', { name }),
    inLanguage: (one) => channelAddress(name, { locale: one }),
    skip: { to: '#line', words: say('web.skip') },
    script: '/channel.js',
    hasChannels: true,
    main: `<div class="intro">
<h2>${escaped(say('web.channel', { name }))}</h2>
<p id="standing" data-yours="${words('web.yours')}" data-others="${words('web.others')}">${escaped(standingText(sheet.standing, say))}</p>
</div>
<div id="log" role="log" aria-label="${words('web.answers')}">${sheet.answer}</div>
${posts(sheet, say)}
<form id="ask" action="${channelAddress(name)}" method="post" autocomplete="off" data-channel="${name}">
${hidden}
${lineField(words, sheet.line)}
<button type="submit">${words('web.send')}</button>
</form>
<form id="press" action="${channelAddress(name)}" method="post">
${hidden}
</form>
${statusLine(words)}
<p id="news" role="status" class="hidden" data-arrived="${escaped(say('web.arrived', { title: '{title}' }))}" data-changed="${escaped(say('web.changed', { title: '{title}' }))}"></p>`,
  })
}

function standingText(standing: Standing, say: Say): string {
  switch (standing) {
    case 'unmade':
      return say('web.unmade', { command: `/schedule ${say('cmd.add.name')}` })
    case 'yours':
      return say('web.yours')
    case 'others':
      return say('web.others')
    case 'closed':
      return say('web.closed')
  }
}

function posts({ drawing, revision, messages }: ChannelSheet, say: Say): string {
  const { name, locale } = drawing
  const words = (key: PlainKey): string => escaped(say(key))
  return `<section id="posts" aria-labelledby="posts-title" data-live="${escaped(channelAddress(`${name}/live`, { locale }))}" data-revision="${revision}" data-most="${MOST_SHOWN}">
<h2 id="posts-title">${words('web.posts')}</h2>
<button id="fresh" type="button" hidden data-words="${escaped(say('web.newPosts', { n: '{n}' }))}"></button>
<ol id="messages">
${messages.map((message) => messageHtml(message, drawing)).join('\n')}
</ol>
<p id="lost" hidden>${words('web.lost')}</p>
<p id="none"${messages.length > 0 ? ' hidden' : ''}>${words('web.noPosts')}</p>
<p id="older"${messages.length < MOST_SHOWN ? ' hidden' : ''}>${escaped(say('web.newest', { n: MOST_SHOWN }))}</p>
</section>`
}

/** One post with its time, in the reader's language; what it says is in its own. */
export function messageHtml(message: WebMessage, { name, locale, zone, isPosted }: Drawing): string {
  const say = sayer(locale)
  const sent = timeHtml(message.sentAt, say, zone)
  const changed = message.amendedAt ? ` · ${fillHtml(say('web.changedAt', { at: '\u0001' }), timeHtml(message.amendedAt, say, zone))}` : ''
  const address = (action: string): string => channelAddress(name, { press: action, locale })
  return `<li id="post-${message.number}" data-number="${message.number}" data-revision="${message.revision}">
<p class="stamp">${sent} (${escaped(zone)})${changed}</p>
${toHtml(message.reply, { address, isPosted })}
</li>`
}

/** HTML in the one gap of a text. */
const fillHtml = (text: string, html: string): string => text.split('\u0001').map(escaped).join(html)

const timeHtml = (at: Date, say: Say, zone: string): string =>
  `<time datetime="${at.toISOString()}">${escaped(moment(at, say, zone))}</time>`

const CLOCKS = new Map<string, Intl.DateTimeFormat>()

/** A page has a hundred times on it, and the clock of a zone is slow to make. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const clock =
    CLOCKS.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' })
  CLOCKS.set(zone, clock)
  return clock
}

/** An instant as people of the house read it. */
function moment(at: Date, say: Say, zone: string): string {
  const parts = clockOf(zone).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  return say('web.at', { date: dayText(say.locale, today(at, zone)), time: clockText(say.locale, part('hour'), part('minute')) })
}

/** All channels, and the way to one more. `said` is a name that cannot be one. */
export function channelsPage(asked: Asked, channels: readonly WebChannel[], zone: string, said?: string): string {
  const { locale } = asked
  const say = sayer(locale)
  const words = (key: PlainKey): string => escaped(say(key))
  const items = channels.map(({ name, messages, lastAt }) => {
    const about = say('web.channelLine', { n: messages, at: moment(lastAt, say, zone) })
    return `<li><a href="${channelAddress(name, { locale })}">${name}</a> <small>${escaped(about)}</small></li>`
  })
  return shell({
    locale,
    title: say('web.channels'),
    inLanguage: (one) => `/channels?locale=${one}`,
    skip: { to: '#name', words: say('web.channelName') },
    hasChannels: true,
    main: `<div class="intro">
<h2>${words('web.channels')}</h2>
<p>${words('web.channelsWhat')}</p>
</div>
<form id="open" action="/channels" method="get" autocomplete="off">
<input type="hidden" name="locale" value="${locale}">
<div class="field">
<label for="name">${words('web.channelName')}</label>
<input id="name" name="name" type="text" required maxlength="60" spellcheck="false" autocapitalize="none" aria-describedby="name-hint"${said === undefined ? '' : ` value="${escaped(said)}" aria-invalid="true"`}>
</div>
<button type="submit">${words('web.open')}</button>
<p id="name-hint">${escaped(said === undefined ? say('web.channelNameHint') : say('web.badChannel', { said }))}</p>
</form>
${items.length === 0 ? `<p id="channels">${words('web.noChannels')}</p>` : `<ul id="channels">${items.join('')}</ul>`}`,
  })
}
