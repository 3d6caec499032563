import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { scheduleCommands } from '../../src/anniversaries/commands.ts'
import type { Desk, Standing } from '../../src/anniversaries/desk/desk.ts'
import { slotOn } from '../../src/anniversaries/desk/ahead.ts'
import { DIGEST, keyOf } from '../../src/anniversaries/plan.ts'
import type { Subscription } from '../../src/anniversaries/subscription.ts'
import type { Root } from '../../src/chat/command.ts'
import { dispatcher, reply } from '../../src/chat/dispatch.ts'
import type { Asker, ChannelPlace, Ear, Rights } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import type { Verdict } from '../../src/delivery/outbox.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { griotCommands } from '../../src/house/griot.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Store } from '../../src/store/store.ts'
import { MALI_2020, must, NOON, openShelf, wholeText } from './ear.ts'
import { standingClock, storeOn } from './store.ts'
import { nothingKept } from './privacy.ts'

/** An administrator in a channel of Slack. */
export const ADMIN: Asker = { platform: 'slack', server: 'T1', channel: 'C1', user: 'UADMIN', manages: true, site: 'channel' }
export const PLACE: ChannelPlace = { kind: 'channel', platform: 'slack', server: 'T1', channel: 'C1' }

/** What may be posted, as the platform says it when it is asked. */
export const MAY: Rights = { kind: 'known', lacks: [], history: false }

export type DeskRig = {
  readonly ear: Ear
  readonly root: Root
  readonly store: Store
  readonly reports: unknown[]
  readonly clock: ReturnType<typeof standingClock>
  /** Which channels the platform was asked about. */
  readonly askedAbout: ChannelPlace[]
  /** What is said to `/schedule <text>`; every call is another command of the platform unless `who` says otherwise. */
  readonly say: (text: string, who?: Partial<Asker>) => Promise<Reply>
  /** What is said to an action, as its button would send it. */
  readonly press: (action: string, who?: Partial<Asker>) => Promise<Reply>
  /** The one schedule of the channel. */
  readonly only: () => Promise<Subscription>
}

/** The real commands over a real store, at an instant that the test sets; only the platform's rights are invented. */
export async function deskRig(
  parts: Partial<Desk> & { readonly rights?: () => Rights; readonly standing?: () => Promise<Standing> } = {},
): Promise<DeskRig> {
  const directory = mkdtempSync(join(tmpdir(), 'griot-desk-'))
  const clock = standingClock(NOON)
  const store = await storeOn({ kind: 'sqlite', path: join(directory, 'griot.db') }, { clock })
  onTestFinished(async () => {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const askedAbout: ChannelPlace[] = []
  const reports: unknown[] = []
  const { rights = () => MAY, ...given } = parts
  const root = scheduleCommands({
    subscriptions: store.subscriptions,
    settlements: store.settlements,
    shelves: [openShelf(MALI_2020)],
    rightsOf: async (place) => {
      askedAbout.push(place)
      return rights()
    },
    standing: async () => ({ database: store.ready(), surfaces: [{ name: 'slack', ready: true, detail: 'connected' }], lag: { count: 0 } }),
    timing: TIMING,
    locale: 'en',
    zone: 'Africa/Bamako',
    ...given,
  })
  const roots: readonly Root[] = [root, griotCommands(() => roots, { version: '1', node: '24', packs: [] }, nothingKept)]
  const ear = dispatcher({
    roots,
    locale: 'en',
    zone: 'Africa/Bamako',
    settlements: store.settlements,
    clock,
    random: seededRandom('desk'),
    footer: () => [],
    home: (ask) => reply(ask, {}),
    report: (error) => {
      reports.push(error)
      return 'abcd2345'
    },
  })
  let heard = 0
  const asker = (who: Partial<Asker>): Asker => ({ ...ADMIN, request: `request ${(heard += 1)}`, ...who })
  return {
    ear,
    root,
    store,
    reports,
    clock,
    askedAbout,
    say: (text, who = {}) => ear.answer({ kind: 'line', root: 'schedule', text, asker: asker(who) }),
    press: (action, who = {}) => ear.answer({ kind: 'press', action, asker: asker(who) }),
    only: async () => must((await store.subscriptions.inChannel(PLACE))[0]),
  }
}

/** The action of the button whose label holds this. */
export const buttonOf = (shown: Reply, label: string): string => {
  const found = shown.buttons.find((button) => button.label.includes(label))
  if (!found) throw new Error(`no button “${label}” in: ${wholeText(shown)}`)
  return found.action
}

/** Plans the post of a local date and ends it so, as a planner and a courier do; the day comes for it. */
export async function ended(rig: DeskRig, id: string, date: string, verdict: Verdict, at?: Date): Promise<string> {
  const { subscriptions, outbox } = rig.store
  const { place, wish, plannedThrough } = must(await subscriptions.get(id))
  const { at: dueAt } = must(slotOn([openShelf(MALI_2020)], wish, date))
  const key = keyOf(id, date)
  const endedAt = at ?? new Date(Math.max(dueAt.getTime(), rig.clock.now().getTime()))
  if (endedAt > rig.clock.now()) rig.clock.set(endedAt)
  const through = new Date(Math.max(dueAt.getTime(), plannedThrough.getTime() + 1))
  const delivery = { key, to: place, post: DIGEST, subject: { subscription: id, date, wish }, dueAt, owner: id }
  await subscriptions.plan([{ id, from: plannedThrough, through, nextAt: through, deliveries: [delivery], missed: [] }], dueAt)
  const claims = await outbox.claim(place.platform, dueAt, TIMING.leaseMs, 50)
  const marked = await outbox.mark(
    claims.filter((claim) => claim.key === key),
    dueAt,
  )
  await outbox.settle(
    marked.map((claim) => ({ claim, verdict, effects: [] })),
    endedAt,
  )
  return key
}
