import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Every room and the rooms it may know; a room always knows itself. The store's row grows with the ports it implements. */
const KNOWS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  words: ['kernel'],
  chat: ['kernel', 'words'],
  delivery: ['kernel', 'words', 'chat'],
  almanac: ['kernel', 'words', 'chat'],
  pictures: ['kernel', 'words'],
  anniversaries: ['kernel', 'words', 'chat', 'delivery', 'almanac', 'pictures'],
  quiz: ['kernel', 'words', 'chat', 'delivery', 'almanac', 'pictures'],
  house: ['kernel', 'words', 'chat', 'delivery'],
  store: ['kernel', 'chat', 'delivery', 'anniversaries', 'quiz', 'house', 'platforms/web'],
  http: ['kernel', 'chat'],
  'platforms/discord': ['kernel', 'words', 'chat'],
  'platforms/slack': ['kernel', 'words', 'chat'],
  'platforms/web': ['kernel', 'words', 'chat'],
  config: ['kernel', 'words'],
  simulation: ['*'],
  main: ['*'],
  cli: ['*'],
}

/** Packages that must not leak out of the room that hides them. */
const HIDDEN: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(kysely|pg|node:sqlite)(\/|$)/, ['store']],
  [/^(discord\.js|discord-api-types|@discordjs\/.*)(\/|$)/, ['platforms/discord']],
  [/^@slack\//, ['platforms/slack']],
  [/^fastify(\/|$)/, ['http']],
  [/^node-cron$/, ['main']],
  [/^pino$/, ['kernel']],
  [/^prom-client$/, ['kernel']],
  [/^intl-messageformat$/, ['words']],
  [/^minisearch$/, ['almanac']],
]

/** Where the world may be asked for the time, for chance and for its environment. */
const WORLDLY = new Set(['src/main.ts', 'src/cli.ts', 'src/config.ts', 'src/kernel/clock.ts', 'src/kernel/random.ts'])
const WORLD = /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.env\b|\bsetTimeout\(|\bsetInterval\(/

const BANNED_NAMES = /(^|\/)(utils?|helpers?|services?|managers?|types?|common|misc|index)(\.ts|\/)/i

const sources = globSync('src/**/*.ts').toSorted()
const roomOf = (path: string): string => {
  const [first = '', second = ''] = relative('src', path).split('/')
  return first === 'platforms' ? `platforms/${second}` : first.replace(/\.ts$/, '')
}
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
const importsOf = (text: string): readonly string[] =>
  [...withoutComments(text).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '')

test('there are sources to look at', () => expect(sources.length).toBeGreaterThan(30))

describe.each(sources)('%s', (file) => {
  const text = readFileSync(file, 'utf8')
  const room = roomOf(file)

  test('knows only the rooms it may know', () => {
    const allowed = KNOWS[room]
    expect(allowed, `${room} is no room of the house`).toBeDefined()
    const strangers = importsOf(text)
      .filter((name) => name.startsWith('.'))
      .map((name) => roomOf(join(dirname(file), name)))
      .filter((there) => there !== room && !there.startsWith('..') && !allowed?.includes(there) && !allowed?.includes('*'))
    expect(strangers).toEqual([])
  })

  test('leaves hidden packages in their rooms', () => {
    const leaks = importsOf(text).filter((name) => HIDDEN.some(([pattern, rooms]) => pattern.test(name) && !rooms.includes(room)))
    expect(leaks).toEqual([])
  })

  test('asks the world for nothing that should be an argument', () => {
    if (WORLDLY.has(file)) return
    expect(WORLD.exec(withoutComments(text))?.[0]).toBeUndefined()
  })

  test('has a name of its own and is one idea long', () => {
    expect(file).not.toMatch(BANNED_NAMES)
    // The list of messages is written by a script, and as long as they are many.
    const longest = file === 'src/words/fill.ts' ? Number.POSITIVE_INFINITY : 301
    expect(text.split('\n').length).toBeLessThanOrEqual(longest)
  })

  test('has no default export, enum, namespace or class but an error', () => {
    const bare = withoutComments(text)
    expect(bare).not.toMatch(/^export default /m)
    expect(bare).not.toMatch(/^(export )?(const )?enum /m)
    expect(bare).not.toMatch(/^(export )?interface /m)
    expect(
      [...bare.matchAll(/^(?:export )?(?:abstract )?class (\w+)(?: extends (\w+))?/gm)].filter(
        ([, , base]) => !(base ?? '').endsWith('Error'),
      ),
    ).toEqual([])
  })
})
