// A channel's comfort: answers arrive without a new page, and posts as they come.
// Everything works without this file too: what is sent is a form.

import { combobox } from './completion.js'
import './closing.js'
import './posts.js'
import { receiptFor, receive } from './receipts.js'

const log = document.querySelector('#log')
const form = document.querySelector('#ask')
const line = document.querySelector('#line')
const status = document.querySelector('#status')
const standing = document.querySelector('#standing')
const locale = document.documentElement.lang

const LONGEST_WAIT_MS = 10_000

function tell(text) {
  status.textContent = text
  status.classList.toggle('hidden', text === '')
}

/** The same id for the same thing sent again, so that it is done once. */
function newRequest() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A file goes in parts, everything else as a line of fields. */
function bodyOf(fields) {
  const isFiled = fields.some(([, value]) => value instanceof File)
  const body = isFiled ? new FormData() : new URLSearchParams()
  for (const [name, value] of fields) body.append(name, value)
  return body
}

const tooLarge = (fields) =>
  fields.map(([, value]) => value).find((value) => value instanceof File && value.size > Number(form.dataset.most))

/** What the server answers, the repeated question before it; nothing when it cannot be reached, which is then said. */
async function sent(fields, request = newRequest()) {
  const large = tooLarge(fields)
  if (large) {
    tell(form.dataset.large.replace('{file}', () => large.name))
    return []
  }
  log.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(`${form.getAttribute('action')}/answer`, {
      method: 'POST',
      headers: { 'x-griot-script': 'yes' },
      body: bodyOf([...fields, ['locale', locale], ['request', request]]),
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    })
    if (response.status >= 500) throw new Error(String(response.status))
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    know(response.headers)
    // Too much at once: what was written stays where it is, to be sent once more.
    const isTooMuch = response.status === 429
    tell(isTooMuch ? page.querySelector('article p').textContent : '')
    return isTooMuch ? [] : [...page.body.children]
  } catch {
    tell(fields.some(([name]) => name === 'line') ? status.dataset.failed : status.dataset.unreachable)
    return []
  } finally {
    log.removeAttribute('aria-busy')
  }
}

// What could not be reached a moment ago can be.
document.addEventListener('found', () => [status.dataset.failed, status.dataset.unreachable].includes(status.textContent) && tell(''))

/** What the page says of the reader may have changed by what they did. */
function know(headers) {
  const state = headers.get('x-griot-standing')
  if (standing.dataset[state]) standing.textContent = standing.dataset[state]
  const name = headers.get('x-griot-name')
  const hint = document.querySelector('#called-hint')
  const words = name && hint?.dataset.words.replace('{name}', decodeURIComponent(name))
  if (words && hint.textContent !== words) hint.textContent = words
}

// Reading: the log speaks by itself when the focus stays in the line, and is silent when the focus goes to the answer.

function scrollTo(element) {
  element.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
}

function read(article) {
  const heading = article.querySelector('h2') ?? article
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  scrollTo(article)
}

const isBusy = () => log.hasAttribute('aria-busy')

const onlyYou = () => Object.assign(document.createElement('p'), { className: 'private', textContent: status.dataset.private })

/** A press or a filled form under a private answer changes it; under a post it answers below the other answers. */
async function put(fields, pressed) {
  if (isBusy()) return
  const [article] = await sent(fields)
  if (!article) return
  article.prepend(onlyYou())
  log.setAttribute('aria-live', 'off')
  if (pressed && log.contains(pressed) && pressed.dataset.audience === 'asker') pressed.replaceWith(article)
  else log.append(article)
  read(article)
}

// Under a post, what was pressed last is what is meant: presses go one after the other, and none is lost.

let going = Promise.resolve()
/** What is on its way or could not be sent keeps its id, so that sending it again is not doing it again. */
const requests = new Map()

async function answer(fields, receipt) {
  const key = JSON.stringify(fields.map(([name, value]) => [name, String(value)]))
  const request = requests.get(key) ?? newRequest()
  requests.set(key, request)
  const [article] = await sent(fields, request)
  if (!article) return
  requests.clear()
  article.prepend(onlyYou())
  // The post may have been drawn anew meanwhile, and its receipt with it.
  const here = receipt.isConnected ? receipt : document.getElementById(receipt.dataset.post)?.querySelector('.receipt')
  if (here) receive(here, article)
}

function meant(fields, control) {
  const receipt = receiptFor(control)
  if (!receipt) return void put(fields, control.closest('article'))
  receipt.dataset.post = receipt.closest('li').id
  going = going.then(() => answer(fields, receipt))
}

document.querySelector('main').addEventListener('click', (event) => {
  const control = event.target.closest('[data-action]')
  if (!control || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  meant([['press', control.dataset.action]], control)
})

document.querySelector('main').addEventListener('submit', (event) => {
  if (!event.target.matches('.fill')) return
  event.preventDefault()
  meant([...new FormData(event.target)], event.target)
})

document.querySelector('#calling')?.addEventListener('submit', (event) => {
  event.preventDefault()
  going = going.then(() => sent([['name', document.querySelector('#called').value]]))
})

// A line that could not be sent keeps its id, so that sending it again is not doing it again.

let request = newRequest()

async function send(text) {
  const [question, article] = await sent([['line', text]], request)
  if (!article) return
  request = newRequest()
  log.setAttribute('aria-live', 'polite')
  log.append(question, article)
  scrollTo(question)
  line.value = ''
  // On a phone the keyboard would hide the answer.
  if (matchMedia('(pointer: coarse)').matches) document.activeElement?.blur()
  else line.focus({ preventScroll: true })
}

form.addEventListener('submit', (event) => {
  const text = line.value.trim()
  event.preventDefault()
  if (text === '' || isBusy()) return
  close()
  void send(text)
})

const close = combobox(line, document.querySelector('#ways'), async (typed) => {
  try {
    const response = await fetch(`/api/complete?${new URLSearchParams({ line: typed, locale, channel: form.dataset.channel })}`)
    return response.ok ? await response.json() : []
  } catch {
    return []
  }
})

new ResizeObserver(() => document.documentElement.style.setProperty('--form', `${form.offsetHeight}px`)).observe(form)
