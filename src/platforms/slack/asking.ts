import { fromActionId } from '../../chat/action.ts'
import type { Root } from '../../chat/command.ts'
import type { Asker, Site } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { People, Sender } from './people.ts'

/** Slack waits three seconds for an acknowledgement; what is not ready by then comes after it. */
const SOON_MS = 1200

/** What `answer` brings if it brings it soon, and else undefined. */
export async function soon<T extends object>(answer: Promise<T>, clock: Pick<Clock, 'sleep'>): Promise<T | undefined> {
  // An answer from memory is there before anything else happens, and needs no timer.
  const atOnce = await Promise.race([answer, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))])
  if (atOnce) return atOnce
  const enough = new AbortController()
  const late = clock.sleep(SOON_MS, enough.signal).then(
    () => undefined,
    () => undefined,
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    enough.abort()
  }
}

/** Somebody who asks, as Slack describes them now: whether they manage the workspace is asked where a `managed` command is meant. */
export async function askerOf(
  people: People,
  sender: Sender,
  given: { readonly managed: boolean; readonly request: string },
): Promise<Asker> {
  const manages = given.managed ? await people.manages(sender) : undefined
  const site = siteOf(sender.channel)
  return {
    ...people.asker(sender),
    ...(site && { site }),
    ...(given.request !== '' && { request: given.request }),
    ...(manages !== undefined && { manages }),
  }
}

/** A conversation between two people has an id of its own kind; a thread's command does not tell that it is one. */
const siteOf = (channel: string | undefined): Site | undefined => (channel ? (channel.startsWith('D') ? 'direct' : 'channel') : undefined)

export const isManaged = (roots: readonly Root[], name: string | undefined): boolean =>
  roots.some((root) => root.name === name && root.managed === true)

/** The root that a button calls: `schedule` of `schedule.pause|…`. */
export const rootOfAction = (action: string): string | undefined => fromActionId(action)?.name.split('.')[0]
