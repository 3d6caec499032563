// What somebody alone is told of a post stands beside it, is read out, and is there again after a reload of the same tab.

const list = document.querySelector('#messages')
const place = `griot ${location.pathname}`

/** Where an answer to this control goes, if it stands under a post and leads to no page. */
export function receiptFor(control) {
  const inReceipt = control.closest('.receipt')
  if (inReceipt) return inReceipt
  return control.matches('button') ? control.closest('#messages > li')?.querySelector('.receipt') : undefined
}

/** Shows an answer in the place of the one before. Whoever pressed what is gone by that goes on in the answer. */
export function receive(receipt, article) {
  const isInside = receipt.contains(document.activeElement)
  receipt.replaceChildren(article)
  keep()
  // The form below must not lie over what somebody waits for.
  if (!isInside) return article.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  const heading = article.querySelector('h2') ?? article
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** When a post is drawn anew, its receipt goes with it, and the focus stays where it was. */
export function carried(before, after) {
  const focused = before.contains(document.activeElement) ? document.activeElement : undefined
  const receipt = before.querySelector('.receipt')
  before.replaceWith(after)
  if (receipt?.hasChildNodes()) {
    after.querySelector('.receipt')?.remove()
    after.append(receipt)
  }
  if (!focused) return
  const same = receipt?.contains(focused) ? focused : [...after.querySelectorAll('[data-action]')].find(isSame(focused))
  const next = same ?? after.querySelector('article')
  if (next.matches('article')) next.tabIndex = -1
  next.focus({ preventScroll: true })
}

const isSame = (control) => (one) => one.dataset.action === control.dataset.action

function keep() {
  const all = [...list.querySelectorAll('.receipt')].filter((one) => one.hasChildNodes())
  const kept = all.map((one) => [one.closest('li').id, one.innerHTML])
  try {
    sessionStorage.setItem(place, JSON.stringify(kept))
  } catch {
    // Without a memory the receipts are gone with the page.
  }
}

/** What was kept, as it was: of that nothing is read out. */
function restore() {
  for (const [id, html] of JSON.parse(sessionStorage.getItem(place) ?? '[]')) {
    const receipt = document.getElementById(id)?.querySelector('.receipt')
    if (!receipt || receipt.hasChildNodes()) continue
    receipt.setAttribute('aria-live', 'off')
    receipt.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes)
    setTimeout(() => receipt.setAttribute('aria-live', 'polite'), 1000)
  }
}

try {
  restore()
} catch {
  sessionStorage?.removeItem(place)
}
