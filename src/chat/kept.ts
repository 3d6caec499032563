/** Values of the current minute, a hundred at most: the same question of many people in one moment is answered once. */
export type Kept<T> = {
  get(key: string, now: Date): T | undefined
  put(key: string, now: Date, value: T): void
}

const MOST = 100

/** In no zone does a day begin inside a minute, so that what is the same all day is the same all minute, wherever somebody asks. */
const MINUTE_MS = 60_000

export function kept<T>(): Kept<T> {
  const values = new Map<string, T>()
  let minute = 0
  const turnTo = (now: Date): void => {
    const current = Math.floor(now.getTime() / MINUTE_MS)
    if (current !== minute) values.clear()
    minute = current
  }
  return {
    get(key, now) {
      turnTo(now)
      return values.get(key)
    },
    put(key, now, value) {
      turnTo(now)
      values.set(key, value)
      const [oldest] = values.keys()
      if (values.size > MOST && oldest !== undefined) values.delete(oldest)
    },
  }
}
