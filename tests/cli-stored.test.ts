import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import type { Wish } from '../src/anniversaries/subscription.ts'
import { run } from '../src/cli.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { systemRandom } from '../src/kernel/random.ts'
import { openShelves } from '../src/main/shelves.ts'
import { questionsOf } from '../src/quiz/questions/questions.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { quiet, wishOf } from './support/store.ts'

const home = mkdtempSync(join(tmpdir(), 'griot-cli-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const SECRET = '0123456789abcdef0123456789abcdef'
const environment = (name: string) => ({ GRIOT_DATA: join(home, name), GRIOT_SECRET: SECRET, LOG_LEVEL: 'silent' })

/** Does something with the memory of an installation, as its service would. */
async function remembering<T>(name: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({
    database: { kind: 'sqlite', path: join(home, name, 'griot.db') },
    secret: SECRET,
    clock: systemClock(),
    random: systemRandom(),
    log: quiet(),
  })
  try {
    await store.opened
    return await work(store)
  } finally {
    await store.close()
  }
}

const ID = 'abcdefghij'
const place = { kind: 'channel', platform: 'web', channel: 'classroom' } as const

const subscribed = (name: string) =>
  remembering(name, async (store) => {
    await store.channels.claim(place.channel, 'somebody', new Date())
    await store.subscriptions.add({ id: ID, place, wish: wishOf({ kind: 'daily', quiet: 'nearest' }), maker: 'somebody', now: new Date() })
  })

describe('griot migrate', () => {
  test('brings the schema up to date and says from where to where, or that there is nothing to do', async () => {
    expect(await run(['migrate'], environment('new'))).toMatchObject({ code: 0, out: expect.stringContaining('from 0 to') })
    expect(await run(['migrate'], environment('new'))).toMatchObject({ code: 0, out: expect.stringContaining('as it should be') })
  })
})

describe('griot backup and griot restore', () => {
  test('carry everything into another installation, whole, and refuse to overwrite one unless told', async () => {
    await subscribed('here')
    const file = join(home, 'griot.backup')
    expect((await run(['backup', file], environment('here'))).code).toBe(0)
    expect(statSync(file).size).toBeGreaterThan(0)
    expect((await run(['restore', file], environment('there'))).code).toBe(0)
    expect(await remembering('there', (store) => store.subscriptions.inChannel(place))).toMatchObject([{ id: ID, place }])
    expect(await run(['restore', file], environment('there'))).toMatchObject({ code: 2, err: expect.stringContaining('--replace') })
    expect((await run(['restore', file, '--replace'], environment('there'))).code).toBe(0)
  })

  test('say what is wrong with a file that is no backup', async () => {
    expect(await run(['restore', join(home, 'nothing')], environment('empty'))).toMatchObject({ code: 2, err: expect.any(String) })
    expect(await run(['restore', join(import.meta.dirname, 'cli-stored.test.ts')], environment('empty'))).toMatchObject({ code: 2 })
  })
})

describe('griot doctor', () => {
  test('finds nothing to mend in an installation that is well, and says what comes next', async () => {
    await subscribed('well')
    const { code, out = '' } = await run(['doctor'], environment('well'))
    expect(out).toMatch(/^next: \S+ web channel classroom, daily of \d{4}-\d\d-\d\d$/m)
    expect(out.trim().split('\n').at(-1)).toBe('all is well')
    expect(code).toBe(0)
  })

  test('names a channel that is gone, with what to do, and exits with 1', async () => {
    await remembering('gone', (store) => store.subscriptions.add({ id: ID, place, wish: wishOf(), maker: 'somebody', now: new Date() }))
    const { code, out = '' } = await run(['doctor'], environment('gone'))
    expect(out).toMatch(/^TROUBLE web channel classroom: .{10,}$/m)
    expect(code).toBe(1)
  })

  test('names a schedule that posts nothing because its pack is not loaded or its wish cannot be read, and says that nobody plans', async () => {
    const yesterday = new Date(systemClock().now().getTime() - 86_400_000)
    await remembering('mute', async (store) => {
      await store.channels.claim(place.channel, 'somebody', yesterday)
      const add = (id: string, wish: Partial<Wish>) =>
        store.subscriptions.add({ id, place, wish: wishOf(wish), maker: 'somebody', now: yesterday })
      await add('packless22', { pack: 'elsewhere' })
      await add('zoneless22', { zone: 'Europe/Kyiv' })
    })
    // As if the rules of the zones that this machine has did not know it.
    const file = new DatabaseSync(join(home, 'mute', 'griot.db'))
    file.exec("update subscription set wish = replace(wish, 'Europe/Kyiv', 'Europe/Elsewhere')")
    file.close()
    const { code, out = '' } = await run(['doctor'], environment('mute'))
    expect(out).toMatch(/^TROUBLE web channel classroom: schedule packless22 posts nothing: its pack \/elsewhere is not loaded/m)
    expect(out).toMatch(/^TROUBLE web channel classroom: schedule zoneless22 posts nothing: what it wishes cannot be read \(zone\)/m)
    expect(out).toContain(`TROUBLE schedules: nobody has planned any since ${yesterday.toISOString()}`)
    expect(code).toBe(1)
  })

  test('tells nobody who made a schedule', async () => {
    await remembering('private', (store) =>
      store.subscriptions.add({ id: ID, place, wish: wishOf(), maker: 'U-VERY-PRIVATE', now: new Date() }),
    )
    expect(JSON.stringify(await run(['doctor'], environment('private')))).not.toContain('U-VERY-PRIVATE')
  })
})

test('griot pack diff and griot correct say that no post is affected where none was sent', async () => {
  expect(await run(['pack', 'diff'], environment('corrections'))).toMatchObject({ code: 0, out: 'no post is affected' })
  expect(await run(['correct'], environment('corrections'))).toMatchObject({
    code: 0,
    out: 'posts affected: 0; corrections written: 0. A running Griot makes them',
  })
})

test('a database that is no SQLite file ends every verb with a clear line and code 2', async () => {
  const env = { ...environment('odd'), DATABASE_URL: `file:${join(import.meta.dirname, 'cli-stored.test.ts')}` }
  for (const verb of [['migrate'], ['doctor'], ['correct'], ['pack', 'diff']])
    expect(await run(verb, env)).toMatchObject({ code: 2, err: expect.stringContaining('no SQLite database') })
})

describe('griot simulate', () => {
  test('prints what became of every post as JSON, and exits with 0 where every promise was kept', async () => {
    const { code, out = '' } = await run(
      ['simulate', '--days', '20', '--channels', '8', '--from', '2026-08-10', '--seed', 'small'],
      environment('none'),
    )
    const result = JSON.parse(out)
    expect(result).toMatchObject({ due: expect.any(Number), lost: 0, doubled: 0, unexplained: [] })
    expect(result.sent + result.silent + result.paused + result.skipped).toBe(result.due)
    expect(result.due).toBeGreaterThan(10)
    expect(code).toBe(0)
  })

  test.each([
    [['--from', 'yesterday'], '--from'],
    [['--days', '0'], '--days'],
    [['--channels', 'many'], '--channels'],
    [['--faults', 'network,flood'], '--faults'],
  ])('refuses %j in plain words', async (flags, named) => {
    expect(await run(['simulate', ...flags], environment('none'))).toMatchObject({ code: 2, err: expect.stringContaining(named) })
  })
})

describe('griot reports', () => {
  const reported = (name: string) =>
    remembering(name, async ({ quiz }) => {
      const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute))
      const [one] = questionsOf(openShelves([])).all('fr')
      for (const [n, person] of ['a', 'b', 'a'].entries())
        await quiz.reports.add({ question: one!.id, locale: 'fr', edition: '1.0.0', at: at(n), person })
      await quiz.reports.add({ question: 'own:123', locale: 'pl', edition: '', at: at(9), person: 'c' })
      return one!
    })

  test('lists each question that somebody holds to be wrong: how many did, when, in which version, and what it asks', async () => {
    const question = await reported('reports')
    const { code, out = '' } = await run(['reports'], environment('reports'))
    expect(code).toBe(0)
    const text = question.words.fr?.text.replaceAll('\n', ' / ') ?? ''
    expect(out.split('\n')).toEqual([
      '1 ×  2026-11-02T09:09  of a deck  pl  own:123  (not asked by the packs any more)',
      `2 ×  2026-11-02T09:02  pack 1.0.0  fr  ${question.id}  ${text}`,
    ])
  })

  test('--json says the same to a program', async () => {
    const question = await reported('reports-json')
    const { out = '' } = await run(['reports', '--json'], environment('reports-json'))
    expect(JSON.parse(out)).toMatchObject([
      { question: 'own:123', count: 1 },
      { question: question.id, count: 2, edition: '1.0.0', locale: 'fr' },
    ])
  })

  test('says so where nothing was reported', async () => {
    expect(await run(['reports'], environment('reports-none'))).toEqual({ code: 0, out: 'no question was reported' })
  })
})
