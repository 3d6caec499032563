import { expect, test, describe } from 'vitest'
import { keyOf } from '../../../src/anniversaries/plan.ts'
import { anniversaryPosts } from '../../../src/anniversaries/posts/posts.ts'
import type { Wish } from '../../../src/anniversaries/subscription.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { ChannelPlace, PlatformName } from '../../../src/chat/platform.ts'
import type { Delivery } from '../../../src/delivery/outbox.ts'
import { TIMING } from '../../../src/delivery/timing.ts'
import { channel, OWNER, rig, START } from '../../support/courier-rig.ts'
import { outside, type Message, type OutsideSettings } from '../../support/outside.ts'
import { mali } from '../../support/shelves.ts'
import { wishFor } from '../../support/wishes.ts'

const DATE = '2026-08-18'
const KEY = keyOf(OWNER, DATE)
const HOUR = 3_600_000
const posts = anniversaryPosts({
  shelves: [mali],
  timing: TIMING,
  footer: () => ['a footer'],
  linkTo: ({ channel }) => `https://chat.example/${channel}`,
})

const wished = (changes: Partial<Wish> = {}): Wish => wishFor({ kind: 'anniversaries', ...changes })
const due = (wish: Wish, changes: Partial<Delivery> & { readonly test?: true; readonly date?: string } = {}): Delivery => {
  const { test: isTest, date = DATE, ...rest } = changes
  return {
    key: KEY,
    to: channel(),
    post: 'digest',
    subject: { subscription: OWNER, date, wish, ...(isTest && { test: isTest }) },
    dueAt: START,
    expiresAt: new Date(START.getTime() + 12 * HOUR),
    owner: OWNER,
    ...rest,
  }
}

/** A channel with its subscription, a courier, and all that reached the platform. */
async function house(settings: Partial<OutsideSettings> = {}, place: ChannelPlace = channel()) {
  const { clock, store, work, plan, minutes, reports } = await rig()
  const platform = outside({ clock, name: place.platform, ...settings })
  await store.subscriptions.add({ id: OWNER, place, wish: wished(), maker: 'maker', now: START })
  work({ platforms: [platform], posts })
  const messages = (): readonly Message[] => platform.messages
  const to = (kind: Message['to']['kind']) => messages().filter((message) => message.to.kind === kind)
  return { clock, store, plan, minutes, reports, platform, to }
}

const said = (message: Message | undefined): string => (message ? toPlain(message.sending.reply) : '')
const refusal = (reason: 'forbidden' | 'malformed', scope: 'channel' | 'message') =>
  ({ kind: 'refused', scope, reason, why: '50013' }) as const

describe('a post', () => {
  test('is what its date says, with what stands under every post, and remembers what it shows', async () => {
    const { plan, minutes, to, store } = await house()
    await plan(due(wished()))
    await minutes(1)
    expect(said(to('channel')[0])).toContain('6 years ago today: 18 August 2020')
    expect(said(to('channel')[0])).toContain('a footer')
    const [sent] = await store.ledger.sent(undefined, 10)
    expect(Object.keys(sent?.shows ?? {})).toContain('mali-2020/coup-of-18-august')
  })
  test('that is late says so, and one on time does not', async () => {
    const { plan, minutes, to } = await house()
    await plan(due(wished(), { dueAt: new Date(START.getTime() - 3 * HOUR) }), due(wished(), { key: 'on-time' }))
    await minutes(1)
    expect(to('channel').map((message) => /Posted 3 h late/.test(said(message)))).toEqual([true, false])
  })
  test('of a day without anything to say is not sent, and nobody is told', async () => {
    const { plan, minutes, platform, reports } = await house()
    await plan(due(wished(), { date: '2026-08-16' }))
    await minutes(1)
    expect(platform.messages).toEqual([])
    expect(reports).toEqual([])
  })
  test('pings the one role of its channel, but not on a solemn day', async () => {
    const { plan, minutes, to } = await house()
    await plan(due(wished({ role: '77' })), due(wished({ role: '77' }), { key: 'lighter', date: '2026-08-28' }))
    await minutes(1)
    expect(to('channel').map(({ key, sending }) => [key, sending.ping])).toEqual([
      [KEY, undefined],
      ['lighter', '77'],
    ])
  })
  test('that came too late is dropped, and nobody is told', async () => {
    const { plan, minutes, platform } = await house()
    await plan(due(wished(), { dueAt: new Date(START.getTime() - 2 * HOUR), expiresAt: new Date(START.getTime() - HOUR) }))
    await minutes(2)
    expect(platform.messages).toEqual([])
  })
})

