import type { Logged } from '../subscription.ts'
import type { Desk } from './desk.ts'

/** Threads and corrections stand in the log beside the posts that they belong to. */
const MOST_BESIDE = 3

/** The local date of a post by its key; undefined where the key is that of another message. */
export const dateOfKey = (key: string): string | undefined =>
  /^(?:anniversaries|question)\/[a-z2-7]{10}\/(\d{4}-\d{2}-\d{2})$/.exec(key)?.[1]

/** Whether a delivery is a test that somebody asked for. */
export const isTest = (key: string): boolean => key.startsWith('test/')

/** The last posts and tests of a schedule that were due by `now`, the newest first. A rehearsal plans months ahead, and what is still to come is no past. */
export const posts = async ({ subscriptions }: Desk, id: string, limit: number, now: Date): Promise<readonly Logged[]> =>
  (await subscriptions.log(id, limit * MOST_BESIDE, now)).filter(({ key }) => dateOfKey(key) !== undefined || isTest(key)).slice(0, limit)

/** Posts of which nobody knows whether they arrived, and which somebody has to decide on. */
export const waitingForWord = async (desk: Desk, id: string, now: Date): Promise<readonly Logged[]> =>
  (await posts(desk, id, 20, now)).filter(({ key, state }) => state === 'silent' && dateOfKey(key) !== undefined)
