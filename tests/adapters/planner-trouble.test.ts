import { describe, expect, test } from 'vitest'
import type { Wish } from '../../src/anniversaries/subscription.ts'
import { world } from '../support/planning.ts'
import { wishFor } from '../support/wishes.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a fault', () => {
  const three = async (here: Awaited<ReturnType<typeof world>>) =>
    [await here.add(), await here.add(), await here.add()].map(({ id }) => id)

  test.each([
    ['that no longer is one', '{"kind":"hourly"}'],
    ['whose zone this machine does not know', JSON.stringify(wishFor()).replace('Africa/Bamako', 'Africa/Atlantis')],
    ['that is no JSON', '{'],
  ])('a wish %s keeps no other from its post, is reported once and looked at again each hour', async (_, wish) => {
    const here = await world('2026-08-18T08:59:00Z')
    const ids = await three(here)
    here
      .elsewhere()
      .prepare('update subscription set wish = ? where id = ?')
      .run(wish, ids[1] ?? '')
    await here.running([here.planner()], async () => here.clock.advance(59 * MINUTE))
    expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], [], ['2026-08-18 waiting']])
    expect(here.reported.length).toBe(1)
    expect(await here.subscriptions.nextAt()).toEqual(new Date('2026-08-18T09:59:00Z'))
  })

  test('in a pack while it is asked about one of them keeps no other from its post, and when it is mended nothing is lost', async () => {
    const here = await world('2026-08-18T08:59:00Z')
    const ids = [(await here.add()).id, (await here.add({ topics: ['broken'] })).id]
    let isBroken = true
    const speaks = (wish: Wish): boolean => {
      if (isBroken && wish.topics.includes('broken')) throw new Error('a bug')
      return true
    }
    await here.running([here.planner({ speaks })], async () => {
      await here.clock.advance(MINUTE)
      expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], []])
      isBroken = false
      await here.clock.advance(HOUR)
      expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], ['2026-08-18 waiting']])
    })
    expect(here.reported).toEqual(['Error: a bug'])
  })

  test('of one while it is written keeps no other from its post', async () => {
    const here = await world('2026-08-18T08:59:00Z')
    const ids = await three(here)
    here
      .elsewhere()
      .exec(`create trigger no before update on subscription when new.id = '${ids[1]}' and new.planned_through <> old.planned_through
      begin select raise(abort, 'refused by the test'); end`)
    await here.running([here.planner()], async () => here.clock.advance(10 * MINUTE))
    expect(await Promise.all(ids.map(here.log))).toEqual([['2026-08-18 waiting'], [], ['2026-08-18 waiting']])
    expect(here.reported.length).toBe(1)
  })

  test('of the database is waited out, told once, and nothing is lost', async () => {
    const here = await world('2026-08-18T08:57:59Z')
    const { id } = await here.add({ catchUp: 'skip' })
    const other = here.elsewhere()
    const one = here.planner()
    await here.running([one], async () => {
      await here.clock.advance(500)
      other.exec('begin immediate')
      await here.clock.advance(20_000)
      expect(await here.log(id)).toEqual([])
      expect(one.standing().troubleSince).toBeDefined()
      other.exec('rollback')
      await here.clock.advance(30_000)
      expect(await here.log(id)).toEqual(['2026-08-18 waiting'])
      expect(one.standing().troubleSince).toBeUndefined()
    })
    expect(here.reported).toEqual([])
    expect(here.warned).toEqual(['outbox unavailable'])
  })
})

describe('when to look again is only a hint', () => {
  const wronglyComputed = async () => {
    const here = await world('2026-08-17T12:00Z')
    const { id } = await here.add()
    await here.running([here.planner()], async () => undefined)
    here.elsewhere().exec(`update subscription set next_at = ${Date.parse('2026-08-18T11:58Z')}`)
    return { ...here, id }
  }
  test('a machine with new rules of the zones looks at every schedule again, and the post is on time', async () => {
    const here = await wronglyComputed()
    await here.running([here.planner({ edition: '2026b' })], async () => here.clock.advance(21 * HOUR))
    const [line] = await here.subscriptions.log(here.id, 1)
    expect(line).toMatchObject({ dueAt: new Date('2026-08-18T09:00Z'), state: 'waiting' })
  })
  test('a machine with the rules of yesterday looks at none', async () => {
    const here = await wronglyComputed()
    await here.running([here.planner()], async () => here.clock.advance(21 * HOUR))
    expect(await here.log(here.id)).toEqual([])
    expect(await here.subscriptions.lookAgain('2026a', here.clock.now())).toBe(false)
    expect(await here.subscriptions.lookAgain('2026b', here.clock.now())).toBe(true)
    expect(await here.subscriptions.nextAt()).toEqual(here.clock.now())
  })
  test('one that comes too early plans nothing, and is put right', async () => {
    const here = await world('2026-08-17T12:00Z')
    const { id } = await here.add()
    await here.planner().round()
    here.elsewhere().exec(`update subscription set next_at = ${Date.parse('2026-08-18T03:00Z')}`)
    await here.clock.advance(16 * HOUR)
    expect(await here.planner().round()).toBe(1)
    expect(await here.log(id)).toEqual([])
    expect(await here.subscriptions.nextAt()).toEqual(new Date('2026-08-18T08:58Z'))
  })
})
