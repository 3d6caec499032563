// How long a question can still be answered, for eyes alone: it is said once in words, by the clock.

const list = document.querySelector('#messages')
const endings = new WeakMap()
const stepS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 10 : 1

function count() {
  for (const left of list.querySelectorAll('[data-left]')) {
    const endsAt = endings.get(left) ?? performance.now() + Number(left.dataset.left)
    endings.set(left, endsAt)
    const seconds = Math.ceil((endsAt - performance.now()) / 1000 / stepS) * stepS
    const text = seconds > 0 ? left.dataset.words.replace('{left}', seconds) : ''
    if (left.textContent !== text) left.textContent = text
    if (seconds <= 0) left.closest('.closing').remove()
  }
}

count()
setInterval(count, 1000)
