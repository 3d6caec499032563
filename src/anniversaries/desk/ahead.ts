import type { Shelf } from '../../almanac/shelf.ts'
import { digest, endOf, speaks } from '../digest.ts'
import { between, rhythmOf, type Rhythm, type Slot } from '../slots.ts'
import type { Wish } from '../subscription.ts'

const DAY_MS = 86_400_000

/** Farther than any two posts lie apart: a year, and a leap year's turn. */
const FARTHEST_DAYS = 400

/** An occurrence, and what is posted then in a few words; without them nothing is. */
export type Planned = Slot & { readonly title?: string | undefined }

const rhythm = (shelves: readonly Shelf[], wish: Wish): Rhythm => rhythmOf(wish, endOf(shelves, wish))

/** Every occurrence after `after` and up to `through`, in order, reckoned as the planner does and told as the post is. */
export const ahead = (shelves: readonly Shelf[], wish: Wish, after: Date, through: Date): readonly Planned[] =>
  between(rhythm(shelves, wish), after, through).map((slot) => {
    const post = digest(shelves, wish, slot.date)
    return post ? { ...slot, title: post.subject } : slot
  })

/** The next `count` occurrences after an instant on which something is posted; fewer where fewer are to come. */
export function nextPosts(shelves: readonly Shelf[], wish: Wish, after: Date, count: number): readonly Slot[] {
  const found: Slot[] = []
  const steps = rhythm(shelves, wish)
  // A replay may begin long after now; nothing is due before its first day.
  const firstMs = Math.max(after.getTime(), Date.parse(`${steps.first ?? '1970-01-01'}T00:00:00Z`) - 2 * DAY_MS)
  for (let days = 0; days < FARTHEST_DAYS && found.length < count; days += 25) {
    const from = new Date(firstMs + days * DAY_MS)
    const slots = between(steps, from, new Date(from.getTime() + 25 * DAY_MS))
    found.push(...slots.filter(({ date, at }) => at > after && speaks(shelves, wish, date)))
  }
  return found.slice(0, count)
}

/** The occurrence of one local date; undefined where the wish has none then. */
export function slotOn(shelves: readonly Shelf[], wish: Wish, date: string): Slot | undefined {
  const noon = Date.parse(`${date}T12:00:00Z`)
  return between(rhythm(shelves, wish), new Date(noon - 3 * DAY_MS), new Date(noon + 3 * DAY_MS)).find((slot) => slot.date === date)
}
