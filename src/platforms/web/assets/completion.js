// Ways to go on with a half-typed line: an ARIA combobox whose list opens above it.

/** Turns a text field and an empty list into a combobox; `ways(typed)` brings what to offer. Returns what closes it. */
export function combobox(field, list, ways) {
  let chosen = -1
  let newest = 0

  field.setAttribute('role', 'combobox')
  field.setAttribute('aria-autocomplete', 'list')
  field.setAttribute('aria-controls', list.id)
  close()

  function close() {
    newest += 1
    chosen = -1
    list.hidden = true
    list.replaceChildren()
    list.removeAttribute('aria-busy')
    field.setAttribute('aria-expanded', 'false')
    field.removeAttribute('aria-activedescendant')
  }

  /** What comes late, for a line that is no longer there, is dropped. */
  async function offer() {
    newest += 1
    const turn = newest
    list.setAttribute('aria-busy', 'true')
    const found = field.value.trim() === '' ? [] : await ways(field.value)
    if (turn !== newest || document.activeElement !== field) return
    close()
    if (found.length === 0) return
    list.append(...found.map(optionOf))
    list.hidden = false
    list.scrollTop = 0
    field.setAttribute('aria-expanded', 'true')
  }

  function optionOf({ line, label, hint }, at) {
    const option = Object.assign(document.createElement('li'), { id: `${list.id}-${at}` })
    option.setAttribute('role', 'option')
    option.setAttribute('aria-selected', 'false')
    option.dataset.line = line
    option.append(
      Object.assign(document.createElement('span'), { textContent: label }),
      ' ',
      Object.assign(document.createElement('small'), { textContent: hint }),
    )
    return option
  }

  function choose(at) {
    const options = [...list.children]
    options[chosen]?.setAttribute('aria-selected', 'false')
    chosen = (at + options.length) % options.length
    options[chosen].setAttribute('aria-selected', 'true')
    options[chosen].scrollIntoView({ block: 'nearest' })
    field.setAttribute('aria-activedescendant', options[chosen].id)
  }

  function take(option) {
    field.value = option.dataset.line
    close()
    field.focus()
    if (field.value.endsWith(' ')) void offer()
  }

  const keys = {
    Escape: () => close(),
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen < 0 ? -1 : chosen - 1),
    Enter: () => take(list.children[chosen]),
    Tab: () => take(list.children[chosen]),
  }

  field.addEventListener('input', () => void offer())
  field.addEventListener('blur', close)
  field.addEventListener('keydown', (event) => {
    if (list.hidden) {
      if (event.key === 'ArrowDown') void offer()
      return
    }
    const act = keys[event.key]
    if (!act || event.isComposing || ((event.key === 'Enter' || event.key === 'Tab') && chosen < 0)) return
    event.preventDefault()
    act()
  })
  list.addEventListener('mousedown', (event) => {
    const option = event.target.closest('[role=option]')
    event.preventDefault()
    if (option) take(option)
  })
  return close
}
