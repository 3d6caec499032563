// What is posted arrives by itself, and what the reader looks at stays where it is.

import { carried } from './receipts.js'

const section = document.querySelector('#posts')
const list = document.querySelector('#messages')
const fresh = document.querySelector('#fresh')
const news = document.querySelector('#news')
const lost = document.querySelector('#lost')

const MOST = Number(section.dataset.most)
const AGAIN_MS = 10_000
const CALM_MS = 1_000
const LOST_MS = 5_000
const POINTING_MS = 3_000

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name])

const isBelow = () => section.getBoundingClientRect().top < 0

let pointedAt = -POINTING_MS
list.addEventListener('pointermove', () => {
  pointedAt = performance.now()
})

/** The reader has gone on to read, or is about to press something: then nothing may move. */
const isReading = () => isBelow() || performance.now() - pointedAt < POINTING_MS || list.matches(':focus-within')

/** What the last moves left over, since a window moves by whole pixels: it must not add up. */
let rest = 0

/** Changes the list above what is seen, and moves the window along with it. */
function keepingPlace(change) {
  const anchor = isReading() ? [...list.children].find((item) => item.getBoundingClientRect().bottom > 0) : undefined
  if (!anchor) rest = 0
  const before = (anchor?.getBoundingClientRect().top ?? 0) - rest
  change()
  if (!anchor?.isConnected) return
  scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' })
  const left = anchor.getBoundingClientRect().top - before
  // Where the page is too short to be moved, nothing is owed.
  rest = Math.abs(left) < 1 ? left : 0
}

// New posts above what is being read are counted until the reader goes back to the top.

let unseen = 0

function count(more) {
  unseen = more === 0 ? 0 : unseen + more
  fresh.hidden = unseen === 0
  fresh.textContent = fill(fresh.dataset.words, { n: unseen })
}

fresh.addEventListener('click', () => {
  count(0)
  section.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
  const first = list.querySelector('article')
  if (first) first.tabIndex = -1
  first?.focus({ preventScroll: true })
})

addEventListener('scroll', () => !isBelow() && count(0), { passive: true })

// Read out politely, and not more often than can be listened to: of several that come together, the last.

let said = ''

function announce(text) {
  if (said === '')
    setTimeout(() => {
      news.textContent = said
      said = ''
    }, CALM_MS)
  said = text
}

function itemOf(html) {
  const item = new DOMParser().parseFromString(html, 'text/html').querySelector('li')
  return document.adoptNode(item)
}

function show({ number, revision, isChange, title, html }) {
  const known = document.getElementById(`post-${number}`)
  if (known && Number(known.dataset.revision) >= revision) return
  const newest = Number(list.firstElementChild?.dataset.number ?? 0)
  // A change of a post that is too old to be shown is nothing to see.
  if (!known && number < newest) return
  keepingPlace(() => {
    if (known) carried(known, itemOf(html))
    else list.prepend(itemOf(html))
    while (list.children.length > MOST) list.lastElementChild.remove()
    document.querySelector('#none').hidden = true
    document.querySelector('#older').hidden = list.children.length < MOST
  })
  if (!known && isBelow()) count(1)
  announce(fill(known || isChange ? news.dataset.changed : news.dataset.arrived, { title }))
}

// The browser comes back by itself after a broken connection, but not after a refusal. A short break is not worth a word.

let seen = Number(section.dataset.revision)
let losing

function found() {
  if (section.dataset.state === 'lost') document.dispatchEvent(new Event('found'))
  section.dataset.state = 'live'
  clearTimeout(losing)
  losing = undefined
  lost.hidden = true
}

function missed() {
  section.dataset.state = 'lost'
  losing ??= setTimeout(() => {
    lost.hidden = false
    announce(lost.textContent)
  }, LOST_MS)
}

function follow() {
  const source = new EventSource(`${section.dataset.live}&after=${seen}`)
  source.addEventListener('open', found)
  source.addEventListener('message', (event) => {
    seen = Number(event.lastEventId)
    show(JSON.parse(event.data))
  })
  source.addEventListener('anew', () => location.reload())
  source.addEventListener('error', () => {
    missed()
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, AGAIN_MS)
  })
  addEventListener('pagehide', () => source.close(), { once: true })
}

// A page that comes back from the browser's memory has missed what came meanwhile.
addEventListener('pageshow', (event) => event.persisted && follow())

follow()
