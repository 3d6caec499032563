// Colours: the system's, until somebody chooses. Loaded before the page is drawn, so that it never flashes.

/** A browser may forbid its storage: then the choice lasts as long as the page. */
const kept = {
  read() {
    try {
      return localStorage.getItem('theme')
    } catch {
      return null
    }
  },
  write(choice) {
    try {
      localStorage.setItem('theme', choice)
    } catch {
      // The page shows the choice all the same.
    }
  },
}

const root = document.documentElement
const system = matchMedia('(prefers-color-scheme: dark)')
const chosen = kept.read()
if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen

document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('#theme')
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches)
  const name = () => {
    button.textContent = isDark() ? button.dataset.light : button.dataset.dark
  }
  button.hidden = false
  name()
  system.addEventListener('change', name)
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    kept.write(root.dataset.theme)
    name()
  })
})
