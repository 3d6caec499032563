import { expect, test } from 'vitest'
import { paragraph, type Reply } from '../../../src/chat/reply.ts'
import { privacy } from '../../../src/main/privacy.ts'
import type { Who } from '../../../src/house/privacy.ts'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, DAY, deliveryOf, standingClock, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { furnishQuiz } from './quiz-people.ts'
import { newRound, stop } from './quiz-round.ts'
import { newOne } from './subscriptions.ts'
import { tablesOf } from './tables.ts'

const USER = 'U0FORGETME'
const NAME = 'Ramatoulaye Ségou'
const CALLED = 'Rama'
const LESSON = { kind: 'channel', platform: 'web', channel: 'lesson' } as const
const DAYS = { answersDays: 365, seasonDays: 90, reviewsDays: 730 }

const me = { platform: 'web', user: USER, name: CALLED } as const satisfies Who
const other = { platform: 'web', user: 'U0SOMEBODY', name: 'Other' } as const satisfies Who

const saying = (text: string): Reply => ({
  locale: 'en',
  audience: 'everyone',
  blocks: [paragraph(text)],
  buttons: [],
  footer: [],
  solemn: false,
})
const textsOf = async ({ channels }: Store, channel = 'lesson') =>
  (await channels.latest(channel, 20)).messages.map(({ reply }) => JSON.stringify(reply.blocks[0])).toReversed()

const whole = (store: Store) =>
  privacy({ quiz: store.quiz, makers: store.makers, days: DAYS, linkTo: ({ channel }) => `https://griot.example/${channel}` })

/** A store with something of everything that can be about me, and the same about somebody else. */
const furnished = async ({ open }: World) => {
  const store = await open({ clock: standingClock(at(DAY)) })
  const of = (who: Who) => store.quiz.pseudonyms.of(who)
  await furnishQuiz(store, [of(me), of(other)], LESSON)
  for (const [who, id, channel] of [
    [me, 'aaaaaaaaaa', 'lesson'],
    [other, 'bbbbbbbbbb', 'theirs'],
  ] as const) {
    await store.subscriptions.add(newOne({ id, place: { kind: 'channel', platform: 'web', channel }, maker: who.user }))
    await store.channels.claim(channel, who.user, T)
    await store.ledger.write(
      [deliveryOf(`notice/paused/${id}`, { to: { kind: 'person', platform: 'web', user: who.user }, post: 'notice' })],
      T,
    )
  }
  await store.channels.append('lesson', 'quiz/aaaaaaaaaa/1/reveal/0', saying(`Right: ${NAME}, Other and Ramatoulayes`), T)
  await store.channels.append('lesson', 'asked/r1', saying(`1. ${CALLED}: 1000 points. Ramadan is another word.`), T)
  await store.channels.append('lesson', 'anniversaries/x/2026-08-18', saying(`${CALLED} is a word here`), T)
  return { store, pseudonym: of(me) }
}

