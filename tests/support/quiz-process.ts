import { gather } from '../../src/delivery/gather.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import type { Given, Taken } from '../../src/quiz/rounds.ts'
import { type Database, openStore } from '../../src/store/store.ts'

/**
 * One process whose learners press: `node quiz-process.ts SECRET DATABASE ROUND OPTION`. It says that it is ready, waits for its input
 * to say go, has 500 people answer the first question at once, gathered as the commands do it, and says what became of each.
 */
const [secret = '', json = '{}', round = '', option = '0'] = process.argv.slice(2)
const log = logger({ level: 'silent', secrets: [] })
const store = openStore({ database: JSON.parse(json) as Database, secret, clock: systemClock(), random: systemRandom(), log })
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

await store.opened
const game = await store.quiz.rounds.game(round)
say('ready')
process.stdin.once('data', () => void press())

const press = async (): Promise<void> => {
  const answer = gather<Given, Taken>((given) => store.quiz.rounds.answer(given), 100)
  const openedMs = game?.openedMs ?? 0
  const taken = await Promise.all(
    Array.from({ length: 500 }, (_, n) => {
      const atMs = openedMs + 1000 + 2 * n
      const person = `person${String(n).padStart(26, '0')}`
      const move = { kind: 'answer', question: 0, person, option: Number(option), atMs, nowMs: atMs } as const
      return answer({ round, from: game!.place, move, name: `Name ${n}` })
    }),
  )
  say(taken.map((one) => (one.kind === 'refused' ? one.why : one.changed ? 'changed' : 'new')))
  process.stdin.destroy()
  await store.close()
}
