import { clockText, dayText, today } from '../../words/dates.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer, type PlainKey, type Say } from '../../words/say.ts'
import type { Asked } from './asked.ts'
import type { WebChannel, WebMessage } from './channels.ts'
import { callingForm, startButton, type Called } from './calling.ts'
import { lineField, statusLine } from './page.ts'
import { escaped, toHtml } from './render.ts'
import { LARGEST_FILE } from './sent.ts'
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
  readonly now: Date
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
  /** The number of the post beside which that stands, instead of above all posts. */
  readonly at: number | undefined
  /** Who reads it, where that is known. */
  readonly visitor: Called | undefined
  /** The command that somebody can begin here, by its action. */
  readonly starts: string | undefined
  /** What stands in the line, to be sent once more. */
  readonly line: string
  readonly title?: string | undefined
}

export const channelAddress = (name: string, query: Readonly<Record<string, string>> = {}): string =>
  `/channels/${name}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query).toString()}`}`

/** Where a form is sent that stands under a post, so that its answer stands there too. */
export const underPost = (name: string, number: number): string => `${channelAddress(name, { post: String(number) })}#post-${number}`

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
${sheet.standing === 'closed' ? '' : callingForm(channelAddress(name), hidden, sheet.visitor, say)}
${sheet.standing === 'closed' || sheet.starts === undefined ? '' : startButton(sheet.starts, say)}
</div>
<div id="log" role="log" aria-label="${words('web.answers')}">${sheet.at === undefined && sheet.answer ? `\n${sheet.answer}\n` : ''}</div>
${posts(sheet, say)}
<form id="ask" action="${channelAddress(name)}" method="post" autocomplete="off" data-channel="${name}" data-most="${LARGEST_FILE}" data-large="${escaped(say('error.fileLarge', { file: '{file}', kilobytes: LARGEST_FILE / 1000 }))}">
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
      return say('web.unmade', { button: say('web.startQuiz'), command: `/schedule ${say('cmd.add.name')}` })
    case 'yours':
      return say('web.yours')
    case 'others':
      return say('web.others')
    case 'closed':
      return say('web.closed')
  }
}

function posts({ drawing, revision, messages, at, answer }: ChannelSheet, say: Say): string {
  const { name, locale } = drawing
  const words = (key: PlainKey): string => escaped(say(key))
  return `<section id="posts" aria-labelledby="posts-title" data-live="${escaped(channelAddress(`${name}/live`, { locale }))}" data-revision="${revision}" data-most="${MOST_SHOWN}">
<h2 id="posts-title">${words('web.posts')}</h2>
<noscript><p><a href="${escaped(channelAddress(name, { locale }))}">${words('web.look')}</a></p></noscript>
<button id="fresh" type="button" hidden data-words="${escaped(say('web.newPosts', { n: '{n}' }))}"></button>
<ol id="messages">
${messages.map((message) => messageHtml(message, drawing, message.number === at ? answer : '')).join('\n')}
</ol>
<p id="lost" hidden>${words('web.lost')}</p>
<p id="none"${messages.length > 0 ? ' hidden' : ''}>${words('web.noPosts')}</p>
<p id="older"${messages.length < MOST_SHOWN ? ' hidden' : ''}>${escaped(say('web.newest', { n: MOST_SHOWN }))}</p>
</section>`
}

/**
 * One post with its time, in the reader's language; what it says is in its own. `said` is what this reader alone is told of it; where
 * they can press something there is room for that, which is read out when it changes.
 */
export function messageHtml(message: WebMessage, drawing: Drawing, said = ''): string {
  const { name, locale, zone, isPosted } = drawing
  const { number, reply } = message
  const say = sayer(locale)
  const sent = timeHtml(message.sentAt, say, zone)
  const changed = message.amendedAt ? ` · ${fillHtml(say('web.changedAt', { at: '\u0001' }), timeHtml(message.amendedAt, say, zone))}` : ''
  const address = (action: string): string => channelAddress(name, { press: action, locale })
  const isPressed = [...reply.buttons, ...(reply.menu?.options ?? [])].some(({ action }) => isPosted(action))
  const parts = [
    `<p class="stamp">${sent} (${escaped(zone)})${changed}</p>`,
    toHtml(reply, { address, isPosted, sentTo: underPost(name, number) }),
    ...(reply.openMs === undefined ? [] : [closingHtml(message, reply.openMs, drawing, say)]),
    ...(isPressed || said !== '' ? [`<div class="receipt" aria-live="polite">${said}</div>`] : []),
  ]
  return `<li id="post-${number}" data-number="${number}" data-revision="${message.revision}">\n${parts.filter(Boolean).join('\n')}\n</li>`
}

/** When it closes, by the clock; what is left of that is for eyes alone, since nobody wants to hear every second. */
function closingHtml({ sentAt }: WebMessage, openMs: number, { zone, now }: Drawing, say: Say): string {
  const at = new Date(sentAt.getTime() + openMs)
  const leftMs = at.getTime() - now.getTime()
  if (leftMs <= 0) return ''
  const words = fillHtml(
    say('web.closes', { at: '\u0001' }),
    `<time datetime="${at.toISOString()}">${escaped(secondText(at, zone))}</time>`,
  )
  return `<p class="closing">${words} <span aria-hidden="true" data-left="${leftMs}" data-words="${escaped(say('web.left', { left: '{left}' }))}"></span></p>`
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

const SECONDS = new Map<string, Intl.DateTimeFormat>()

/** A time of day to the second, which is written alike in all our languages. */
function secondText(at: Date, zone: string): string {
  const clock = SECONDS.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium', hourCycle: 'h23' })
  SECONDS.set(zone, clock)
  return clock.format(at)
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