export const privacyContract = (world: World): void => {
  const dump = async (): Promise<string> => {
    const tables = await tablesOf(world.here())
    const text = await tables.dump()
    await tables.close()
    return text
  }

  test('show tells of every sort of thing that is kept of a person, and nothing of anybody else', async () => {
    const { store } = await furnished(world)
    const kept = await whole(store).show(me)
    expect(Object.keys(kept).toSorted()).toEqual(
      [
        'answers',
        'cards',
        'channels',
        'codes',
        'decks',
        'names',
        'notices',
        'pace',
        'reports',
        'reviews',
        'rounds',
        'schedules',
      ].toSorted(),
    )
    expect(kept).toMatchObject({
      schedules: [{ platform: 'web', channel: 'lesson', number: 1, at: T.toISOString(), address: 'https://griot.example/lesson' }],
      channels: [{ channel: 'lesson', address: 'https://griot.example/lesson' }],
      notices: [{ post: 'notice' }],
      names: [{ name: NAME }, { name: NAME }],
    })
    expect(JSON.stringify(kept)).not.toMatch(/theirs|Other|U0SOMEBODY/)
    expect(await whole(store).show({ platform: 'web', user: 'nobody' })).toEqual({})
    expect(await whole(store).show({ ...me, platform: 'discord' })).toEqual({})
  })

  test('after forget no table holds the pseudonym, the user, a name, or anything that opens to them', async () => {
    const { store, pseudonym } = await furnished(world)
    const before = await dump()
    for (const trace of [pseudonym, NAME, CALLED]) expect(before).toContain(trace)
    await whole(store).forget(me)
    const after = await dump()
    for (const trace of [pseudonym, USER, NAME]) expect(after).not.toContain(trace)
    expect(await whole(store).show(me)).toEqual({})
    expect(await store.subscriptions.maker('aaaaaaaaaa')).toBeUndefined()
    expect(await store.channels.owner('lesson')).toBe('')
    expect(await textsOf(store)).toEqual([
      expect.stringContaining('Right: somebody, Other and Ramatoulayes'),
      expect.stringContaining('1. Somebody: 1000 points. Ramadan is another word.'),
      // What no quiz wrote says nobody's name.
      expect.stringContaining(`${CALLED} is a word here`),
    ])
    await whole(store).forget(me)
    expect(await whole(store).show(me)).toEqual({})
  })

  test('whoever is called by a word of a question takes nothing out of it', async () => {
    const { store } = await furnished(world)
    const questions = ['quiz/aaaaaaaaaa/1/ask', 'quiz/bbbbbbbbbb/1/ask/2'].map((key) => [key, `What did ${NAME} do?`] as const)
    for (const [key, text] of questions) await store.channels.append('lesson', key, saying(text), T)
    await whole(store).forget(me)
    for (const [key, text] of questions) expect(JSON.stringify(await store.channels.find('lesson', key))).toContain(text)
  })

  test('forget leaves everybody else all that is theirs, and what belongs to a channel goes on', async () => {
    const { store } = await furnished(world)
    const before = await whole(store).show(other)
    await whole(store).forget(me)
    expect(await whole(store).show(other)).toEqual(before)
    expect(Object.keys(before)).toHaveLength(12)
    expect(await store.subscriptions.get('aaaaaaaaaa')).toMatchObject({ id: 'aaaaaaaaaa', number: 1 })
    expect(await store.channels.owner('theirs')).toBe(other.user)
  })

  test('a channel whose owner was forgotten goes to the next who claims it, to one of two', async () => {
    const { store } = await furnished(world)
    await whole(store).forget(me)
    const owners = await Promise.all(['x', 'y'].map((user) => store.channels.claim('lesson', user, T)))
    expect(owners[0]).toBe(owners[1])
    expect(['x', 'y']).toContain(await store.channels.owner('lesson'))
    expect((await store.channels.list(9)).map(({ name }) => name).toSorted()).toEqual(['lesson', 'theirs'])
  })

  test('a halt of a channel whose maker was forgotten tells nobody', async () => {
    const { store } = await furnished(world)
    await whole(store).forget(me)
    const told: unknown[] = []
    await store.ledger.write([deliveryOf('digest', { to: LESSON })], T)
    const [claim] = await store.outbox.claim('web', T, DAY, 1)
    const effects = [
      { kind: 'halt', place: LESSON, reason: 'forbidden', why: 'x', tell: ({ maker }: { maker: unknown }) => void told.push(maker) },
    ] as const
    await store.outbox.settle([{ claim: claim!, verdict: { kind: 'dropped', why: 'x' }, effects }], at(1))
    expect(told).toEqual([undefined])
  })

  test('on Slack somebody of the same id in another workspace is somebody else', async () => {
    const store = await world.open()
    for (const [id, server] of [
      ['aaaaaaaaaa', 'T1'],
      ['bbbbbbbbbb', 'T2'],
    ] as const)
      await store.subscriptions.add(newOne({ id, place: { ...CHANNEL, server }, maker: USER }))
    const slack = { platform: 'slack', server: 'T1', user: USER } as const
    expect((await whole(store).show(slack)).schedules).toMatchObject([{ server: 'T1' }])
    await whole(store).forget(slack)
    expect(await whole(store).show(slack)).toEqual({})
    expect(await store.subscriptions.maker('bbbbbbbbbb')).toMatchObject({ user: USER })
  })

  test('of more schedules than are read at once, all of one person are found', async () => {
    const store = await world.open()
    const ids = Array.from({ length: 1203 }, (_, n) => `s${String(n).padStart(9, '0')}`)
    for (const [n, id] of ids.entries())
      await store.subscriptions.add(newOne({ id, place: { ...CHANNEL, channel: `C${n}` }, maker: n % 400 === 0 ? USER : 'U2' }))
    expect((await whole(store).show({ platform: 'slack', server: 'T1', user: USER })).schedules).toHaveLength(4)
  })

  test('names go from the posts of the web’s own channels with their season', async () => {
    const store = await world.open()
    await store.channels.claim('lesson', 'owner', T)
    await store.quiz.rounds.begin(newRound({ place: LESSON, starterName: NAME }))
    await stop(store.quiz.rounds, 'aaaaaaaaaa', 0)
    await store.channels.append('lesson', 'quiz/aaaaaaaaaa/report', saying(`1. ${NAME}`), T)
    await store.channels.append('lesson', 'asked/r1', saying(`Scores: ${NAME}`), T)
    await store.channels.append('lesson', 'asked/r2', saying(`Scores since then: ${NAME}`), at(60 * DAY))
    await store.purge(at(90 * DAY))
    expect((await textsOf(store)).filter((text) => text.includes(NAME))).toHaveLength(3)
    await store.purge(at(90 * DAY + 1))
    expect((await textsOf(store)).filter((text) => text.includes(NAME))).toEqual([expect.stringContaining('since then')])
  })
}
