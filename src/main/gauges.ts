import type { Readiness } from '../chat/platform.ts'
import type { Courier } from '../delivery/courier.ts'
import type { Pulse } from '../house/pulse.ts'
import type { Gauge } from '../kernel/metrics.ts'
import type { Purged } from '../store/purge.ts'

export type Measured = {
  readonly parts: () => readonly Readiness[]
  readonly pulse: Pulse
  readonly courier: Courier
  /** The last time that what is too old was deleted, and how that went; undefined before the first. */
  readonly cleaned: () => Cleaned | undefined
}

export type Cleaned = { readonly at: Date; readonly purged: Purged }

/** What an operator's dashboard can ask of a process. */
export const gauges = ({ parts, pulse, courier, cleaned }: Measured): readonly Gauge[] => [
  {
    name: 'griot_ready',
    help: 'Whether a part of the installation works: 1 or 0.',
    labels: ['part'],
    read: () => parts().map(({ name, ready }) => ({ labels: { part: name }, value: ready ? 1 : 0 })),
  },
  {
    name: 'griot_posts_today',
    help: 'Posts of today (UTC) over all processes: planned, sent, silent (nobody can tell whether they arrived), dropped.',
    labels: ['state'],
    read: () => Object.entries(pulse.beat()?.tally ?? {}).map(([state, value]) => ({ labels: { state }, value })),
  },
  {
    name: 'griot_posts_overdue',
    help: 'Posts that should have been there minutes ago and have neither been sent nor given up; counted up to 1000.',
    read: () => [{ value: pulse.beat()?.overdue ?? 0 }],
  },
  {
    name: 'griot_platform_held',
    help: 'Whether a platform refuses us altogether: 1 or 0.',
    labels: ['platform'],
    read: () => courier.standing().map(({ platform, hold }) => ({ labels: { platform }, value: hold ? 1 : 0 })),
  },
  {
    name: 'griot_retention_ran_seconds',
    help: 'When what is too old to be kept was last deleted, in seconds since 1970; it is done each day. 0 before this process first did it.',
    read: () => [{ value: (cleaned()?.at.getTime() ?? 0) / 1000 }],
  },
  {
    name: 'griot_retention_deleted',
    help: 'How much that deleted: servers that sent us away, their schedules, posts, messages of the web, and of the quiz rounds, names and reviews.',
    labels: ['what'],
    read: () =>
      Object.entries(cleaned()?.purged ?? {}).flatMap(([what, value]) => (typeof value === 'number' ? [{ labels: { what }, value }] : [])),
  },
  {
    name: 'griot_retention_oldest_seconds',
    help: 'Of when the oldest answer in a quiz and the oldest in a review are that were kept then, in seconds since 1970.',
    labels: ['what'],
    read: () => {
      const { answersAt, reviewsAt } = cleaned()?.purged.oldest ?? {}
      return [
        ...valueOf(answersAt).map(({ value }) => ({ labels: { what: 'answers' }, value })),
        ...valueOf(reviewsAt).map(({ value }) => ({ labels: { what: 'reviews' }, value })),
      ]
    },
  },
]

const valueOf = (at: Date | undefined): readonly { readonly value: number }[] => (at ? [{ value: at.getTime() / 1000 }] : [])
