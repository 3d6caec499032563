import { affected, affectedLine, correct } from '../anniversaries/corrections.ts'
import type { Config } from '../config.ts'
import { TIMING } from '../delivery/timing.ts'
import { systemClock } from '../kernel/clock.ts'
import { Failure, StartFault } from '../kernel/failure.ts'
import { logger } from '../kernel/log.ts'
import { systemRandom } from '../kernel/random.ts'
import { openShelves } from '../main/shelves.ts'
import { secretOf } from '../store/secret.ts'
import { openStore, type Store } from '../store/store.ts'
import type { Outcome } from './outcome.ts'
import { doctor } from './doctor.ts'
import { reports } from './reports.ts'

export const STORED_USAGE = `griot migrate
griot backup FILE
griot restore FILE [--replace]
griot pack diff
griot correct
griot reports [--json]
griot doctor`

/** How long a command line waits for the database. */
const PATIENCE_MS = 20_000

/** What goes with the words. */
type Given = { readonly replace?: boolean | undefined; readonly json?: boolean | undefined }

type Work = (store: Store, config: Config) => Promise<Outcome>

/** What is done with the memory of an installation, by its words; undefined where the words mean something else. */
export function stored(words: readonly string[], config: Config, given: Given): Promise<Outcome> | undefined {
  const [verb, object, ...more] = words
  const work = more.length > 0 ? undefined : workOf(verb, object, given)
  return work && withStore(config, work)
}

function workOf(verb: string | undefined, object: string | undefined, { replace = false, json = false }: Given): Work | undefined {
  if (verb === 'migrate' && object === undefined) return migrate
  if (verb === 'pack' && object === 'diff') return diff
  if (verb === 'correct' && object === undefined) return corrections
  if (verb === 'reports' && object === undefined) return reports(json)
  if (verb === 'doctor' && object === undefined) return doctor
  if (verb === 'backup' && object !== undefined) return backedUp(object)
  if (verb === 'restore' && object !== undefined) return restored(object, replace)
  return undefined
}

async function withStore(config: Config, work: Work): Promise<Outcome> {
  const wall = systemClock()
  const log = logger({ level: 'silent', secrets: config.secrets })
  const store = openStore({
    database: config.database,
    secret: secretOf(config.secret, config.dataDir),
    clock: wall,
    wall,
    random: systemRandom(),
    log,
  })
  const enough = new AbortController()
  const late = wall
    .sleep(PATIENCE_MS, enough.signal)
    .then(() => Promise.reject(new StartFault(`the database cannot be reached: ${store.ready().detail}`)))
  try {
    await Promise.race([store.opened, late])
    return await work(store, config)
  } catch (error) {
    if (error instanceof Failure && error.code === 'unavailable')
      throw new StartFault(`the database cannot be used: ${store.ready().detail}`)
    throw error
  } finally {
    enough.abort()
    late.catch(() => undefined)
    await store.close()
  }
}

const backedUp =
  (file: string): Work =>
  async (store) => {
    const { schema, rows } = await store.backup(file)
    return {
      code: 0,
      out: `${file}: ${rows} rows, schema ${schema}. Keep GRIOT_SECRET with it, or the file “secret” of the data directory: it cannot be read without`,
    }
  }

const restored =
  (file: string, replace: boolean): Work =>
  async (store) => {
    const { schema, rows } = await store.restore(file, { replace })
    return { code: 0, out: `${rows} rows are back, schema ${schema}` }
  }

const migrate: Work = async (store) => {
  const { from, to } = await store.migrate()
  return { code: 0, out: from === to ? `the schema is as it should be, at ${to}` : `the schema was brought from ${from} to ${to}` }
}

/** Which posts say what a pack says no longer. */
const diff: Work = async (store, config) => {
  const lines: string[] = []
  for await (const one of affected(store.ledger, openShelves(config.packs))) lines.push(affectedLine(one))
  return {
    code: 0,
    out: lines.length > 0 ? [...lines, `posts affected: ${lines.length}. griot correct edits them`].join('\n') : 'no post is affected',
  }
}

const corrections: Work = async (store, config) => {
  const found = await correct(store.ledger, openShelves(config.packs), systemClock().now(), TIMING)
  return { code: 0, out: `posts affected: ${found.affected}; corrections written: ${found.written}. A running Griot makes them` }
}
