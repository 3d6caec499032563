// The playground's comfort: answers arrive without a new page, and lines complete themselves.
// Everything works without this file too: buttons are links and the line is a form.

import { combobox } from './completion.js'

const log = document.querySelector('#log')
const form = document.querySelector('#ask')
const line = document.querySelector('#line')
const day = document.querySelector('#at')
const status = document.querySelector('#status')
const locale = document.documentElement.lang

const LONGEST_WAIT_MS = 10_000

const addressOf = (question) => new URLSearchParams({ ...question, locale, ...(day.value && { at: day.value }) }).toString()

/** What the server answers, the repeated question before it; nothing when it cannot be reached, which is then said. */
async function fetched(query) {
  log.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(`/answer?${query}`, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) })
    if (!response.ok) throw new Error(String(response.status))
    const html = await response.text()
    tell('')
    return [...new DOMParser().parseFromString(html, 'text/html').body.children]
  } catch {
    tell(new URLSearchParams(query).has('press') ? status.dataset.unreachable : status.dataset.failed)
    return []
  } finally {
    log.removeAttribute('aria-busy')
  }
}

function tell(text) {
  status.textContent = text
  status.classList.toggle('hidden', text === '')
}

// Each answer has an address: reload and a copied link show it again, and "back" returns to it while it is still there.

let turn = history.state?.turn ?? 0
let shown = location.search
history.replaceState({ turn }, '')
log.querySelector('article').dataset.turn = turn

function remember(article, query, isNew = true) {
  turn += isNew ? 1 : 0
  article.dataset.turn = turn
  shown = `?${query}`
  history[isNew ? 'pushState' : 'replaceState']({ turn }, '', shown)
  entitle(article)
}

function entitle(article) {
  const title = article.querySelector('h2')?.textContent
  document.title = title ? `${title} · Griot` : 'Griot'
  for (const link of document.querySelectorAll('header nav a')) {
    const query = new URLSearchParams(location.search)
    query.set('locale', link.lang)
    link.href = `/?${query}`
  }
}

addEventListener('popstate', (event) => {
  if (location.search === shown) return
  const article = log.querySelector(`article[data-turn="${event.state?.turn}"]`)
  if (!article) return location.reload()
  shown = location.search
  entitle(article)
  read(article)
})

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

/** A press under a private answer changes it; under an answer for everyone it answers the presser alone. */
async function press(action, pressed) {
  const query = addressOf({ press: action })
  const [article] = await fetched(query)
  if (!article) return
  article.prepend(Object.assign(document.createElement('p'), { className: 'private', textContent: status.dataset.private }))
  log.setAttribute('aria-live', 'off')
  if (pressed.dataset.audience === 'asker') pressed.replaceWith(article)
  else log.append(article)
  remember(article, query)
  read(article)
}

/** True when an answer came. It is read out by the log, unless the focus is to follow. */
async function ask(text, isHeard = true) {
  const query = addressOf({ line: text })
  const [question, article] = await fetched(query)
  if (!article) return false
  log.setAttribute('aria-live', isHeard ? 'polite' : 'off')
  log.append(question, article)
  remember(article, query)
  scrollTo(question)
  return true
}

/** One thing at a time: what is clicked while an answer is on its way is not asked twice. */
const isBusy = () => log.hasAttribute('aria-busy')

document.querySelector('main').addEventListener('click', (event) => {
  const link = event.target.closest('[data-action], [data-line]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  if (isBusy()) return
  if (link.dataset.action) void press(link.dataset.action, link.closest('article'))
  else void ask(link.dataset.line, false).then((came) => came && read(log.lastElementChild))
})

async function send(text) {
  if (isBusy() || !(await ask(text))) return
  line.value = ''
  // On a phone the keyboard would hide the answer.
  if (matchMedia('(pointer: coarse)').matches) document.activeElement?.blur()
  else line.focus({ preventScroll: true })
}

form.addEventListener('submit', (event) => {
  const text = line.value.trim()
  if (text === '') return
  event.preventDefault()
  close()
  void send(text)
})

// Another day: today's answer changes in its place while the date is being typed, and the focus stays there.

const first = new URLSearchParams(location.search)
if (!first.get('line') && !first.get('press')) log.querySelector('article').dataset.today = 'yes'

let travels = 0

async function travel() {
  travels += 1
  const mine = travels
  const query = addressOf({})
  const [article] = await fetched(query)
  if (!article || mine !== travels) return
  const before = log.lastElementChild
  const isSame = before.dataset.today === 'yes'
  article.dataset.today = 'yes'
  log.setAttribute('aria-live', 'polite')
  if (isSame) before.replaceWith(article)
  else log.append(article)
  remember(article, query, !isSame)
  scrollTo(article)
}

day.addEventListener('change', () => {
  if (day.validity.valid) void travel()
})

const close = combobox(line, document.querySelector('#ways'), async (typed) => {
  try {
    const response = await fetch(`/api/complete?${new URLSearchParams({ line: typed, locale })}`)
    return response.ok ? await response.json() : []
  } catch {
    return []
  }
})

// The room that the style keeps free below what gets the focus is as tall as the form.

new ResizeObserver(() => document.documentElement.style.setProperty('--form', `${form.offsetHeight}px`)).observe(form)
