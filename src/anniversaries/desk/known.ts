import type { Ask, Complete } from '../../chat/command.ts'
import type { Asker } from '../../chat/platform.ts'
import { fold } from '../../words/fold.ts'
import type { Subscription } from '../subscription.ts'
import type { Desk } from './desk.ts'
import { placeOf } from './permit.ts'
import { titleText } from './phrases.ts'

/** Channels whose schedules are remembered; a completion must answer at once, and the store may take its time. */
const MOST_CHANNELS = 500

/** The schedules of a channel as they were last seen, for those who are typing the number of one. */
export type Known = {
  note(asker: Asker, all: readonly Subscription[]): void
  readonly complete: Complete
}

/**
 * Offers the schedules of the channel by what they post. What is not known yet is looked up for the next letter typed, so that
 * nobody waits; whoever may not manage the place is offered nothing.
 */
export function known({ subscriptions }: Pick<Desk, 'subscriptions'>): Known {
  const channels = new Map<string, readonly Subscription[]>()
  const nameOf = ({ platform, server, channel }: Asker): string => JSON.stringify([platform, server, channel])
  const note = (asker: Asker, all: readonly Subscription[]): void => {
    channels.delete(nameOf(asker))
    channels.set(nameOf(asker), all)
    const [oldest] = channels.keys()
    if (channels.size > MOST_CHANNELS && oldest !== undefined) channels.delete(oldest)
  }
  const look = async (ask: Ask): Promise<void> => {
    try {
      note(ask.asker, await subscriptions.inChannel(placeOf(ask)))
    } catch {
      // Nothing is offered then; the command itself asks the same of the store, and says what is wrong.
    }
  }
  return {
    note,
    complete: (typed, ask) => {
      if (ask.asker.manages !== true) return []
      void look(ask)
      return (channels.get(nameOf(ask.asker)) ?? [])
        .map((one) => ({ name: titleText(ask, one), value: String(one.number) }))
        .filter(({ name }) => fold(name).includes(fold(typed.trim())))
    },
  }
}
