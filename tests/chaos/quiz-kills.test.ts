import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test, type TestContext } from 'vitest'
import type { Reply } from '../../src/chat/reply.ts'
import type { Game } from '../../src/quiz/engine/game.ts'
import type { Database } from '../../src/store/store.ts'
import { sayer } from '../../src/words/say.ts'
import { tablesOf } from '../contracts/store/tables.ts'
import { must } from '../support/ear.ts'
import { postgres } from '../support/postgres.ts'
import { type Replica, replica } from '../support/replica.ts'
import { SHORT } from './given.ts'
import { SECRET } from './population.ts'

const say = sayer('en')
const CHANNEL = 'lesson'
/** No message of these rounds takes so long, on the slowest machine. */
const LONGEST_MS = 90_000

/** A database on which real processes of the whole installation come and go, of which a browser needs nothing but the address. */
async function school(engine: Database['kind'], finished: TestContext['onTestFinished']) {
  const home = mkdtempSync(join(tmpdir(), 'griot-quiz-kills-'))
  finished(() => rmSync(home, { recursive: true, force: true }))
  const server = engine === 'postgres' ? await postgres({ durable: true }) : undefined
  if (server) finished(() => server.end())
  const database: Database = server ? { kind: 'postgres', url: await server.database() } : { kind: 'sqlite', path: join(home, 'griot.db') }
  const url = database.kind === 'postgres' ? database.url : `file:${database.path}`
  const environment = { GRIOT_DATA: home, GRIOT_SECRET: SECRET, DATABASE_URL: url, LOG_LEVEL: 'error' }

  async function begin(): Promise<Replica> {
    const one = replica(environment, { timing: SHORT })
    finished(async () => void (await one.kill()))
    await one.url
    return one
  }
  async function look(sql: string): Promise<readonly Record<string, unknown>[]> {
    const tables = await tablesOf(database)
    try {
      return await tables.run(sql)
    } finally {
      await tables.close()
    }
  }
  const messages = async (): Promise<readonly Reply[]> =>
    (await look('select reply from web_message order by number')).map(({ reply }) => JSON.parse(String(reply)) as Reply)
  const game = async (): Promise<Game> => JSON.parse(String((await look('select state from quiz_round'))[0]?.['state'])) as Game

  return {
    begin,
    messages,
    game,
    titles: async () => (await messages()).map(({ title = '' }) => title),
    /** The options that count for a question, in their order; each person has one. */
    chosen: async (question: number) =>
      (await look(`select chosen from quiz_answer where question = ${question} order by chosen`)).map(({ chosen }) => Number(chosen)),
    /** The message with this title, once it stands there. */
    async standing(title: string): Promise<Reply> {
      const giveUpAt = performance.now() + LONGEST_MS
      for (;;) {
        const all = await messages()
        const found = all.find((one) => one.title === title)
        if (found) return found
        if (performance.now() > giveUpAt) throw new Error(`“${title}” never stood there: ${all.map((one) => one.title).join(', ')}`)
        await pause(20)
      }
    },
    async until(done: (game: Game) => boolean): Promise<Game> {
      for (;;) {
        const present = await game()
        if (done(present)) return present
        await pause(20)
      }
    },
  }
}

/** A browser with its script: it keeps what it is known by, and sends again what got no answer, to whichever process there is. */
function visitor(processes: () => readonly Replica[]) {
  let cookie: string | undefined
  return async function ask(fields: Readonly<Record<string, string>>): Promise<string> {
    const request = randomBytes(16).toString('hex')
    for (let n = 0; ; n++) {
      const one = processes()[n % Math.max(1, processes().length)]
      try {
        const url = await must(one).url
        const answer = await fetch(`${url}/channels/${CHANNEL}/answer`, {
          method: 'POST',
          headers: { origin: url, 'x-griot-script': 'yes', ...(cookie !== undefined && { cookie }) },
          body: new URLSearchParams({ request, locale: 'en', ...fields }),
        })
        const text = await answer.text()
        cookie ??= answer.headers.get('set-cookie')?.split(';')[0]
        if (answer.status < 500) return text
      } catch {
        // It was killed meanwhile.
      }
      await pause(50)
    }
  }
}
type Visitor = ReturnType<typeof visitor>

const COUNTED = say('quiz.counted', { answer: '' }).trim()

/** Presses an option, and is told that it counts: now, or already. */
async function press(who: Visitor, card: Reply, option: number): Promise<void> {
  const told = await who({ press: must(card.buttons[option]).action })
  expect(told.includes(COUNTED) || told.includes(say('quiz.no.same')), told).toBe(true)
}

const inOrder = (options: readonly number[]): readonly number[] => options.toSorted((a, b) => a - b)

