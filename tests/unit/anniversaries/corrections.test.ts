import { describe, expect, test } from 'vitest'
import type { Shelf } from '../../../src/almanac/shelf.ts'
import { affected, affectedLine, correct, type Affected } from '../../../src/anniversaries/corrections.ts'
import { keyOf } from '../../../src/anniversaries/plan.ts'
import { anniversaryPosts } from '../../../src/anniversaries/posts/posts.ts'
import type { Wish } from '../../../src/anniversaries/subscription.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { TIMING } from '../../../src/delivery/timing.ts'
import { channel, OWNER, rig, START, type Rig } from '../../support/courier-rig.ts'
import { outside, type Outside, type OutsideSettings } from '../../support/outside.ts'
import { inventedShelf, mali, shelfWith } from '../../support/shelves.ts'
import { wishFor } from '../../support/wishes.ts'

type PackEvent = Shelf['almanac']['pack']['events'][number]

/** The shipped pack after somebody worked on it; an event for which nothing comes back is gone. */
const edited = (change: (event: PackEvent) => PackEvent | undefined): readonly Shelf[] => {
  const { pack } = mali.almanac
  return [shelfWith({ ...pack, events: pack.events.flatMap((event) => change(structuredClone(event)) ?? []) })]
}
const reworded = edited((event) =>
  event.id === 'keita-released' ? { ...event, title: { ...event.title, en: 'Released, in other words' } } : event,
)
const moved = edited((event) =>
  event.id === 'keita-released'
    ? {
        ...event,
        summary: { ...event.summary, en: 'He returned home with 12 of his guards.' },
        title: { ...event.title, en: 'Home again' },
      }
    : event,
)
const movedAndReworded = edited((event) =>
  event.id === 'keita-released'
    ? {
        ...event,
        summary: { ...event.summary, en: 'He went home with 12 of his guards.' },
        title: { ...event.title, en: 'Home again, in other words' },
      }
    : event,
)
const removed = edited((event) => (event.id === 'keita-released' ? undefined : event))

const DATE = '2026-08-27'
const KEY = keyOf(OWNER, DATE)
const SHOWN = 'mali-2020/keita-released'

const postsOf = (shelves: readonly Shelf[]) => anniversaryPosts({ shelves, timing: TIMING })
const wished = (changes: Partial<Wish> = {}): Wish => wishFor({ kind: 'anniversaries', ...changes })

/** One post stands in its channel; `work` lets a process with another pack go on. */
async function posted(settings: Partial<OutsideSettings> = {}, wish: Wish = wished(), dueAt: Date = START) {
  const house: Rig = await rig()
  const platform = outside({ clock: house.clock, ...settings })
  await house.store.subscriptions.add({ id: OWNER, place: channel(), wish, maker: 'maker', now: START })
  const first = house.work({ platforms: [platform], posts: postsOf([mali]) })
  await house.plan({
    key: KEY,
    to: channel(),
    post: 'digest',
    subject: { subscription: OWNER, date: DATE, wish },
    dueAt,
    owner: OWNER,
  })
  await house.minutes(2)
  first.die()
  expect(platform.messages).toHaveLength(1)
  return {
    ...house,
    platform,
    text: (at = 0) =>
      toPlain(
        platform.messages[at]?.sending.reply ?? { locale: 'en', audience: 'everyone', blocks: [], buttons: [], footer: [], solemn: false },
      ),
    edits: () => platform.requests.filter(({ what }) => what === 'amend').length,
    correct: (shelves: readonly Shelf[]) => correct(house.store.ledger, shelves, house.clock.now(), TIMING),
    found: async (shelves: readonly Shelf[]) => {
      const all: Affected[] = []
      for await (const one of affected(house.store.ledger, shelves)) all.push(one)
      return all
    },
    carry: async (shelves: readonly Shelf[]) => {
      const worker = house.work({ platforms: [platform], posts: postsOf(shelves) })
      await house.minutes(2)
      worker.die()
    },
  }
}

describe('a sent post', () => {
  test('is not affected while its events are as they were', async () => {
    const { found, correct } = await posted()
    expect(await found([shelfWith(structuredClone(mali.almanac.pack))])).toEqual([])
    expect(await correct([mali])).toEqual({ affected: 0, written: 0 })
  })
  test('is affected in its words where an event is worded differently, and in its meaning where a number changed', async () => {
    const { found } = await posted()
    expect((await found(reworded)).map(({ sent, changed, gone, meaning }) => [sent.key, changed, gone, meaning])).toEqual([
      [KEY, [SHOWN], [], false],
    ])
    expect((await found(moved)).map(({ meaning }) => meaning)).toEqual([true])
  })
  test('is affected in its meaning where an event is gone', async () => {
    const { found } = await posted()
    const [one] = await found(removed)
    expect(one).toMatchObject({ changed: [], gone: [SHOWN], meaning: true })
    expect(one && affectedLine(one)).toBe(`discord ${DATE} ${KEY}: says something different now; gone: ${SHOWN}`)
  })
  test('is not affected by the words of another language', async () => {
    const { found } = await posted({}, wished({ locale: 'pl' }))
    expect(await found(reworded)).toEqual([])
  })
  test('of a pack that is not loaded is left alone', async () => {
    const { found } = await posted()
    expect(await found([inventedShelf([{ id: 'keita-released', date: '2020-08-27' }])])).toEqual([])
  })
})

