import type { ChannelPlace } from '../../src/chat/platform.ts'
import type { DueSubscription, Wish } from '../../src/anniversaries/subscription.ts'

export const BAMAKO_CHANNEL: ChannelPlace = { kind: 'channel', platform: 'web', channel: 'bamako' }

/** Every day at nine in Bamako, where it is always as late as in UTC. */
export const wishFor = (changes: Partial<Wish> = {}): Wish => ({
  kind: 'daily',
  pack: 'mali',
  zone: 'Africa/Bamako',
  minute: 540,
  locale: 'en',
  minWeight: 1,
  topics: [],
  quiet: 'background',
  catchUp: 'latest',
  catchUpHours: 48,
  thread: false,
  weekday: 1,
  pace: 1,
  ...changes,
})

export const dueSince = (plannedThrough: string, changes: Partial<Wish> = {}): DueSubscription => ({
  id: 'abcdefghij',
  number: 1,
  place: BAMAKO_CHANNEL,
  wish: wishFor(changes),
  plannedThrough: new Date(plannedThrough),
  madeAt: new Date('2026-01-01T00:00Z'),
})