const title = (number: number, of: number): string => say('quiz.title', { number, of })
const again = (number: number, of: number): string => say('quiz.titleAgain', { title: title(number, of) })
const answer = (number: number, of: number): string => say('quiz.answerTitle', { title: title(number, of) })

test.concurrent('a round whose process is killed at each of its events is played to its end: all stands there once, every answer that was acknowledged counts, and what was missed is asked again', {
  timeout: 240_000,
}, async ({ onTestFinished }) => {
  const there = await school('sqlite', onTestFinished)
  let process = await there.begin()
  /** How long nobody was there, each time. */
  const gone: { readonly question: number; readonly ms: number }[] = []
  const killed = async (awayMs = 0): Promise<void> => {
    const { at } = await there.game()
    await process.kill()
    const from = performance.now()
    await pause(awayMs)
    process = await there.begin()
    gone.push({ question: at, ms: performance.now() - from })
  }
  const learners = Array.from({ length: 12 }, () => visitor(() => [process]))
  const [ada, ben, cy] = learners
  await ada!({ line: '/quiz start 3 seconds:10 kinds:date' })

  const first = await there.standing(title(1, 3))
  await killed()
  await press(ada!, first, 1)
  await killed()
  const { closesMs = 0 } = await there.until(({ phase }) => phase === 'open')
  while (Date.now() < closesMs + 200) await pause(20)
  await killed()
  await there.standing(answer(1, 3))
  await killed()

  const second = await there.standing(title(2, 3))
  await there.until(({ at, phase }) => at === 1 && phase === 'open')
  await press(ada!, second, 0)
  await press(ben!, second, 2)
  await killed(9000)
  const secondAgain = await there.standing(again(2, 3))
  await killed()
  await press(ben!, secondAgain, 2)
  await press(cy!, secondAgain, 3)
  await there.standing(answer(2, 3))

  const third = await there.standing(title(3, 3))
  const pressing = Promise.all(learners.map((who, n) => press(who, third, n % third.buttons.length)))
  await pause(30)
  await killed()
  await pressing
  await there.standing(answer(3, 3))
  await killed()
  await there.standing(say('quiz.reportTitle'))

  const titles = await there.titles()
  const oneEach = [title(1, 3), answer(1, 3), title(2, 3), answer(2, 3), title(3, 3), answer(3, 3), say('quiz.reportTitle')]
  expect(titles.filter((one) => oneEach.includes(one))).toEqual(oneEach)
  // A machine that is slow to start a process makes an absence of what should be none: what was noted last may be two seconds old.
  for (const number of [1, 2, 3]) {
    const long = gone.filter(({ question, ms }) => question === number - 1 && ms > 3500).length
    const asked = titles.filter((one) => one === again(number, 3)).length
    expect(asked).toBeLessThanOrEqual(long)
    expect(asked).toBeGreaterThanOrEqual(number === 2 ? 1 : 0)
  }
  expect((await there.game()).ending).toBe('played')
  expect(await there.chosen(0)).toEqual([1])
  expect(await there.chosen(1)).toEqual([0, 2, 3])
  expect(await there.chosen(2)).toEqual(inOrder(learners.map((_, n) => n % third.buttons.length)))
  expect(gone).toHaveLength(8)
})

test.concurrent('a round on three processes, one of which is killed again and again, is played as if nothing were', {
  timeout: 240_000,
}, async ({ onTestFinished }) => {
  const there = await school('postgres', onTestFinished)
  let all: readonly Replica[] = await Promise.all([there.begin(), there.begin(), there.begin()])
  let kills = 0
  const over = new AbortController()
  const killing = (async () => {
    while (!over.signal.aborted) {
      await pause(400)
      const [doomed, ...rest] = all
      all = rest
      await must(doomed).kill()
      kills += 1
      all = [...rest, await there.begin()]
    }
  })()
  const learners = Array.from({ length: 10 }, () => visitor(() => all))
  await learners[0]!({ line: '/quiz start 2 seconds:10 kinds:date' })
  for (const number of [1, 2]) {
    const card = await there.standing(title(number, 2))
    await Promise.all(
      learners.map(async (who, n) => {
        await pause(n * 600)
        await press(who, card, (n + number) % card.buttons.length)
      }),
    )
  }
  await there.standing(say('quiz.reportTitle'))
  over.abort()
  await killing
  expect(kills).toBeGreaterThan(5)
  expect(await there.titles()).toEqual([title(1, 2), answer(1, 2), title(2, 2), answer(2, 2), say('quiz.reportTitle')])
  for (const number of [1, 2]) expect(await there.chosen(number - 1)).toEqual(inOrder(learners.map((_, n) => (n + number) % 4)))
})