describe('the discussion', () => {
  test('begins under the post, once, with a sober word on a solemn day', async () => {
    const { plan, minutes, to } = await house()
    await plan(due(wished({ thread: true })))
    await minutes(2)
    expect(to('thread').map(({ key, to: place }) => [key, place])).toEqual([
      [`${KEY}/thread`, { ...channel(), kind: 'thread', under: to('channel')[0]?.id, title: '6 years ago today: 18 August 2020' }],
    ])
    expect(to('thread')[0]?.sending.reply).toMatchObject({
      solemn: true,
      buttons: [{ label: 'Sources', action: 'mali.sources|mutiny-at-kati' }],
    })
    expect(said(to('thread')[0])).not.toContain('?')
  })
  test('begins with a question on another day, another one than on the day before', async () => {
    const { plan, minutes, to } = await house()
    const wish = wished({ thread: true })
    await plan(due(wish, { key: 'a', date: '2026-08-27' }), due(wish, { key: 'b', date: '2026-08-28' }))
    await minutes(2)
    const questions = to('thread').map(said)
    expect(questions).toHaveLength(2)
    for (const question of questions) expect(question).toContain('?')
    expect(new Set(questions).size).toBe(2)
  })
  test('of a replay asks for no sources, which would tell how things went on', async () => {
    const { plan, minutes, to } = await house()
    await plan(due(wished({ kind: 'replay', starts: DATE, thread: true })))
    await minutes(2)
    expect(to('thread')[0]?.sending.reply.buttons).toEqual([])
    expect(said(to('thread')[0])).not.toMatch(/button|source/i)
  })
  test('does not begin under a test, nor where the channel did not ask for it', async () => {
    const { plan, minutes, to } = await house()
    await plan(due(wished()), due(wished({ thread: true }), { key: 'test/1', test: true }))
    await minutes(2)
    expect(to('channel')).toHaveLength(2)
    expect(to('thread')).toEqual([])
  })
  test('does not begin on the web, which has none', async () => {
    const place: ChannelPlace = { kind: 'channel', platform: 'web', channel: 'bamako' }
    const { plan, minutes, to } = await house({}, place)
    await plan(due(wished({ thread: true }), { to: place }))
    await minutes(2)
    expect(to('channel')).toHaveLength(1)
    expect(to('thread')).toEqual([])
  })
  test('that is refused leaves the post and its schedule as they are', async () => {
    const { plan, minutes, to, store } = await house({
      mishap: (request) => (request.to.kind === 'thread' ? refusal('forbidden', 'channel') : undefined),
    })
    await plan(due(wished({ thread: true })))
    await minutes(2)
    expect(to('channel')).toHaveLength(1)
    expect((await store.subscriptions.get(OWNER))?.pause).toBeUndefined()
    expect(to('person')).toEqual([])
  })
})

