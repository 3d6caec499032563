import { describe, expect, test } from 'vitest'
import { goldenEar } from '../scripts/write-golden.ts'
import { toPlain } from '../src/chat/plain.ts'

const { ear } = goldenEar()

/** Buttons as released versions made them, and words that their answer must hold. They are never edited; a new version adds its own. */
const RELEASED: Readonly<Record<string, readonly (readonly [action: string, holds: string])[]>> = {
  '0.1': [
    ['mali.today', 'Kati'],
    ['mali.on|18-8', '18 August'],
    ['mali.on|18-8-2020', '18 August 2020'],
    ['mali.event|mutiny-at-kati', 'Kati'],
    ['fr:mali.event|mutiny-at-kati', 'Kati'],
    ['mali.event|release-of-soumaila-cisse', 'Soumaïla Cissé'],
    ['mali.search|Dicko||||2020-06|2020-08', 'Dicko'],
    ['mali.timeline|2020-06|2020-06', 'June 2020'],
    ['mali.timeline|||protest', 'Timeline'],
    ['mali.timeline||||mahmoud-dicko', 'Timeline'],
    ['mali.timeline|||||kati', 'Kati'],
    ['2#mali.timeline', 'Page 2'],
    ['mali.who|soumaila-cisse', 'Soumaïla Cissé'],
    ['mali.where|kati', 'Kati'],
    ['mali.why|mutiny-at-kati', 'Why?'],
    ['pl:2#mali.sources|coup-of-18-august', 'Strona 2'],
    ['mali.next|3', '2026'],
    ['mali.random', '20'],
    ['onthisday|18-8', '18 August'],
    ['griot.help', '/mali today'],
    ['griot.help|mali', '/mali'],
    ['griot.about', 'Griot'],
  ],
}

describe.each(Object.entries(RELEASED))('buttons of version %s', (_, buttons) => {
  test.each(buttons)('%s still works', async (action, holds) => {
    const reply = await ear.answer({ kind: 'press', action, asker: { platform: 'web', user: 'presser' } })
    expect(reply.failure).toBeUndefined()
    expect(toPlain(reply)).toContain(holds)
  })
})
