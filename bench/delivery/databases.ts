import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from '../../src/store/store.ts'
import { postgres } from '../../tests/support/postgres.ts'
import { hand } from './filling.ts'

/** Fresh databases of both kinds, each on the disk and durable as in production. */
export type Databases = {
  fresh(kind: Database['kind']): Promise<Database>
  /** Deletes one that is closed. */
  forget(database: Database): Promise<void>
  end(): Promise<void>
}

export async function databases(): Promise<Databases> {
  const home = mkdtempSync(join(tmpdir(), 'griot-bench-'))
  const server = await postgres({ durable: true, settings: ['shared_buffers=256MB', 'max_wal_size=4GB'] })
  let files = 0
  return {
    async fresh(kind) {
      if (kind === 'postgres') return { kind, url: await server.database() }
      const folder = join(home, `${(files += 1)}`)
      mkdirSync(folder)
      return { kind, path: join(folder, 'griot.db') }
    },
    async forget(database) {
      if (database.kind === 'sqlite') return rmSync(dirname(database.path), { recursive: true })
      const url = new URL(database.url)
      const name = url.pathname.slice(1)
      url.pathname = '/postgres'
      const by = await hand({ kind: 'postgres', url: url.href })
      await by.run(`drop database ${name} with (force)`)
      await by.close()
    },
    async end() {
      await server.end()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
