import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Store } from '../../src/store/store.ts'
import { newRound, open, outcomes, personOf, reveal, givenOf } from '../contracts/store/quiz-round.ts'
import { tablesOf } from '../contracts/store/tables.ts'
import { CHANNEL, postgresServer, SECRET, sqliteFiles, type StoreEngine, storeOn } from '../support/store.ts'

const PROCESS = fileURLToPath(new URL('../support/quiz-process.ts', import.meta.url))
const COMER = fileURLToPath(new URL('../support/quiz-comer.ts', import.meta.url))
const ROUND = 'aaaaaaaaaa'
/** Rounds with a question that stands open. */
const MANY = 300

/** A process that says when it is ready, does its work when it is told to go, and says what came of it. */
const worker = (script: string, ...given: readonly string[]) => {
  const child = spawn(process.execPath, [script, SECRET, ...given], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const heard = async () => JSON.parse((await lines.next()).value as string) as unknown
  return {
    ready: heard(),
    begin: () => child.stdin.write('go\n'),
    heard,
    async kill() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** One whose learners all choose this option, when it is told to. */
const classroom = (database: Database, option: number) => {
  const { ready, begin, heard } = worker(PROCESS, JSON.stringify(database), ROUND, String(option))
  return {
    ready,
    async press() {
      begin()
      return (await heard()) as readonly string[]
    },
  }
}

describe.each<[string, () => Promise<StoreEngine>]>([
  ['SQLite', async () => sqliteFiles()],
  ['PostgreSQL', () => postgresServer()],
])('five hundred learners answer at once through each of three processes on one %s', (_name, start) => {
  let engine: StoreEngine
  beforeAll(async () => {
    engine = await start()
  })
  afterAll(() => engine.end())

  const begun = async (
    changeable: boolean,
  ): Promise<{ readonly store: Store; readonly rooms: readonly ReturnType<typeof classroom>[] }> => {
    const database = await engine.fresh()
    const store = await storeOn(database)
    await store.quiz.rounds.begin(newRound({ rules: { changeable } }))
    await open(store.quiz.rounds)
    const rooms = [0, 1, 2].map((option) => classroom(database, option))
    await Promise.all(rooms.map(({ ready }) => ready))
    return { store, rooms }
  }

  test('every learner’s answer counts once, and is the one that its giver was told counts', async () => {
    const { store, rooms } = await begun(false)
    const told = await Promise.all(rooms.map((room) => room.press()))
    const sheet = await store.quiz.rounds.sheet(ROUND)
    expect(sheet?.lines).toHaveLength(500)
    for (let n = 0; n < 500; n++) {
      const words = told.map((room) => room[n] ?? '')
      expect(words.toSorted()).toEqual(['counted', 'counted', 'new'])
      expect(sheet?.lines[n]).toMatchObject({ person: personOf(n), option: words.indexOf('new') })
    }
    expect(sheet?.players).toHaveLength(501)
    await store.close()
  })

  test('what is told counts no more and no less than what was counted, though the answer is told in the middle of it', async () => {
    const { store, rooms } = await begun(false)
    const pressing = Promise.all(rooms.map((room) => room.press()))
    const answered = async () => (await store.quiz.rounds.sheet(ROUND))?.lines.length ?? 0
    while ((await answered()) === 0);
    await reveal(store.quiz.rounds)
    const counted = await answered()
    const told = (await pressing).flat()
    expect(new Set(told).isSubsetOf(new Set(['new', 'counted', 'closed']))).toBe(true)
    expect(told.filter((word) => word === 'new')).toHaveLength(counted)
    expect(await answered()).toBe(counted)
    expect((await store.quiz.rounds.tallies(['coup'])).coup?.answered).toBe(counted)
    expect(outcomes(await store.quiz.rounds.answer([givenOf({ person: 999 })]))).toEqual(['closed'])
    await store.close()
  })

  test('a process that is killed while it has hundreds of questions asked again leaves the rest to the next, and none is asked twice', async () => {
    const database = await engine.fresh()
    const store = await storeOn(database)
    const openedMs = Date.now() - 30_000
    for (let n = 0; n < MANY; n++) {
      const id = `a${String(n).padStart(9, '0')}`
      await store.quiz.rounds.begin(newRound({ id, place: { ...CHANNEL, channel: `C${n}` }, rules: { seconds: 300 } }))
      await store.quiz.rounds.move(id, { kind: 'stands', question: 0, turn: 0, message: 'm', sentMs: openedMs, nowMs: openedMs })
    }
    const tables = await tablesOf(database)
    const askedAgain = async () =>
      Number((await tables.run("select count(*) as many from quiz_event where event like '%asked-again%'"))[0]?.['many'])
    const first = worker(COMER, JSON.stringify(database))
    await first.ready
    first.begin()
    while ((await askedAgain()) === 0);
    await first.kill()
    const done = await askedAgain()
    expect(done).toBeLessThan(MANY)
    const second = worker(COMER, JSON.stringify(database))
    await second.ready
    second.begin()
    expect(await second.heard()).toBe(MANY - done)
    expect(await askedAgain()).toBe(MANY)
    await tables.close()
    await store.close()
  })
})
