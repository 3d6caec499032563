import { describe, expect, test } from 'vitest'
import { fromActionId } from '../../../src/chat/action.ts'
import { exampleLine, usage } from '../../../src/chat/command.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Reply } from '../../../src/chat/reply.ts'
import { LOCALES, type Locale } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { asker, house, MALI_1960, MALI_2020, openShelf } from '../../support/ear.ts'

const all = house([openShelf(MALI_2020), openShelf(MALI_1960)])

async function everyPage(line: string, locale: Locale): Promise<string> {
  let reply: Reply = await all.line(line, { locale })
  let text = toPlain(reply)
  for (let n = 2; ; n++) {
    const next = reply.buttons.find(({ action }) => fromActionId(action)?.page === n)
    if (!next) return text
    reply = await all.ear.answer({ kind: 'press', action: next.action, asker: { ...asker, locale } })
    text += `\n${toPlain(reply)}`
  }
}

describe.each(LOCALES)('help in %s', (locale) => {
  test('lists every command with what it does', async () => {
    const text = await everyPage('/griot help', locale)
    for (const spec of all.roots.flatMap((root) => root.commands)) {
      expect(text).toContain(usage(spec, locale))
      expect(text).toContain(sayer(locale)(`cmd.${spec.key}.summary`))
    }
  })

  test('gives examples that work, each as it is printed', async () => {
    const text = await everyPage('/griot help', locale)
    for (const spec of all.roots.flatMap((root) => root.commands)) {
      const typed = exampleLine(spec, locale)
      expect(text).toContain(typed)
      expect(await all.line(typed, { locale }), typed).not.toHaveProperty('failure')
      const isWhole = spec.example[locale] !== '' || !spec.params.some((p) => p.required)
      expect(isWhole, `${typed} needs more`).toBe(true)
    }
  })

  test('of one command is that command alone', async () => {
    for (const line of [
      '/griot help independence',
      '/griot help /independence',
      '/griot help independence nothing',
      '/griot independence',
    ]) {
      const text = await everyPage(line, locale)
      expect(text).toContain('/independence ')
      expect(text).not.toContain('/mali ')
    }
  })

  test('of one command says what each of its options means', async () => {
    const specs = all.roots.flatMap((root) => root.commands).filter(({ sub }) => sub !== '')
    for (const spec of specs) {
      const called = usage(spec, locale).split(/ [<[]/)[0]!
      const text = await everyPage(`/griot help ${called}`, locale)
      expect(text.match(/^- \//gm), called).toHaveLength(1)
      expect(text).toContain(usage(spec, locale))
      for (const { key } of spec.params.filter((p) => p.key !== 'language' && p.key !== 'share')) {
        expect(text).toContain(`${sayer(locale)(`arg.${key}.name`)} — ${sayer(locale)(`arg.${key}.summary`)}`)
      }
    }
  })

  test('of something that there is not is the whole help', async () =>
    expect(await everyPage('/griot help nothing', locale)).toContain('/mali '))

  test('about tells versions, packs and what is stored', async () => {
    const text = await everyPage('/griot about', locale)
    for (const shown of [
      '1.2.3',
      '24.0.0',
      'CC-BY-4.0',
      openShelf(MALI_2020).almanac.pack.title[locale],
      openShelf(MALI_1960).almanac.pack.version,
    ])
      expect(text).toContain(shown)
    expect(text).toContain(sayer(locale)('about.stored'))
  })
})

test('help and about are for the asker alone', async () => {
  expect(await all.line('/griot help')).toMatchObject({ audience: 'asker' })
  expect(await all.line('/griot about')).toMatchObject({ audience: 'asker' })
})

test('the bare command helps', async () => expect((await all.line('/griot')).title).toBe((await all.line('/griot help')).title))

test('their buttons lead on', async () => {
  for (const line of ['/griot help', '/griot about']) {
    const { buttons } = await all.line(line)
    expect(buttons.length).toBeGreaterThan(0)
    for (const { action } of buttons) expect(await all.ear.answer({ kind: 'press', action, asker })).not.toHaveProperty('failure')
  }
})
