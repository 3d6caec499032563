// The playground's comfort: answers arrive without a new page, lines complete themselves, the colours can be chosen.
// Everything works without this file too: buttons are links and the line is a form.

const log = document.querySelector('#log')
const form = document.querySelector('#ask')
const line = document.querySelector('#line')
const day = document.querySelector('#at')
const ways = document.querySelector('#ways')
const status = document.querySelector('#status')
const locale = document.documentElement.lang

const parse = (html) => new DOMParser().parseFromString(html, 'text/html').body.firstElementChild

/** The answer to a line or a press as an element, or undefined when the server cannot be reached. */
async function fetched(question) {
  const query = new URLSearchParams({ ...question, locale, ...(day.value && { at: day.value }) })
  log.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(`/answer?${query}`)
    if (!response.ok) throw new Error(String(response.status))
    return parse(await response.text())
  } catch {
    say(status.dataset.failed)
    return undefined
  } finally {
    log.removeAttribute('aria-busy')
  }
}

function say(text) {
  status.textContent = text
  status.classList.remove('hidden')
}

function show(article) {
  log.append(article)
  const heading = article.querySelector('h2') ?? article
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  article.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
}

/** A press under a private answer changes it; under an answer for everyone it answers the presser alone. */
async function press(action, article) {
  const answer = await fetched({ press: action })
  if (!answer) return
  if (article?.dataset.audience === 'asker' || article?.dataset.private) {
    article.replaceWith(answer)
    answer.dataset.private = 'yes'
  } else {
    answer.dataset.private = 'yes'
    answer.prepend(Object.assign(document.createElement('p'), { className: 'private', textContent: status.dataset.private }))
  }
  show(answer)
}

async function ask(text) {
  const question = document.createElement('p')
  question.className = 'question'
  question.append(Object.assign(document.createElement('span'), { className: 'hidden', textContent: `${status.dataset.asked} ` }), text)
  const answer = await fetched({ line: text })
  if (!answer) return
  log.append(question)
  show(answer)
  line.value = ''
  line.focus({ preventScroll: true })
}

log.addEventListener('click', (event) => {
  const target = event.target.closest('[data-action]')
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  void press(target.dataset.action, target.closest('article'))
})

form.addEventListener('submit', (event) => {
  if (line.value.trim() === '') return
  event.preventDefault()
  close()
  void ask(line.value.trim())
})

day.addEventListener('change', () => {
  const url = new URL(location.href)
  if (day.value) url.searchParams.set('at', day.value)
  else url.searchParams.delete('at')
  url.searchParams.delete('press')
  location.assign(url)
})

// Completion: an ARIA combobox with a list below the line.

let chosen = -1
let newest = 0

line.setAttribute('role', 'combobox')
line.setAttribute('aria-autocomplete', 'list')
line.setAttribute('aria-controls', 'ways')
line.setAttribute('aria-expanded', 'false')

function close() {
  chosen = -1
  ways.hidden = true
  ways.replaceChildren()
  line.setAttribute('aria-expanded', 'false')
  line.removeAttribute('aria-activedescendant')
}

async function offer() {
  const turn = ++newest
  if (line.value.trim() === '') return close()
  try {
    const response = await fetch(`/api/complete?${new URLSearchParams({ line: line.value, locale })}`)
    const found = response.ok ? await response.json() : []
    if (turn !== newest || document.activeElement !== line) return
    close()
    if (found.length === 0) return
    ways.append(...found.map(wayOf))
    ways.hidden = false
    line.setAttribute('aria-expanded', 'true')
  } catch {
    close()
  }
}

function wayOf(way, at) {
  const item = Object.assign(document.createElement('li'), { id: `way-${at}` })
  item.setAttribute('role', 'option')
  item.setAttribute('aria-selected', 'false')
  item.dataset.line = way.line
  item.append(Object.assign(document.createElement('span'), { textContent: way.label }), ' ', Object.assign(document.createElement('small'), { textContent: way.hint }))
  return item
}

function choose(step) {
  const items = [...ways.children]
  items[chosen]?.setAttribute('aria-selected', 'false')
  chosen = (chosen + step + items.length) % items.length
  items[chosen].setAttribute('aria-selected', 'true')
  items[chosen].scrollIntoView({ block: 'nearest' })
  line.setAttribute('aria-activedescendant', items[chosen].id)
}

function take(item) {
  line.value = item.dataset.line
  close()
  line.focus()
  if (line.value.endsWith(' ')) void offer()
}

line.addEventListener('input', () => void offer())
line.addEventListener('blur', close)
ways.addEventListener('mousedown', (event) => {
  const item = event.target.closest('[role=option]')
  event.preventDefault()
  if (item) take(item)
})
line.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') return close()
  if (ways.hidden) return
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    choose(event.key === 'ArrowDown' ? 1 : chosen < 0 ? 0 : -1)
  } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
    event.preventDefault()
    take(ways.children[chosen])
  }
})

// Colours: the system's, until somebody chooses.

const theme = document.querySelector('#theme')
const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'

function paint(choice) {
  if (choice === 'dark' || choice === 'light') document.documentElement.dataset.theme = choice
  theme.textContent = isDark() ? theme.dataset.light : theme.dataset.dark
}

theme.hidden = false
paint(localStorage.getItem('theme'))
theme.addEventListener('click', () => {
  const choice = isDark() ? 'light' : 'dark'
  localStorage.setItem('theme', choice)
  paint(choice)
})
