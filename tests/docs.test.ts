import { existsSync, readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documents } from '../scripts/write-docs.ts'
import { EventFile } from '../src/almanac/pack.ts'

const read = (path: string): string => readFileSync(path, 'utf8')

describe('what is made from the code is what the code makes', () => {
  test.each(Object.entries(documents()))('%s', (path, made) => expect(read(path)).toBe(made))
})

test('ARCHITECTURE.md names no path that does not exist', () => {
  const paths = [...read('ARCHITECTURE.md').matchAll(/`((?:src|tests|data|bench|scripts|docs)\/[^`\s]*)`/g)].map(([, path]) => path ?? '')
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((path) => !existsSync(path))).toEqual([])
})

test('ARCHITECTURE.md is one page', () => expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(80))

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'PRIVACY.md',
  'PRIVACY.fr.md',
  'PRIVACY.pl.md',
  'data/README.md',
  ...globSync('docs/**/*.md'),
]

test.each(pages)('%s links to nothing that is not there', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) => to ?? '').filter((to) => !/^https?:/.test(to))
  expect(links.filter((to) => !existsSync(join(dirname(page), to)))).toEqual([])
})

test.each(pages)('%s names no npm script that is not there', (page) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read(page).matchAll(/npm run (?:--silent |-s )?([a-z:]+)/g)].map(([, name]) => name ?? '')
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test('every decision is in the list, and the list names no other', () => {
  const files = globSync('docs/decisions/0*.md')
    .map((file) => file.split('/').at(-1) ?? '')
    .toSorted()
  const listed = [...read('docs/decisions/README.md').matchAll(/\]\((0[^)]+)\)/g)].map(([, to]) => to ?? '')
  expect(listed).toEqual(files)
})

test('the README’s two commands are scripts, and the required parts stand at the top', () => {
  expect(read('README.md')).toContain('npm ci && npm start')
  expect(read('README.md')).toContain('npm ci && npm test')
  const required = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'src',
    'data',
    'Dockerfile',
    'tests',
    'compose.yaml',
    '.dockerignore',
    'LICENSE',
    'data/LICENSE',
  ]
  expect(required.filter((path) => !existsSync(path))).toEqual([])
})

test('the smallest event of data/README.md passes the schema', () => {
  const [, example = ''] = /```json\n([\s\S]*?)\n```/.exec(read('data/README.md')) ?? []
  expect(EventFile.safeParse(JSON.parse(example)).error?.issues).toBeUndefined()
})
