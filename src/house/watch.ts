import type { Readiness } from '../chat/platform.ts'
import type { Log } from '../kernel/log.ts'

/** How many looks pass between two reminders of the same trouble. */
const REMINDER = 60

/**
 * A look at the surfaces, to be taken once a minute: logs when one goes down, reminds every hour while it stays down,
 * and logs when it is back, with the minutes it was away. Nothing is logged while all is well.
 */
export function watch(ready: () => readonly Readiness[], log: Log): () => void {
  const minutesDown = new Map<string, number>()
  return () => {
    for (const { name, ready: up, detail } of ready()) {
      const minutes = minutesDown.get(name)
      if (up && minutes !== undefined) {
        minutesDown.delete(name)
        log.info('surface back', { name, minutes })
      } else if (!up) {
        const next = minutes === undefined ? 0 : minutes + 1
        minutesDown.set(name, next)
        if (next % REMINDER === 0) log.warn('surface down', { name, detail, minutes: next })
      }
    }
  }
}
