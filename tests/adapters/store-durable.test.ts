import { CompiledQuery } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { sqliteEngine } from '../../src/store/sqlite.ts'
import { sqliteFiles } from '../support/store.ts'

const files = sqliteFiles()
afterAll(() => files.end())

test('what SQLite has committed is on the disk: it writes ahead, and waits for the disk at every commit', async () => {
  const database = await files.fresh()
  const engine = sqliteEngine(database.kind === 'sqlite' ? database.path : '')
  const settingOf = async (name: string) => (await engine.db.executeQuery(CompiledQuery.raw(`pragma ${name}`))).rows
  // 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
  expect(await settingOf('synchronous')).toEqual([{ synchronous: 2 }])
  expect(await settingOf('journal_mode')).toEqual([{ journal_mode: 'wal' }])
  await engine.close()
})
