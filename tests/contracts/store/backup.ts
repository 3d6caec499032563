import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StartFault } from '../../../src/kernel/failure.ts'
import type { Store } from '../../../src/store/store.ts'
import { at, CHANNEL, deliveryOf, MINUTE, SECRET, sqliteFiles, type StoreEngine, storeOn, T } from '../../support/store.ts'
import type { World } from '../store.ts'
import { furnishQuiz } from './quiz-people.ts'
import { newOne } from './subscriptions.ts'
import { tablesOf } from './tables.ts'

/** Something of everything, and more rows than are read at once. */
const furnish = async (store: Store) => {
  await store.subscriptions.add(newOne())
  await store.subscriptions.add(newOne({ id: 'bbbbbbbbbb', maker: 'U2' }))
  await store.subscriptions.remove('bbbbbbbbbb', T)
  await store.settlements.settle({ platform: 'slack', server: 'T1' }, { locale: 'fr' })
  await store.ledger.write(
    Array.from({ length: 1203 }, (_, n) => deliveryOf(`k${n}`, { subject: 'Kéïta “ź” 🕊\n' })),
    T,
  )
  const held = await store.outbox.claim('slack', T, MINUTE, 2)
  const claims = await store.outbox.mark(
    held.map((claim) => ({ ...claim, shows: { coup: '1' } })),
    T,
  )
  await store.outbox.settle([{ claim: claims[0]!, verdict: { kind: 'done', message: 'm' }, effects: [] }], at(1))
  await store.channels.claim('x', 'me', T)
  await store.channels.append('x', 'k', { said: 'hello' } as never, T)
  await furnishQuiz(store)
}

export const backupContract = ({ open, another, here }: World): void => {
  let home: string
  let files: StoreEngine
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'griot-backup-'))
    files = sqliteFiles()
  })
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true })
    await files.end()
  })

  test('holds all that is kept: restored, into either engine, everything is as it was', async () => {
    const store = await open()
    await furnish(store)
    const file = join(home, 'whole.gz')
    const { rows } = await store.backup(file)
    expect(rows).toBeGreaterThan(1203)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const before = await tablesOf(here())
    const dump = await before.dump()
    await before.close()
    for (const make of [() => open(), () => files.fresh().then((database) => storeOn(database))]) {
      const copy = await make()
      expect(await copy.restore(file)).toEqual({ schema: expect.any(Number), rows })
      const again = join(home, 'again.gz')
      await copy.backup(again)
      expect(gunzipSync(readFileSync(again)).toString()).toBe(gunzipSync(readFileSync(file)).toString())
      expect(await copy.subscriptions.maker('aaaaaaaaaa')).toMatchObject({ user: 'U1' })
      expect((await copy.subscriptions.add(newOne({ id: 'cccccccccc' })))?.number).toBe(3)
      expect(await copy.outbox.claim('slack', at(MINUTE), MINUTE, 5000)).toHaveLength(1202)
      await copy.close()
    }
    expect(dump).toContain('Kéïta')
  })

  test('is of one instant: what is written meanwhile is in it whole or not at all', async () => {
    const [store, writer] = [await open(), await another()]
    await furnish(store)
    const pen = { on: true }
    const writing = (async () => {
      for (let n = 0; pen.on; n++) await writer.ledger.write([deliveryOf(`a${n}`), deliveryOf(`z${n}`)], T)
    })()
    const file = join(home, 'meanwhile.gz')
    await store.backup(file)
    pen.on = false
    await writing
    const keys = gunzipSync(readFileSync(file))
      .toString()
      .matchAll(/"key":"([az]\d+)"/g)
    const names = [...keys].map(([, name]) => name ?? '')
    const [first, last] = ['a', 'z'].map((letter) =>
      names
        .filter((name) => name.startsWith(letter))
        .map((name) => name.slice(1))
        .sort(),
    )
    expect(first).toEqual(last)
  })

  test('restore refuses a database that holds something, unless told to replace it', async () => {
    const store = await open()
    await furnish(store)
    const file = join(home, 'replace.gz')
    await store.backup(file)
    await store.subscriptions.add(newOne({ id: 'dddddddddd' }))
    await expect(store.restore(file)).rejects.toThrow(/not empty.*--replace/)
    expect(await store.subscriptions.inChannel(CHANNEL)).toHaveLength(2)
    await store.restore(file, { replace: true })
    expect((await store.subscriptions.inChannel(CHANNEL)).map(({ id }) => id)).toEqual(['aaaaaaaaaa'])
  })

  test('restore refuses what is no whole backup, is newer or was written under another secret, and then changes nothing', async () => {
    const store = await open()
    await furnish(store)
    const file = join(home, 'good.gz')
    await store.backup(file)
    const text = gunzipSync(readFileSync(file)).toString()
    const lines = text.split('\n')
    const bad: Readonly<Record<string, Buffer>> = {
      'cut.gz': readFileSync(file).subarray(0, 2000),
      'half.gz': gzipSync(lines.slice(0, 400).join('\n')),
      'lessOne.gz': gzipSync([...lines.slice(0, 5), ...lines.slice(6)].join('\n')),
      'text.gz': Buffer.from('hello'),
      'other.gz': gzipSync('{"a":1}\n'),
      'empty.gz': gzipSync(''),
      'newer.gz': gzipSync(text.replace(/"schema":\d+/, '"schema":999')),
      'format.gz': gzipSync(text.replace('"format":1', '"format":2')),
    }
    for (const [name, bytes] of Object.entries(bad)) {
      writeFileSync(join(home, name), bytes)
      await expect(store.restore(join(home, name), { replace: true }), name).rejects.toThrow(StartFault)
    }
    await expect(store.restore(join(home, 'nowhere.gz'), { replace: true })).rejects.toThrow(/there is no such file/)
    const stranger = await open({ secret: `${SECRET}!` })
    await expect(stranger.restore(file)).rejects.toThrow(/GRIOT_SECRET is not the one/)
    expect(await store.subscriptions.inChannel(CHANNEL)).toHaveLength(1)
    expect(await store.outbox.claim('slack', at(MINUTE), MINUTE, 5000)).toHaveLength(1202)
  })

  test('appears only when it is whole, and leaves nothing beside it', async () => {
    const store = await open()
    await expect(store.backup(join(home, 'no', 'such', 'directory.gz'))).rejects.toThrow(/cannot be written \(ENOENT\)/)
    await store.backup(join(home, 'whole.gz'))
    expect(readdirSync(home).filter((name) => name.includes('part'))).toEqual([])
  })
}