describe('a channel that refuses', () => {
  const closed = {
    mishap: (request: { readonly to: Message['to'] }) => (request.to.kind === 'channel' ? refusal('forbidden', 'channel') : undefined),
  }
  test('pauses its schedules, and the maker is told once, with the mend, the channel and a button', async () => {
    const { plan, minutes, to, store } = await house(closed)
    await plan(due(wished({ locale: 'fr' })), due(wished({ locale: 'fr' }), { key: 'another' }))
    await minutes(30)
    expect((await store.subscriptions.get(OWNER))?.pause).toMatchObject({ by: 'platform', reason: 'forbidden' })
    expect(to('person')).toHaveLength(1)
    const [notice] = to('person')
    expect(notice?.to).toEqual({ kind: 'person', platform: 'discord', server: 'S1', user: 'maker' })
    expect(said(notice)).toContain('L’un de vos programmes est en pause')
    expect(said(notice)).toContain('https://chat.example/C1')
    expect(said(notice)).toContain('9\u00a0h\u00a000 (Africa/Bamako)')
    expect(notice?.sending.reply.buttons).toEqual([{ label: 'Reprendre', action: `schedule.resume|${OWNER}` }])
  })
  test('tells the makers of its other schedules too', async () => {
    const { plan, minutes, to, store } = await house(closed)
    await store.subscriptions.add({ id: 'otherother', place: channel(), wish: wished({ minute: 600 }), maker: 'second', now: START })
    await plan(due(wished()))
    await minutes(5)
    expect(new Set(to('person').map(({ sending }) => sending.reply.buttons[0]?.action))).toEqual(
      new Set([`schedule.resume|${OWNER}`, 'schedule.resume|otherother']),
    )
    expect(said(to('person').find(({ sending }) => sending.reply.buttons[0]?.action === 'schedule.resume|otherother'))).not.toContain(
      '09:00',
    )
  })
  test('tells a maker of several schedules once, by the one whose post was refused', async () => {
    const { plan, minutes, to, store } = await house(closed)
    for (const id of ['aaaaaaaaaa', 'zzzzzzzzzz'])
      await store.subscriptions.add({ id, place: channel(), wish: wished({ minute: 600 }), maker: 'maker', now: START })
    await plan(due(wished()))
    await minutes(5)
    expect(to('person').map(({ sending }) => sending.reply.buttons[0]?.action)).toEqual([`schedule.resume|${OWNER}`])
    expect(said(to('person')[0])).toContain('2 more schedules of yours in this channel are paused')
  })
  test('is left alone where it refused one message only', async () => {
    const { plan, minutes, to, store } = await house({
      mishap: (request) => (request.to.kind === 'channel' ? refusal('malformed', 'message') : undefined),
    })
    await plan(due(wished()))
    await minutes(5)
    expect((await store.subscriptions.get(OWNER))?.pause).toBeUndefined()
    expect(to('person')).toEqual([])
  })
})

describe('a post of which nobody can tell whether it arrived', () => {
  const doubtful = (name: PlatformName): Partial<OutsideSettings> => ({
    name,
    history: false,
    mishap: ({ to, what }) => (to.kind === 'channel' && what === 'send' ? { kind: 'taken, then 500' } : undefined),
  })
  test('is not posted again: its maker is asked with two buttons', async () => {
    const { plan, minutes, to, store } = await house(doubtful('discord'))
    await plan(due(wished()))
    await minutes(60)
    expect(to('channel')).toHaveLength(1)
    expect((await store.subscriptions.log(OWNER, 5)).map(({ key, state }) => [key, state])).toContainEqual([KEY, 'silent'])
    expect(to('person')).toHaveLength(1)
    expect(said(to('person')[0])).toContain('could not learn whether it arrived')
    expect(said(to('person')[0])).toContain('18 August 2026')
    expect(to('person')[0]?.sending.reply.buttons).toEqual([
      { label: 'It is there', action: `schedule.judge|${OWNER}|${DATE}|there` },
      { label: 'Post it now', action: `schedule.judge|${OWNER}|${DATE}|post` },
    ])
  })
  test('nobody is asked about where it was a test: whoever asked for it sees', async () => {
    const { plan, minutes, to } = await house(doubtful('discord'))
    await plan(due(wished(), { key: 'test/1', test: true }))
    await minutes(60)
    expect(to('channel')).toHaveLength(1)
    expect(to('person')).toEqual([])
  })
})

test('a notice that cannot be delivered has no consequences', async () => {
  const { plan, minutes, store, reports } = await house({
    mishap: ({ to }) =>
      to.kind === 'channel' ? refusal('forbidden', 'channel') : { kind: 'refused', scope: 'message', reason: 'no-person', why: '50007' },
  })
  await plan(due(wished()))
  await minutes(30)
  expect((await store.subscriptions.get(OWNER))?.pause).toMatchObject({ by: 'platform' })
  expect(reports).toEqual([])
})
