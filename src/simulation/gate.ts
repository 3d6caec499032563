/** The edge of a process that can die: what is under way when it does never ends, as far as it knows, and nothing new begins. */
export type Gate = {
  /** A port as the process sees it. Whatever was begun before the death goes on outside. */
  through<T extends object>(port: T): T
  die(): void
  dead(): boolean
}

const never = new Promise<never>(() => undefined)

export function gate(): Gate {
  let dead = false
  const living = (result: unknown): unknown => {
    if (!(result instanceof Promise)) return result
    return result.then(
      (value: unknown) => (dead ? never : value),
      (error: unknown) => (dead ? never : Promise.reject(error instanceof Error ? error : new Error(String(error)))),
    )
  }
  return {
    through: (port) =>
      new Proxy(port, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          return (...given: unknown[]) => (dead && name !== 'now' ? never : living(Reflect.apply(value, target, given)))
        },
      }),
    die: () => void (dead = true),
    dead: () => dead,
  }
}
