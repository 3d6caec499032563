import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { QuizParts } from './parts.ts'

export type AttendingParts = Pick<QuizParts, 'rounds' | 'attendMs'> & { readonly clock: Clock; readonly log: Log }

/** Is there for the questions that stand open, until `signal` aborts: whoever comes after an absence gives them their time again. Never rejects. */
export async function attending({ rounds, attendMs, clock, log }: AttendingParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await rounds.attend(attendMs)
    } catch (error) {
      // The store says itself that it is out of reach; what could not be noted is an absence.
      log.debug('presence not noted', { error })
    }
    await clock.sleep(attendMs, signal).catch(() => undefined)
  }
}
