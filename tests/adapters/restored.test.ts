import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { planner } from '../../src/anniversaries/planner.ts'
import { anniversaryPosts } from '../../src/anniversaries/posts/posts.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { channel, OWNER, rig, START } from '../support/courier-rig.ts'
import { outside, type OutsideSettings } from '../support/outside.ts'
import { mali } from '../support/shelves.ts'
import { wishFor } from '../support/wishes.ts'

const HOUR = 60
const KEY = `anniversaries/${OWNER}/2026-08-18`
const posts = anniversaryPosts({ shelves: [mali], timing: TIMING })
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A backup of nine o'clock, what was posted at half past nine, and the backup put back at half past ten. */
async function restored(settings: Partial<OutsideSettings> = {}, isPosted = true) {
  const home = mkdtempSync(join(tmpdir(), 'griot-restored-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const file = join(home, 'backup.gz')
  const here = await rig()
  const { clock, store } = here
  const platform = outside({ clock, ...settings })
  const plan = () =>
    planner({
      subscriptions: store.subscriptions,
      speaks: () => true,
      endOf: () => undefined,
      edition: '1',
      clock,
      random: seededRandom('planner'),
      log: quiet,
      timing: TIMING,
      report: (error) => String(error),
    }).round()
  const wish = wishFor({ minute: 570 })
  await store.subscriptions.add({ id: OWNER, place: channel(), wish, maker: 'U1', now: START })
  await store.backup(file)
  await here.minutes(30)
  if (isPosted) {
    await plan()
    const worker = here.work({ platforms: [platform], posts })
    await here.minutes(1)
    worker.die()
  }
  const posted = platform.messages.length
  await here.minutes(HOUR)
  await store.restore(file, { replace: true })
  return {
    ...here,
    platform,
    posted,
    /** What the courier makes of it. */
    goOn: async () => {
      await plan()
      here.work({ platforms: [platform], posts })
      await here.minutes(5)
    },
  }
}

test('what was posted after the backup was taken is not posted again when it is restored', async () => {
  const { goOn, platform, posted, states } = await restored()
  expect(posted).toBe(1)
  await goOn()
  expect(platform.counts()).toEqual({ [KEY]: 1 })
  expect(await states()).toEqual({ [KEY]: 'done' })
})

test('what was not posted then is caught up with', async () => {
  const { goOn, platform } = await restored({}, false)
  await goOn()
  expect(platform.counts()).toEqual({ [KEY]: 1 })
})

test('where nobody can tell it stays silent, and its maker may have it posted', async () => {
  const { goOn, platform, states, store, clock, minutes } = await restored({ history: false }, false)
  await goOn()
  expect(await states()).toEqual({ [KEY]: 'silent' })
  await store.subscriptions.judge(KEY, 'post', clock.now())
  await minutes(1)
  expect(platform.counts()[KEY]).toBe(1)
})

test('what is due after it was restored is in no doubt', async () => {
  const { goOn, platform, minutes, clock, store } = await restored({ history: false })
  await goOn()
  await minutes(23 * HOUR)
  const before = platform.messages.length
  await store.subscriptions.sendNow(
    {
      key: 'test/x',
      to: channel(),
      post: 'digest',
      subject: { subscription: OWNER, date: '2026-08-18', wish: wishFor(), test: true },
      dueAt: clock.now(),
    },
    clock.now(),
  )
  await minutes(1)
  expect(platform.messages.length - before).toBeGreaterThan(0)
  expect(platform.counts()['test/x']).toBe(1)
})
