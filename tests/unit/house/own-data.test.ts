import { describe, expect, test } from 'vitest'
import type { Asker, PlatformName } from '../../../src/chat/platform.ts'
import { griotCommands } from '../../../src/house/griot.ts'
import { SORTS, type Kept, type Privacy, type Who } from '../../../src/house/privacy.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { house, NOON, wholeText } from '../../support/ear.ts'

const english = sayer('en')
const EVERYTHING: Kept = Object.fromEntries(SORTS.map((sort, n) => [sort, Array.from({ length: n + 1 }, (_, row) => ({ row, of: sort }))]))

/** A house that keeps these things of everybody until they are forgotten. */
function keeping(kept: Kept) {
  const forgotten: Who[] = []
  const own: Privacy = {
    days: { answersDays: 11, seasonDays: 12, reviewsDays: 13 },
    show: async ({ user }) => (forgotten.some((who) => who.user === user) ? {} : kept),
    forget: async (who) => void forgotten.push(who),
  }
  const roots = [griotCommands(() => [], { version: '1', node: '24', packs: [] }, own)]
  const { ear, reports } = house([], { roots })
  const asker = (platform: PlatformName, more: Partial<Asker> = {}): Asker => ({ platform, user: 'U1', ...more })
  return {
    forgotten,
    reports,
    say: (text: string, who: Asker = asker('discord')) => ear.answer({ kind: 'line', root: 'griot', text, asker: who }),
    press: (action: string, who: Asker = asker('discord')) => ear.answer({ kind: 'press', action, asker: who }),
    asker,
  }
}

describe('/griot privacy', () => {
  test.each(['discord', 'slack', 'web'] as const)('is for the asker alone on %s, in each of its three commands', async (platform) => {
    const { say, asker } = keeping(EVERYTHING)
    for (const sub of ['show', 'export', 'delete']) {
      const reply = await say(`privacy ${sub}`, asker(platform))
      expect(reply.failure).toBeUndefined()
      expect(reply.audience).toBe('asker')
    }
  })

  test('is for somebody who is known: where people can be nobody, nobody is asked', () => {
    const [root] = [griotCommands(() => [], { version: '1', node: '24', packs: [] }, { days: {} } as never)]
    const named = root.commands.filter(({ sub }) => sub.startsWith('privacy '))
    expect(named.map(({ personal }) => personal)).toEqual([true, true, true])
  })

  test.each(LOCALES)('show tells in %s of every sort how many there are, and for how long things are kept', async (locale) => {
    const { say, asker, reports } = keeping(EVERYTHING)
    const own = sayer(locale)
    const text = wholeText(await say('privacy show', asker('slack', { locale })))
    for (const [n, sort] of SORTS.entries()) expect(text).toContain(own(`privacy.kept.${sort}`, { count: n + 1 }))
    for (const days of [11, 12, 13]) expect(text).toContain(String(days))
    expect(reports).toEqual([])
  })

  test('show says so where nothing is kept, and leaves out what there is nothing of', async () => {
    const nothing = await keeping({}).say('privacy show')
    expect(wholeText(nothing)).toContain(english('privacy.nothing'))
    expect(nothing.buttons).toEqual([])
    const some = wholeText(await keeping({ answers: [{}, {}] }).say('privacy show'))
    expect(some).toContain(english('privacy.kept.answers', { count: 2 }))
    expect(some).not.toContain(english('privacy.kept.schedules', { count: 0 }).split('0')[0])
  })

  test('show leads to the channels that it speaks of, each once', async () => {
    const at = (address: string) => ({ address })
    const schedules = ['a', 'b', 'a'].map((name) => at(`https://griot.example/${name}`))
    const reply = await keeping({ schedules }).say('privacy show')
    expect(JSON.stringify(reply.blocks).match(/https:\/\/griot\.example\/\w/g)).toEqual([
      'https://griot.example/a',
      'https://griot.example/b',
    ])
  })

  test('export gives all of it as a file of JSON', async () => {
    const { file } = await keeping(EVERYTHING).say('privacy export')
    expect(file).toMatchObject({ name: 'griot-privacy.json', type: 'application/json' })
    expect(JSON.parse(file?.text ?? '')).toEqual({ format: 'griot privacy 1', at: NOON.toISOString(), kept: EVERYTHING })
  })

  test('delete asks once, and then deletes and says what was deleted', async () => {
    const { say, press, forgotten } = keeping(EVERYTHING)
    const asked = await say('privacy delete', { platform: 'discord', user: 'U1', name: 'Rama' })
    expect(forgotten).toEqual([])
    expect(wholeText(asked)).toContain(english('privacy.deleteTitle'))
    const sure = asked.buttons.find(({ label }) => label === english('privacy.button.sure'))?.action ?? ''
    const deleted = await press(sure, { platform: 'discord', user: 'U1', name: 'Rama' })
    expect(forgotten).toMatchObject([{ platform: 'discord', user: 'U1', name: 'Rama' }])
    expect(wholeText(deleted)).toContain(english('privacy.kept.answers', { count: 5 }))
    expect(wholeText(await press(sure))).toContain(english('privacy.nothing'))
  })

  test('delete by a typed “yes” asks no more', async () => {
    const { say, forgotten } = keeping(EVERYTHING)
    await say('privacy delete sure:yes')
    expect(forgotten).toHaveLength(1)
  })

  test.each(LOCALES)('is called by its words in %s as well', async (locale) => {
    const { say } = keeping(EVERYTHING)
    for (const key of ['privacyShow', 'privacyExport', 'privacyDelete'] as const)
      expect((await say(sayer(locale)(`cmd.${key}.name`))).failure).toBeUndefined()
  })
})

test('about leads to what is kept of whoever asks', async () => {
  const { say, press } = keeping(EVERYTHING)
  const lead = (await say('about')).buttons.find(({ label }) => label === english('privacy.title'))?.action ?? ''
  expect((await press(lead)).title).toBe(english('privacy.title'))
})
