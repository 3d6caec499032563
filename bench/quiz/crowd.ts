import { setTimeout as pause } from 'node:timers/promises'

/** A question as it stands in a channel: what its buttons carry, and the message around them as the platform gives it back. */
export type Stand = {
  readonly channel: string
  readonly actions: readonly string[]
  readonly message: Readonly<Record<string, unknown>>
}

/** So many people, counted from `first`, press one button each: the first presses the first button, the second the second, and so on in turn. */
export type Crowd = {
  readonly people: number
  readonly first: number
  /** The most that are waited for at a time; where there is a pace it holds nobody back. */
  readonly atOnce: number
  /** Spread evenly over so long; without it as fast as they are answered, and 0 is all at once. */
  readonly withinMs?: number
}

/** When the first pressed, in milliseconds since 1970, how long each press took to be acknowledged and all of them together, and how many were not taken. */
export type Pressed = {
  readonly beganAt: number
  readonly tookMs: readonly number[]
  readonly lastedMs: number
  readonly failures: number
}

/** Lets a crowd go. `press` resolves to when its acknowledgement had come in, and to NaN where it was refused. */
export async function crowded({ people, atOnce, withinMs }: Crowd, press: (n: number) => Promise<number>): Promise<Pressed> {
  const tookMs: number[] = []
  const began = performance.now()
  let [failures, lastAt] = [0, began]
  const one = async (n: number): Promise<void> => {
    const from = performance.now()
    const at = await press(n)
    if (Number.isNaN(at)) failures += 1
    else tookMs.push(at - from)
    lastAt = Math.max(lastAt, at || 0)
  }
  if (withinMs === undefined) {
    let next = 0
    const inTurn = async (): Promise<void> => {
      while (next < people) await one(next++)
    }
    await Promise.all(Array.from({ length: atOnce }, inTurn))
  } else {
    const underWay: Promise<void>[] = []
    for (let n = 0; n < people; n += 1) {
      const waitMs = began + (n * withinMs) / people - performance.now()
      if (waitMs > 0) await pause(waitMs)
      underWay.push(one(n))
    }
    await Promise.all(underWay)
  }
  return { beganAt: performance.timeOrigin + began, tookMs, lastedMs: lastAt - began, failures }
}

/** The button that this person presses. */
export const choiceOf = ({ actions }: Stand, n: number): string => actions[n % actions.length] ?? ''
