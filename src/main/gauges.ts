import type { Readiness } from '../chat/platform.ts'
import type { Courier } from '../delivery/courier.ts'
import type { Pulse } from '../house/pulse.ts'
import type { Gauge } from '../kernel/metrics.ts'

export type Measured = {
  readonly parts: () => readonly Readiness[]
  readonly pulse: Pulse
  readonly courier: Courier
}

/** What an operator's dashboard can ask of a process. */
export const gauges = ({ parts, pulse, courier }: Measured): readonly Gauge[] => [
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
]
