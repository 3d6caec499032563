import type { Finding, Outcome, Place, Platform, PlatformName, Sending } from '../../src/chat/platform.ts'
import type { Clock } from '../../src/kernel/clock.ts'

/** What goes wrong with one sending: before, after or instead of its being taken. */
export type Mishap =
  /** Not taken, and said so. */
  | Exclude<Outcome, { kind: 'sent' }>
  /** Taken, and answered with a failure. */
  | { readonly kind: 'taken, then 500' }
  /** Taken, and never answered. */
  | { readonly kind: 'taken, no answer' }
  /** Never taken, never answered. */
  | { readonly kind: 'stall' }
  /** Answered with a failure at once, and taken only then. */
  | { readonly kind: 'taken late'; readonly afterMs: number }
  /** A bug in the adapter. */
  | { readonly kind: 'throws' }

/** One request that reached the platform. */
export type Request = { readonly what: 'send' | 'find' | 'amend'; readonly key: string; readonly to: Place; readonly at: number }

export type Message = { readonly id: string; readonly key: string; readonly to: Place; readonly at: number; sending: Sending }

/** Stands for what is outside of us: takes messages as a platform does, knows no keys when it posts, and keeps account of all that it saw. */
export type Outside = Platform & {
  readonly messages: Message[]
  readonly requests: Request[]
  /** How many messages stand under each key. */
  counts(): Record<string, number>
  sendsOf(key: string): number
  most: { underway: number }
}

export type OutsideSettings = {
  readonly clock: Clock
  readonly name?: PlatformName
  /** Whether we may read what we posted. */
  readonly history?: boolean
  /** What happens to the `n`th request for a key, counted from 1. */
  readonly mishap?: (request: Request & { readonly n: number }) => Mishap | undefined
  /** What looking says, in place of the truth. */
  readonly finding?: (request: Request & { readonly n: number }) => Finding | undefined
}

const lateAfter = async (clock: Clock, ms: number, take: () => unknown): Promise<void> => {
  await clock.sleep(ms)
  take()
}

const never = new Promise<never>(() => undefined)

export function outside({ clock, name = 'discord', history = true, mishap, finding }: OutsideSettings): Outside {
  const messages: Message[] = []
  const requests: Request[] = []
  const most = { underway: 0 }
  let underway = 0

  function heard(what: Request['what'], key: string, to: Place) {
    const request = { what, key, to, at: clock.now().getTime() }
    requests.push(request)
    return { ...request, n: requests.filter((other) => other.key === key && other.what === what).length }
  }

  function take(to: Place, sending: Sending, key: string): Outcome {
    const id = `m${messages.length + 1}`
    messages.push({ id, key, to, at: clock.now().getTime(), sending })
    return { kind: 'sent', message: id }
  }

  async function answered(wrong: Mishap | undefined, done: () => Outcome): Promise<Outcome> {
    switch (wrong?.kind) {
      case undefined:
        return done()
      case 'taken, then 500':
        done()
        return { kind: 'unknown', why: '500' }
      case 'taken, no answer':
        done()
        return never
      case 'stall':
        return never
      case 'taken late':
        void lateAfter(clock, wrong.afterMs, done)
        return { kind: 'unknown', why: '504' }
      case 'throws':
        throw new Error('the adapter has a bug')
      case 'refused':
      case 'not-yet':
      case 'unknown':
        return wrong
    }
  }

  return {
    name,
    routes: [],
    messages,
    requests,
    most,
    counts: () =>
      Object.fromEntries(Object.entries(Object.groupBy(messages, ({ key }) => key)).map(([key, all]) => [key, all?.length ?? 0])),
    sendsOf: (key) => requests.filter((request) => request.key === key && request.what === 'send').length,
    listen: async () => undefined,
    ready: () => ({ name, ready: true, detail: '' }),
    async send(to, sending, key) {
      most.underway = Math.max(most.underway, ++underway)
      try {
        const request = heard('send', key, to)
        return await answered(mishap?.(request), () => take(to, sending, key))
      } finally {
        underway--
      }
    },
    async find(to, key) {
      const request = heard('find', key, to)
      const said = finding?.(request)
      if (said) return said
      if (!history) return { kind: 'cannot-tell', why: 'no history' }
      const found = messages.find((message) => message.key === key)
      return found ? { kind: 'there', message: found.id } : { kind: 'absent' }
    },
    async amend(to, id, sending, key) {
      const request = heard('amend', key, to)
      return answered(mishap?.(request), () => {
        const found = messages.find((message) => message.id === id)
        if (found) found.sending = sending
        return found ? { kind: 'sent', message: id } : { kind: 'refused', scope: 'message', reason: 'no-message', why: '10008' }
      })
    },
    rights: async () => ({ kind: 'known', lacks: [], history }),
    close: async () => undefined,
  }
}