describe('a correction', () => {
  test('edits the post once, with a dated note, and pings nobody', async () => {
    const { correct, carry, text, edits, platform, found } = await posted({}, wished({ role: '77' }))
    expect(platform.messages[0]?.sending.ping).toBe('77')
    expect(await correct(reworded)).toEqual({ affected: 1, written: 1 })
    expect(await correct(reworded)).toEqual({ affected: 1, written: 0 })
    await carry(reworded)
    expect(edits()).toBe(1)
    expect(platform.messages).toHaveLength(1)
    expect(text()).toContain('Released, in other words')
    expect(text()).toContain('Corrected on 18 August 2026')
    expect(platform.messages[0]?.sending.ping).toBeUndefined()
    expect(await found(reworded)).toEqual([])
  })
  test('that is corrected again edits it again', async () => {
    const { correct, carry, text, edits } = await posted()
    await correct(reworded)
    await carry(reworded)
    expect(await correct(moved)).toEqual({ affected: 1, written: 1 })
    await carry(moved)
    expect(edits()).toBe(2)
    expect(text()).toContain('12 of his guards')
  })
  test('keeps saying that the post was late', async () => {
    const { correct, carry, text } = await posted({}, wished(), new Date(START.getTime() - 3 * 3_600_000))
    expect(text()).toContain('Posted 3 h late')
    await correct(reworded)
    await carry(reworded)
    expect(text()).toContain('Posted 3 h late')
  })
  test('takes back a post of which the pack has nothing left', async () => {
    const { correct, carry, text } = await posted()
    await correct(removed)
    await carry(removed)
    expect(text()).toContain('What this post told has been taken out of the pack.')
    expect(text()).toContain('27 August 2026')
  })
  test('that breaks off is made again, and leaves one message', async () => {
    let edits = 0
    const { correct, carry, text, platform } = await posted({
      mishap: ({ what }) => (what === 'amend' && ++edits === 1 ? { kind: 'taken, then 500' } : undefined),
    })
    await correct(reworded)
    await carry(reworded)
    expect(edits).toBe(2)
    expect(platform.messages).toHaveLength(1)
    expect(text()).toContain('Released, in other words')
  })
})

test('a post that is found after the pack has changed shows what it showed when it was sent, and is corrected', async () => {
  const house = await rig()
  const platform = outside({ clock: house.clock, mishap: ({ what }) => (what === 'send' ? { kind: 'taken, then 500' } : undefined) })
  await house.store.subscriptions.add({ id: OWNER, place: channel(), wish: wished(), maker: 'maker', now: START })
  await house.plan({
    key: KEY,
    to: channel(),
    post: 'digest',
    subject: { subscription: OWNER, date: DATE, wish: wished() },
    dueAt: START,
    owner: OWNER,
  })
  const first = house.work({ platforms: [platform], posts: postsOf([mali]) })
  await house.minutes(1)
  first.die()
  house.work({ platforms: [platform], posts: postsOf(moved) })
  await house.minutes(30)
  expect([await house.states(), platform.messages.length]).toEqual([{ [KEY]: 'done' }, 1])
  expect(await correct(house.store.ledger, moved, house.clock.now(), TIMING)).toEqual({ affected: 1, written: 1 })
  await house.minutes(5)
  expect(toPlain(platform.messages[0]!.sending.reply)).toContain('12 of his guards')
})

