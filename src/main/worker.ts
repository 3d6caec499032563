import type { Shelf } from '../almanac/shelf.ts'
import { endOf, shelfOf, speaks } from '../anniversaries/digest.ts'
import { planner, type Planner } from '../anniversaries/planner.ts'
import { pausedNotice } from '../anniversaries/posts/notice.ts'
import { anniversaryPosts } from '../anniversaries/posts/posts.ts'
import { Wish } from '../anniversaries/subscription.ts'
import type { ChannelPlace, Platform, PlatformName } from '../chat/platform.ts'
import { courier, type Courier } from '../delivery/courier.ts'
import type { PostSpec } from '../delivery/post.ts'
import type { Timing } from '../delivery/timing.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { attending } from '../quiz/attending.ts'
import type { QuizParts } from '../quiz/parts.ts'
import { quizPosts } from '../quiz/posts/posts.ts'
import type { Body } from '../chat/reply.ts'
import type { Say } from '../words/say.ts'
import type { Store } from '../store/store.ts'

export type WorkerParts = {
  readonly store: Pick<Store, 'outbox' | 'subscriptions'>
  readonly shelves: readonly Shelf[]
  /** Without it no quiz is carried on. */
  readonly quiz?: QuizParts
  readonly platforms: readonly Platform[]
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timing: Timing
  readonly report: (error: unknown, where: string) => string
  /** What stands under every post, such as the notice of a rehearsal. */
  readonly footer?: (say: Say) => Body
  /** The address of a channel, for a private message that speaks of it. */
  readonly linkTo?: (place: ChannelPlace) => string | undefined
  /** Sends a second of `clock`, by platform. */
  readonly budget?: Readonly<Partial<Record<PlatformName, number>>>
}

/** Plans and carries what a channel asked for. Run as many as you like. */
export type Worker = {
  /** Something was written that it may have to plan or carry. */
  wake(): void
  /** Finishes what is being sent and releases the rest. */
  stop(): Promise<void>
  readonly planner: Planner
  readonly courier: Courier
}

/** The posts of the quiz. A channel that refuses its question of the day rests as one that refuses any other post of a schedule. */
const quizOf = (parts: WorkerParts): readonly PostSpec[] =>
  parts.quiz
    ? quizPosts({
        ...parts.quiz,
        footer: parts.footer,
        refusedDaily: ({ subscription, wish }, place, reason, now) =>
          pausedNotice(parts, { subscription, wish: Wish.parse(wish) }, place, reason, now),
      })
    : []

/** Starts at once. */
export function worker(parts: WorkerParts): Worker {
  const { store, shelves, budget } = parts
  const over = new AbortController()
  const planning = planner({
    ...parts,
    subscriptions: store.subscriptions,
    edition: process.versions.tz ?? '',
    speaks: (wish, date) => {
      // Its days are not quiet: they wait, as far as its catch-up goes, until the pack is loaded again.
      if (!shelfOf(shelves, wish)) throw new Error(`the pack /${wish.pack} of a schedule is not loaded`)
      return speaks(shelves, wish, date)
    },
    endOf: (wish) => endOf(shelves, wish),
  })
  const carrying = courier({
    ...parts,
    outbox: store.outbox,
    posts: [...anniversaryPosts(parts), ...quizOf(parts)],
    ...(budget && { budget }),
  })
  const { quiz } = parts
  const running = Promise.all([planning.run(over.signal), carrying.run(over.signal)])
  // It has nothing to finish: nobody waits for it who stops.
  if (quiz) void attending({ ...parts, ...quiz }, over.signal)
  return {
    planner: planning,
    courier: carrying,
    wake() {
      planning.wake()
      carrying.wake()
    },
    async stop() {
      over.abort()
      await carrying.stop()
      await running
    },
  }
}
