import { fromActionId } from '../../chat/action.ts'
import type { Root } from '../../chat/command.ts'
import type { Asker, Site } from '../../chat/platform.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { People, Sender } from './people.ts'

/** Slack waits three seconds for an acknowledgement; what is not ready by then comes after it. */
const SOON_MS = 1200
/** A press is acknowledged when it is done, where that is so quick: nobody is shown that it counts before it does. */
export const PRESS_MS = 2500

/** Why nobody waits any more: without a reason of its own, an abort makes an error with a stack each time. */
const OVER = 'over'

/** What `answer` brings if it brings it soon, and else undefined. */
export async function soon<T extends object>(answer: Promise<T>, clock: Pick<Clock, 'sleep'>, ms = SOON_MS): Promise<T | undefined> {
  // An answer from memory is there before anything else happens, and needs no timer.
  const atOnce = await Promise.race([answer, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))])
  if (atOnce) return atOnce
  const enough = new AbortController()
  const late = clock.sleep(ms, enough.signal).then(
    () => undefined,
    () => undefined,
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    enough.abort(OVER)
  }
}

/** Somebody who asks, as Slack describes them now: whether they manage the workspace is asked where a `managed` command is meant. */
export async function askerOf(
  people: People,
  sender: Sender,
  given: { readonly managed: boolean; readonly request: string; readonly askedAt?: Date | undefined },
): Promise<Asker> {
  const manages = given.managed ? await people.manages(sender) : undefined
  const site = siteOf(sender.channel)
  return {
    ...people.asker(sender),
    ...(site && { site }),
    ...(given.request !== '' && { request: given.request }),
    ...(given.askedAt && { askedAt: given.askedAt }),
    ...(manages !== undefined && { manages }),
  }
}

/** A conversation between two people has an id of its own kind; a thread's command does not tell that it is one. */
const siteOf = (channel: string | undefined): Site | undefined => (channel ? (channel.startsWith('D') ? 'direct' : 'channel') : undefined)

/**
 * Whether it matters for what is meant who manages the workspace: for whatever a managed root does, and for commands that are led. A
 * button or a form is known by its action; of a typed line only the root is.
 */
export const isManaged = (roots: readonly Root[], name: string | undefined, action?: string): boolean =>
  roots.some(
    (root) =>
      root.name === name &&
      (root.managed === true || root.commands.some((spec) => spec.led === true && (action === undefined || spec.action === action))),
  )

/** The root that a button calls: `schedule` of `schedule.pause|…`. */
export const rootOfAction = (action: string): string | undefined => nameOfAction(action)?.split('.')[0]

/** The command that a button calls: `schedule.pause`. */
export const nameOfAction = (action: string): string | undefined => fromActionId(action)?.name