describe('a post that cannot be edited any more', () => {
  const closed = {
    mishap: ({ what }: { readonly what: string }) =>
      what === 'amend' ? ({ kind: 'refused', scope: 'message', reason: 'no-message', why: '10008' } as const) : undefined,
  }
  test('is followed by one erratum where its meaning changed', async () => {
    const { correct, carry, text, platform } = await posted(closed)
    await correct(moved)
    await carry(moved)
    await correct(moved)
    await carry(moved)
    expect(platform.messages).toHaveLength(2)
    expect(platform.messages[1]?.to).toEqual(channel())
    expect(text(1)).toContain('Correction to the post of 27 August 2026')
    expect(text(1)).toContain('He returned home with 12 of his guards.')
    expect(platform.messages[1]?.sending.reply.solemn).toBe(true)
  })
  test('is followed by no second erratum where afterwards only its words change', async () => {
    const { correct, carry, platform, found } = await posted(closed)
    await correct(moved)
    await carry(moved)
    expect(await found(moved)).toEqual([])
    await correct(movedAndReworded)
    await carry(movedAndReworded)
    expect(platform.messages).toHaveLength(2)
  })
  test('is followed by an erratum that says what is gone', async () => {
    const { correct, carry, text, platform } = await posted(closed, wished({ locale: 'pl' }))
    await correct(removed)
    await carry(removed)
    expect(text(1)).toContain('Sprostowanie wpisu z 27 sierpnia 2026 r.')
    expect(text(1)).toContain('Ze zbioru usunięto 1 wydarzenie, o którym mówił ten wpis.')
    expect(platform.messages[1]?.sending.reply.buttons).toEqual([{ label: 'Pomoc', action: 'griot.help' }])
  })
  test('is left alone where only its words changed', async () => {
    const { correct, carry, platform } = await posted(closed)
    await correct(reworded)
    await carry(reworded)
    expect(platform.messages).toHaveLength(1)
  })
})

test('however many posts were sent, each is looked at', async () => {
  const { store, clock } = await rig()
  const at = clock.now()
  const many = Array.from({ length: 1203 }, (_, n) => ({
    key: `anniversaries/${OWNER}/${String(n).padStart(4, '0')}`,
    to: channel(),
    post: 'digest',
    subject: { subscription: OWNER, date: DATE, wish: wished() },
    dueAt: at,
  }))
  await store.ledger.write(many, at)
  const claims = await store.outbox.claim('discord', at, 600_000, 2000)
  await store.outbox.mark(
    claims.map((claim) => ({ ...claim, shows: { [SHOWN]: 'old.old' } })),
    at,
  )
  await store.outbox.settle(
    claims.map((claim, n) => ({ claim, verdict: { kind: 'done', message: `m${n}` }, effects: [] })),
    at,
  )
  expect(await correct(store.ledger, [mali], at, TIMING)).toEqual({ affected: 1203, written: 1203 })
})

/** The first button of what was said to people. */
const notices = ({ messages }: Pick<Outside, 'messages'>) =>
  messages.filter(({ to }) => to.kind === 'person').map(({ sending }) => sending.reply.buttons[0]?.action)

describe('a channel that refuses us', () => {
  test('an erratum pauses its schedule too, and the maker is told once', async () => {
    const here = await posted({
      mishap: ({ what, key }) => {
        if (what === 'amend') return { kind: 'refused', scope: 'message', reason: 'no-message', why: '10008' }
        return key.startsWith('erratum/') ? { kind: 'refused', scope: 'channel', reason: 'forbidden', why: '50013' } : undefined
      },
    })
    await here.correct(moved)
    await here.carry(moved)
    await here.carry(moved)
    expect((await here.store.subscriptions.get(OWNER))?.pause).toMatchObject({ by: 'platform', reason: 'forbidden' })
    expect(notices(here.platform)).toEqual([`schedule.resume|${OWNER}`])
    expect(here.platform.messages.filter(({ to }) => to.kind === 'channel')).toHaveLength(1)
  })

  test('is asked once for all the posts in it that are to be corrected, its schedule rests, and they are corrected when it goes on', async () => {
    let closed = false
    const refusal = { kind: 'refused', scope: 'channel', reason: 'no-channel', why: '10003' } as const
    const here = await posted({ mishap: ({ what }) => (closed && what === 'amend' ? refusal : undefined) })
    const dates = Array.from({ length: 120 }, (_, n) => `x${n}`)
    const subject = { subscription: OWNER, date: DATE, wish: wished() }
    const first = here.work({ platforms: [here.platform], posts: postsOf([mali]) })
    await here.plan(
      ...dates.map((date) => ({ key: keyOf(OWNER, date), to: channel(), post: 'digest', subject, dueAt: here.clock.now(), owner: OWNER })),
    )
    await here.minutes(2)
    first.die()
    expect(here.platform.messages).toHaveLength(121)
    closed = true
    expect(await here.correct(moved)).toEqual({ affected: 121, written: 121 })
    const worker = here.work({ platforms: [here.platform], posts: postsOf(moved), budget: { discord: 45 } })
    await here.minutes(55)
    worker.die()
    expect(here.edits()).toBe(1)
    expect((await here.store.subscriptions.get(OWNER))?.pause).toMatchObject({ by: 'platform', reason: 'no-channel' })
    expect(notices(here.platform)).toEqual([`schedule.resume|${OWNER}`])
    closed = false
    await here.store.subscriptions.resume(OWNER, here.clock.now())
    await here.correct(moved)
    await here.carry(moved)
    await here.carry(moved)
    expect(await here.found(moved)).toEqual([])
  })
})
