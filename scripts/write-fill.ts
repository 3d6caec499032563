import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { readFileSync, writeFileSync } from 'node:fs'

/** The messages of one language, by key. */
export type Messages = Readonly<Record<string, string>>

/** What a gap takes: a number where the message counts with it, else text or a number. */
type Taken = 'number' | 'string | number'

/** Every part of a message, whatever branch it stands in. Throws a SyntaxError where the message is not ICU. */
export const partsOf = (message: string): readonly MessageFormatElement[] => parse(message, { ignoreTag: true }).flatMap(withBranches)

const withBranches = (part: MessageFormatElement): readonly MessageFormatElement[] =>
  part.type === TYPE.select || part.type === TYPE.plural
    ? [part, ...Object.values(part.options).flatMap((option) => option.value.flatMap(withBranches))]
    : [part]

/** The gaps of a message in alphabetical order, each with what it takes. */
export const gapsOf = (message: string): readonly (readonly [name: string, takes: Taken])[] => {
  const gaps = new Map<string, Taken>()
  for (const part of partsOf(message)) {
    if (part.type === TYPE.literal || part.type === TYPE.pound) continue
    const counts = part.type === TYPE.plural || part.type === TYPE.number || gaps.get(part.value) === 'number'
    gaps.set(part.value, counts ? 'number' : 'string | number')
  }
  return [...gaps].sort(([a], [b]) => (a < b ? -1 : 1))
}

const tupleOf = (message: string): string => {
  const fields = gapsOf(message).map(([name, takes]) => `readonly ${name}: ${takes}`)
  return fields.length === 0 ? '[]' : `[values: { ${fields.join('; ')} }]`
}

/** The text of `src/words/fill.ts` for the messages of the first language. */
export const fillSource = (messages: Messages): string => {
  const keys = Object.keys(messages).sort()
  return [
    '/** Every message with what fills it. Written by `npm run fill` from `messages/en.json`: change that, not this. */',
    '// biome-ignore format: the script that writes this breaks no lines',
    'export type Fill = {',
    ...keys.map((key) => `  readonly '${key}': ${tupleOf(messages[key] ?? '')}`),
    '}',
    '',
  ].join('\n')
}

/** Where the messages of a language stand, and where the type made from them goes. */
export const messagesFile = (locale: string): URL => new URL(`../src/words/messages/${locale}.json`, import.meta.url)
export const fillFile = new URL('../src/words/fill.ts', import.meta.url)

/** The messages of a language, fresh from the disk. */
export const readMessages = (locale: string): Messages => JSON.parse(readFileSync(messagesFile(locale), 'utf8')) as Messages

if (import.meta.main) writeFileSync(fillFile, fillSource(readMessages('en')))
