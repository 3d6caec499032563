import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/store/store.ts'
import { postgres } from '../../tests/support/postgres.ts'

/** Fresh databases of both kinds, each on the disk and durable as in production. */
export type Databases = { fresh(kind: Database['kind']): Promise<Database>; end(): Promise<void> }

export async function databases(): Promise<Databases> {
  const home = mkdtempSync(join(tmpdir(), 'griot-bench-'))
  const server = await postgres({ durable: true, settings: ['shared_buffers=256MB', 'max_wal_size=4GB'] })
  let files = 0
  return {
    async fresh(kind) {
      return kind === 'sqlite'
        ? { kind, path: join(home, `${(files += 1)}`, 'griot.db') }
        : { kind, url: await server.database() }
    },
    async end() {
      await server.end()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
