import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { type Database, openStore } from '../../src/store/store.ts'

/** A process that comes back after an absence, `node quiz-comer.ts SECRET DATABASE`: it says when it begins to look for what was missed, and when it has. */
const [secret = '', json = '{}'] = process.argv.slice(2)
const log = logger({ level: 'silent', secrets: [] })
const store = openStore({ database: JSON.parse(json) as Database, secret, clock: systemClock(), random: systemRandom(), log })
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

await store.opened
say('ready')
process.stdin.once('data', () => void look())

const look = async (): Promise<void> => {
  say(await store.quiz.rounds.attend(2000))
  process.stdin.destroy()
  await store.close()
}
