import { describe, expect, test } from 'vitest'
import type { Outbox } from '../../src/delivery/outbox.ts'
import type { Store } from '../../src/store/store.ts'
import { channel, delivery, OWNER, rig } from '../support/courier-rig.ts'
import { outside } from '../support/outside.ts'
import { wishFor } from '../support/wishes.ts'

type Doing = (store: Store, now: Date) => Promise<unknown>

const DOINGS: readonly (readonly [string, Doing])[] = [
  ['paused', (store, now) => store.subscriptions.pause(OWNER, now)],
  ['removed', (store, now) => store.subscriptions.remove(OWNER, now)],
]

/** Does something at the moment at which a worker that holds the delivery calls this. */
const during =
  (name: 'claim' | 'mark', when: 'before' | 'after', doing: () => Promise<unknown>) =>
  (outbox: Outbox): Outbox => {
    let isDone = false
    const once = async (): Promise<void> => {
      if (isDone) return
      isDone = true
      await doing()
    }
    return {
      ...outbox,
      claim: async (...given) => {
        const claims = await outbox.claim(...given)
        if (name === 'claim' && claims.length > 0) await once()
        return claims
      },
      mark: async (...given) => {
        if (name === 'mark' && when === 'before') await once()
        const marked = await outbox.mark(...given)
        if (name === 'mark' && when === 'after') await once()
        return marked
      },
    }
  }

describe.each(DOINGS)('a delivery whose schedule is %s', (_, doing) => {
  const held = async (name: 'claim' | 'mark', when: 'before' | 'after') => {
    const house = await rig()
    const discord = outside({ clock: house.clock })
    await house.store.subscriptions.add({ id: OWNER, place: channel(), wish: wishFor(), maker: 'maker', now: house.clock.now() })
    await house.plan(delivery('a'))
    house.work({ platforms: [discord], through: during(name, when, () => doing(house.store, house.clock.now())) })
    await house.minutes(60)
    return { ...house, discord }
  }

  test.each([
    ['while a worker holds it', 'claim', 'after'],
    ['the moment before it is marked as being sent', 'mark', 'before'],
  ] as const)('%s says nothing', async (_when, name, when) => {
    const { discord, reports, states } = await held(name, when)
    expect([discord.requests, discord.counts(), reports]).toEqual([[], {}, []])
    expect(Object.values(await states()).filter((state) => state === 'done')).toEqual([])
  })

  test('once it is marked is finished, once: it may be there already', async () => {
    const { discord } = await held('mark', 'after')
    expect([discord.counts(), discord.sendsOf('a')]).toEqual([{ a: 1 }, 1])
  })
})
