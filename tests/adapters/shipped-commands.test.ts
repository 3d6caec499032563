import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { assemble } from '../../src/main/assemble.ts'
import { charactersOf, COMMAND_LIMITS, toDiscordCommands } from '../../src/platforms/discord/commands.ts'
import { toManifest } from '../../src/platforms/slack/manifest.ts'
import { LOCALES } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { withoutSpec, wrongWithCommands } from '../support/discord-schema.ts'
import { manifestFaults } from '../support/slack-schema.ts'

const read = readConfig({})
if (!read.ok) throw new Error(read.faults.join())
const { roots } = assemble(read.config, { clock: systemClock(), log: logger({ level: 'silent', secrets: [] }) })

type Told = { readonly name: string; readonly type?: number; readonly options?: readonly Told[] }

describe('the commands that are shipped', () => {
  test(`are what Discord takes, with descriptions of more than a few words${withoutSpec}`, () => {
    const commands = toDiscordCommands(roots)
    expect(commands.length).toBeGreaterThan(3)
    expect(wrongWithCommands(commands)).toEqual([])
    for (const command of commands) {
      expect([command.name, charactersOf(command) <= COMMAND_LIMITS.characters]).toEqual([command.name, true])
      for (const { name, description } of command.options ?? []) expect([name, description.length > 10]).toEqual([name, true])
    }
  })

  test('are none of them left out of what Discord is told', () => {
    const commands = toDiscordCommands(roots) as readonly Told[]
    const told = commands.flatMap((command) =>
      (command.options ?? []).flatMap(({ type, name, options = [] }) =>
        type === 2 ? options.map((sub) => `${command.name} ${name} ${sub.name}`) : type === 1 ? [`${command.name} ${name}`] : [],
      ),
    )
    const shown = roots.flatMap(({ name, commands }) =>
      commands.flatMap(({ sub, hidden }) => (sub === '' || hidden === true ? [] : [`${name} ${sub}`])),
    )
    expect(told.toSorted()).toEqual(shown.toSorted())
  })

  test('fit Slack’s manifest', () => {
    for (const settings of [{ socketMode: true }, { socketMode: false, publicUrl: 'https://griot.example' }])
      expect(manifestFaults(toManifest({ roots, ...settings }), '1.0.0')).toEqual([])
  })

  test.each(LOCALES)('have in %s as many words as their names in English, and each group one name of its own', (locale) => {
    const say = sayer(locale)
    for (const root of roots)
      for (const spec of root.commands.filter(({ sub, hidden }) => sub !== '' && hidden !== true)) {
        const words = say(`cmd.${spec.key}.name`).split(' ')
        expect([locale, root.name, spec.sub, words.length]).toEqual([locale, root.name, spec.sub, spec.sub.split(' ').length])
        const group = spec.sub.split(' ')[0]
        const kin = root.commands.filter(({ sub }) => sub.includes(' ') && sub.split(' ')[0] === group)
        expect(new Set(kin.map(({ key }) => say(`cmd.${key}.name`).split(' ')[0])).size).toBeLessThanOrEqual(1)
      }
  })
})
