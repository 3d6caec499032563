/**
 * Does for many at once what each asks for alone: what is asked for while the loop turns, or while the one before runs, goes together,
 * at most `most` in one, in the order in which it was asked for. What fails, fails for each that went with it.
 */
export function gather<T, R>(run: (items: readonly T[]) => Promise<readonly R[]>, most: number): (item: T) => Promise<R> {
  type Asked = { readonly item: T; readonly resolve: (result: R) => void; readonly reject: (reason: unknown) => void }
  const waiting: Asked[] = []
  let running = false

  async function go(): Promise<void> {
    while (waiting.length > 0) {
      const asked = waiting.splice(0, most)
      try {
        const results = await run(asked.map(({ item }) => item))
        // Whoever asked gets the answer at his own place.
        for (const [i, { resolve }] of asked.entries()) resolve(results[i] as R)
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    running = false
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (running) return
      running = true
      setImmediate(() => void go())
    })
}
