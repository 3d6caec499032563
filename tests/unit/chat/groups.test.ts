import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { toActionId } from '../../../src/chat/action.ts'
import { arg, defineCommand, usage, type CommandKey, type Root } from '../../../src/chat/command.ts'
import { continuations } from '../../../src/chat/completing.ts'
import { buttons, reply } from '../../../src/chat/dispatch.ts'
import { elsewhere } from '../../../src/chat/grammar.ts'
import { commandTable } from '../../../src/chat/table.ts'
import type { Asker } from '../../../src/chat/platform.ts'
import { help } from '../../../src/house/griot.ts'
import { toManifest } from '../../../src/platforms/slack/manifest.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { smallEar } from '../../support/small-commands.ts'

const none = { en: '', fr: '', pl: '' } as const
const command = (sub: string, key: CommandKey, hidden?: true) =>
  defineCommand({
    root: 'quiz',
    sub,
    key,
    audience: 'asker',
    example: none,
    ...(hidden && { hidden }),
    args: { name: arg(z.string().max(40).optional(), 'name', () => [{ name: 'Elections', value: 'elections' }]) },
    run: (a, ask) =>
      reply(ask, { title: `${sub}: ${a.name ?? 'none'}`, buttons: buttons(['again', toActionId(`quiz.${sub.replace(' ', '-')}`, 'x')]) }),
  })
const root: Root = {
  name: 'quiz',
  summary: none,
  bare: 'next',
  commands: [
    command('next', 'next'),
    command('deck add', 'deckAdd'),
    command('deck list', 'deckList'),
    command('deck remove', 'deckRemove', true),
  ],
}
const other: Root = { name: 'mali', summary: none, commands: [{ ...command('today', 'today'), root: 'mali' }] }
const ear = smallEar([root, other])
const asker: Asker = { platform: 'web', user: 'u', locale: 'en' }
const said = async (text: string, locale: Asker['locale'] = 'en') =>
  toPlain(await ear.answer({ kind: 'line', root: 'quiz', text, asker: { ...asker, ...(locale && { locale }) } }))
const title = async (text: string) => (await ear.answer({ kind: 'line', root: 'quiz', text, asker })).title

describe('a sub-command of two words', () => {
  test.each(['deck add', 'Deck ADD', 'série ajouter', 'SERIE ajouter', 'zestaw dodaj', 'deck ajouter', 'série dodaj'])(
    'is called by typing %s',
    async (text) => expect(await title(text)).toBe('deck add: none'),
  )
  test('takes the words behind its name, and options from before it', async () => {
    expect(await title('deck add My own')).toBe('deck add: My own')
    expect(await title('name:Mine deck add')).toBe('deck add: Mine')
    expect(await title('deck name:Mine add')).toBe('deck add: Mine')
  })
  test('is called by its button, whose name has a hyphen for the blank', async () => {
    expect(root.commands[1]?.action).toBe('quiz.deck-add')
    const pressed = await ear.answer({ kind: 'press', action: 'quiz.deck-add|mine', asker })
    expect(pressed).toMatchObject({ title: 'deck add: mine', buttons: [{ action: 'quiz.deck-add|x' }] })
  })
  test('is called as named values, and completed', async () => {
    const heard = { kind: 'command', root: 'quiz', sub: 'deck add', input: { name: 'mine' }, asker } as const
    expect((await ear.answer(heard)).title).toBe('deck add: mine')
    expect(ear.complete({ root: 'quiz', sub: 'deck add', param: 'name', typed: 'e', asker })).toEqual([
      { name: 'Elections', value: 'elections' },
    ])
  })
  test('is not called by quoting its name, by its second word or by a part of its first', async () => {
    for (const text of ['"deck add"', '"deck" add', 'add', 'dec add x', 'deckadd']) expect(await title(text), text).toBeUndefined()
  })
  test('that is hidden is called by its button alone', async () => {
    expect(await title('deck remove')).toBeUndefined()
    expect((await ear.answer({ kind: 'press', action: 'quiz.deck-remove', asker })).title).toBe('deck remove: none')
    for (const line of ['', '/quiz ', '/quiz deck ', '/quiz deck r'])
      expect(JSON.stringify(continuations([root], ear, line, asker))).not.toContain('remove')
    expect(await said('deck')).not.toContain('remove')
  })
})

describe('a group', () => {
  test('that is named alone is told apart, in the language in which it was named', async () => {
    expect(await said('deck')).toContain('Available: /quiz deck add, /quiz deck list.')
    expect(await said('série', 'fr')).toContain('/quiz série ajouter, /quiz série liste.')
    expect(await said('zestaw', 'pl')).toContain('/quiz zestaw dodaj, /quiz zestaw lista.')
  })
  test('knows its commands when they are nearly named', async () => {
    expect(await said('deck ad')).toContain('Did you mean /quiz deck add?')
    expect(await said('dekc list')).toContain('Did you mean /quiz deck list?')
    expect(await said('nxet')).toContain('Did you mean /quiz next?')
  })
  test('named alone where loose words have a command offers its own', async () => {
    const loose = smallEar([{ ...root, loose: 'next' }])
    const answer = await loose.answer({ kind: 'line', root: 'quiz', text: 'deck', asker })
    expect(answer.buttons.map(({ label }) => label)).toEqual(
      expect.arrayContaining([expect.stringContaining('/quiz deck add'), expect.stringContaining('/quiz deck list')]),
    )
    expect(answer.title).toBe('next: deck')
  })
})

describe('everywhere that commands are listed', () => {
  test.each(LOCALES)('a sub-command of two words stands under its whole name in %s', (locale) => {
    const name = sayer(locale)('cmd.deckAdd.name')
    expect(name.split(' ')).toHaveLength(2)
    expect(usage(root.commands[1]!, locale)).toBe(`/quiz ${name} [${sayer(locale)('arg.name.name')}:…]`)
    expect(commandTable([root], locale)).toContain(`/quiz ${name} `)
    const ask = { say: sayer(locale), locale, audience: 'asker', now: new Date(0), zone: 'UTC', random: seededRandom('x'), asker } as const
    expect(toPlain(help([root], ask))).toContain(`/quiz ${name} `)
  })
  test('so in the hint that Slack shows', () =>
    expect(toManifest({ roots: [root], socketMode: true })).toMatchObject({
      features: { slash_commands: [{ usage_hint: 'next | deck add | deck list' }] },
    }))
  test('half a line goes on to the group, its command, and its values', () => {
    const lines = (typed: string) => continuations([root, other], ear, typed, asker).map(({ line }) => line)
    expect(lines('/quiz d')).toEqual(['/quiz deck add ', '/quiz deck list '])
    expect(lines('/quiz deck')).toEqual(['/quiz deck add ', '/quiz deck list '])
    expect(lines('/quiz deck a')).toEqual(['/quiz deck add '])
    expect(lines('/quiz série aj')).toEqual(['/quiz deck add '])
    expect(lines('/quiz deck add E')).toEqual(['/quiz deck add Elections'])
  })
  test('a line to another root that is nothing but its name is understood there', () => {
    expect(elsewhere([root, other], other, 'deck add')?.command.sub).toBe('deck add')
    expect(elsewhere([root, other], other, 'deck add more')).toBeUndefined()
    expect(elsewhere([root, other], root, 'deck add')).toBeUndefined()
  })
})
