import { byTime, type Almanac, type Event } from './almanac.ts'

export type Link = { readonly event: Event; readonly steps: number }

/** Everything that led to an event, and everything that followed from it; nearest first, then in order of time. */
export function chain(almanac: Almanac, from: Event, direction: 'causes' | 'effects'): readonly Link[] {
  const found = new Map<string, Link>()
  let rim: readonly Event[] = [from]
  for (let steps = 1; rim.length > 0; steps++) {
    const next = rim.flatMap((event) => event[direction].map((id) => almanac.event(id))).filter((event) => event !== undefined)
    const fresh = [...new Set(next)].filter((event) => !found.has(event.id) && event !== from)
    for (const event of fresh) found.set(event.id, { event, steps })
    rim = fresh
  }
  return [...found.values()].toSorted((a, b) => a.steps - b.steps || byTime(a.event, b.event))
}

/** A path of events that leads back to its start, or undefined when causes never run in a circle. */
export function circle(events: readonly { readonly id: string; readonly causes: readonly string[] }[]): readonly string[] | undefined {
  const causes = new Map(events.map((event) => [event.id, event.causes]))
  const done = new Set<string>()
  const walk = (id: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id]
    if (done.has(id)) return undefined
    for (const cause of causes.get(id) ?? []) {
      const found = walk(cause, [...path, id])
      if (found) return found
    }
    done.add(id)
    return undefined
  }
  for (const { id } of events) {
    const found = walk(id, [])
    if (found) return found
  }
  return undefined
}
