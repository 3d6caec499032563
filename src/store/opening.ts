import type { Clock } from '../kernel/clock.ts'
import { StartFault } from '../kernel/failure.ts'
import type { Log } from '../kernel/log.ts'
import type { Access, Engine } from './engine.ts'
import { migrate, type Migrated, readMeta, writeMeta } from './migrations.ts'
import type { Vault } from './vault.ts'

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 15_000

const CHECK = 'griot'
const CHECK_PLACE = 'meta.check'

/** Connects, migrates and checks the secret, again and again until it succeeds. Throws `StartFault` for what no waiting mends. */
export const openEngine = async (given: {
  readonly engine: Engine
  readonly access: Access
  readonly vault: Vault
  readonly wall: Clock
  readonly log: Log
  readonly signal: AbortSignal
}): Promise<Migrated> => {
  const { engine, access, log, signal } = given
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      signal.throwIfAborted()
      const migrated = await migrate(access)
      await checkSecret(access, given.vault)
      return migrated
    } catch (error) {
      if (error instanceof StartFault || signal.aborted) throw error
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
      const hopeless = engine.hopeless(cause)
      if (hopeless !== undefined) throw new StartFault(hopeless, { cause })
      if (engine.troubleOf(cause) === 'bug') log.error('database not opened', { error: cause })
      await given.wall.sleep(pauseMs, signal)
    }
  }
}

/** The database keeps one value that only its own secret opens: with another, makers would be lost one by one, silently. */
const checkSecret = (access: Access, vault: Vault): Promise<void> =>
  access.write(async (tx) => {
    const sealed = await readMeta(tx, 'check')
    if (sealed === undefined) return writeMeta(tx, 'check', vault.seal(CHECK, CHECK_PLACE))
    refuseStranger(sealed, vault)
  })

/** Throws `StartFault` where `sealed` was not sealed under this secret. */
export const refuseStranger = (sealed: string, vault: Vault): void => {
  try {
    vault.open(sealed, CHECK_PLACE)
  } catch (cause) {
    throw new StartFault(
      'database: GRIOT_SECRET is not the one that it was written with (where it is unset, the file “secret” of the data directory). Give that one again; without it nobody who made a schedule can be reached.',
      { cause },
    )
  }
}
