import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFault } from '../kernel/failure.ts'

const BYTES = 32

/**
 * The secret of the configuration, or else the one that is made once and kept in the data directory, for its owner's eyes alone.
 * Throws `StartFault` where that directory cannot be used.
 */
export const secretOf = (configured: string | undefined, dataDir: string): string => {
  if (configured !== undefined) return configured
  const file = join(dataDir, 'secret')
  const secret = keptOrMade(file, dataDir)
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new StartFault(`${file}: this is not the secret that Griot wrote there; restore it from a backup, or set GRIOT_SECRET`)
  return secret
}

const keptOrMade = (file: string, dataDir: string): string => {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return kept(file) ?? made(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new StartFault(
      `GRIOT_DATA: ${dataDir} cannot be used (${String(error.code)}). Give a directory in which Griot may read and write.`,
      {
        cause: error,
      },
    )
  }
}

const kept = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

/** Written whole beside it and then given its name, which only the first of two starts can: nobody ever reads half a secret. */
const made = (file: string): string => {
  const secret = randomBytes(BYTES).toString('hex')
  const beside = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(beside, `${secret}\n`, { flag: 'wx', mode: 0o600, flush: true })
  try {
    chmodSync(beside, 0o600)
    linkSync(beside, file)
    return secret
  } catch (error) {
    const first = kept(file)
    if (first !== undefined) return first
    if (isCode(error, 'EEXIST')) throw error
    // Some file systems know no second names; there the first of two starts is whoever creates the file.
    writeFileSync(file, `${secret}\n`, { flag: 'wx', mode: 0o600, flush: true })
    return secret
  } finally {
    rmSync(beside, { force: true })
  }
}
