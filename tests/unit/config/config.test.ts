import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Config, type Environment, readConfig } from '../../../src/config.ts'
import { surfaceLines } from '../../../src/config/documents.ts'

const DISCORD = { DISCORD_TOKEN: 'discord-token-value', DISCORD_APP_ID: '123456789012345678' }
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-slack-bot-value', SLACK_SIGNING_SECRET: 'slack-signing-value' }

const good = (env: Environment): Config => {
  const reading = readConfig(env)
  if (!reading.ok) throw new Error(reading.faults.join('\n'))
  return reading.config
}

const faults = (env: Environment): readonly string[] => {
  const reading = readConfig(env)
  return reading.ok ? [] : reading.faults
}

describe('an empty environment', () => {
  it('is a whole configuration: the web alone, on this machine', () => {
    expect(good({})).toEqual({
      discord: undefined,
      slack: undefined,
      web: { host: '127.0.0.1', port: 3000, publicUrl: undefined, writing: 'here' },
      dataDir: resolve('.griot'),
      database: { kind: 'sqlite', path: resolve('.griot/griot.db') },
      secret: undefined,
      packs: [],
      correctAtStart: false,
      keep: { answersDays: 365, seasonDays: 90, reviewsDays: 730 },
      locale: 'en',
      zone: 'Africa/Bamako',
      logLevel: 'info',
      rehearsal: undefined,
      secrets: [],
    })
  })

  it('is what empty and blank variables are, too', () => {
    expect(good({ DISCORD_TOKEN: '', PORT: ' ', GRIOT_LOCALE: '\t\n', GRIOT_NOW: undefined })).toEqual(good({}))
  })

  it('is frozen to the bottom', () => {
    const config = good({ ...DISCORD, GRIOT_PACKS: 'a' })
    for (const part of [config, config.web, config.discord, config.packs, config.database, config.secrets])
      expect(Object.isFrozen(part)).toBe(true)
  })
})

describe('surfaces', () => {
  it('turn on when their settings are whole', () => {
    const config = good({
      ...DISCORD,
      ...SLACK,
      DISCORD_GUILD_ID: '876543210987654321',
      SLACK_APP_TOKEN: 'xapp-slack-app-value',
      DISCORD_API_URL: 'http://127.0.0.1:9/api//',
      SLACK_API_URL: 'http://localhost:9/api',
    })
    expect(config.discord).toEqual({
      token: 'discord-token-value',
      appId: '123456789012345678',
      guildId: '876543210987654321',
      apiUrl: 'http://127.0.0.1:9/api',
    })
    expect(config.slack).toEqual({
      botToken: 'xoxb-slack-bot-value',
      signingSecret: 'slack-signing-value',
      appToken: 'xapp-slack-app-value',
      apiUrl: 'http://localhost:9/api/',
    })
    expect(config.secrets).toEqual(['discord-token-value', 'xoxb-slack-bot-value', 'slack-signing-value', 'xapp-slack-app-value'])
  })

  it('take blanks around a value as nothing', () => {
    expect(good({ ...DISCORD, DISCORD_TOKEN: ' discord-token-value\n' }).discord?.token).toBe('discord-token-value')
  })

  it.each<[Environment, RegExp]>([
    [{ DISCORD_TOKEN: DISCORD.DISCORD_TOKEN }, /^DISCORD_APP_ID is missing: DISCORD_TOKEN is set/],
    [{ DISCORD_APP_ID: DISCORD.DISCORD_APP_ID }, /^DISCORD_TOKEN is missing: DISCORD_APP_ID is set/],
    [{ SLACK_SIGNING_SECRET: SLACK.SLACK_SIGNING_SECRET }, /^SLACK_BOT_TOKEN is missing: SLACK_SIGNING_SECRET is set/],
    [{ SLACK_APP_TOKEN: 'xapp-slack-app-value' }, /^SLACK_BOT_TOKEN is missing: SLACK_APP_TOKEN is set/],
    [{ SLACK_BOT_TOKEN: SLACK.SLACK_BOT_TOKEN }, /^SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing: SLACK_BOT_TOKEN is set/],
    [{ DATABASE_URL: 'postgres://griot@db/griot' }, /^GRIOT_SECRET is missing: with PostgreSQL/],
    [{ GRIOT_SPEED: '2' }, /^GRIOT_NOW is missing: GRIOT_SPEED is set/],
  ])('say which setting is missing: %o', (env, words) => {
    expect(faults(env)).toEqual([expect.stringMatching(words)])
  })

  it('miss both where only the server is named', () => {
    expect(faults({ DISCORD_GUILD_ID: '876543210987654321' })).toHaveLength(2)
  })

  it('say in one line each whether they are on, and what would turn them on', () => {
    expect(surfaceLines(good({}))).toEqual([
      'web: on, at http://127.0.0.1:3000; HOST and PORT change it',
      'Discord: off; DISCORD_TOKEN and DISCORD_APP_ID turn it on',
      'Slack: off; SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) turns it on',
    ])
    const lines = surfaceLines(good({ ...DISCORD, ...SLACK, PUBLIC_URL: 'https://griot.example.org/' }), 'http://127.0.0.1:4321')
    expect(lines).toEqual([
      'web: on, at http://127.0.0.1:4321, known as https://griot.example.org; HOST and PORT change it',
      'Discord: on, as application 123456789012345678',
      'Slack: on, by HTTP at /slack/events',
    ])
    expect(surfaceLines(good({ ...SLACK, SLACK_APP_TOKEN: 'xapp-slack-app-value' }))[2]).toBe('Slack: on, by Socket Mode')
  })
})

describe('the variables', () => {
  const wrong: Environment = {
    DISCORD_TOKEN: 'Bot secret-one',
    DISCORD_APP_ID: 'secret-two',
    DISCORD_GUILD_ID: '12',
    DISCORD_API_URL: 'ftp://x',
    SLACK_BOT_TOKEN: 'xoxp-secret-three',
    SLACK_SIGNING_SECRET: 'short',
    SLACK_APP_TOKEN: 'xoxb-secret-four',
    SLACK_API_URL: 'https://user:secret-five@slack.com/api/',
    HOST: 'http://127.0.0.1',
    PORT: '65536',
    PUBLIC_URL: 'griot.example.org',
    GRIOT_DATA: 'a\0b',
    DATABASE_URL: 'mysql://u:secret-six@db/x',
    GRIOT_SECRET: 'secret-seven',
    GRIOT_PACKS: '\0',
    GRIOT_LOCALE: 'de',
    GRIOT_ZONE: 'Mars/Base',
    LOG_LEVEL: 'loud',
    GRIOT_NOW: '2026-08-18',
    GRIOT_SPEED: '0',
  }

  it('are, where wrong, all reported at once, one line each, in their order', () => {
    const lines = faults(wrong)
    expect(lines.slice(0, 20).map((line) => line.split(' ', 1)[0])).toEqual(Object.keys(wrong))
    expect(lines.every((line) => !line.includes('\n') && line.endsWith('.'))).toBe(true)
    expect(lines).toContain('PORT is “65536”: give a whole number from 0 to 65535 (0 takes any free port).')
    expect(lines).toContain('GRIOT_LOCALE is “de”: choose one of en, fr, pl.')
  })

  it('never show a secret, not even in the wrong place', () => {
    expect(faults(wrong).join('\n')).not.toMatch(/secret-|short|xoxp|12“/)
    expect(faults({ ...DISCORD, HOST: `${DISCORD.DISCORD_TOKEN}!` }).join()).not.toContain(DISCORD.DISCORD_TOKEN)
    expect(faults({ PORT: 'xoxb-12' }).join()).not.toContain('xoxb')
  })

  it.each(['0', '1', '65535'])('a port may be %s', (PORT) => expect(good({ PORT }).web.port).toBe(Number(PORT)))
  it.each(['-1', '1.5', '70000', '0x10', '3e3', '٣'])('a port may not be %s', (PORT) => expect(faults({ PORT })).toHaveLength(1))
  it.each(['2026-02-30T00:00:00Z', '2026-13-45T00:00:00Z', '2026-08-18T09:00', '2026-08-18', 'now', '-002026-08-18T09:00:00Z'])(
    'a start may not be %s',
    (GRIOT_NOW) => {
      expect(faults({ GRIOT_NOW })).toEqual([expect.stringMatching(/^GRIOT_NOW /)])
    },
  )
  it.each(['0', '-1', '1000001', 'fast', 'Infinity', '1e3'])('a speed may not be %s', (GRIOT_SPEED) => {
    expect(faults({ GRIOT_NOW: '2026-08-18T09:00:00Z', GRIOT_SPEED })).toEqual([expect.stringMatching(/^GRIOT_SPEED /)])
  })
})

describe('the web’s own channels', () => {
  it.each<[Environment, string]>([
    [{}, 'here'],
    [{ HOST: '::1' }, 'here'],
    [{ HOST: 'localhost', PUBLIC_URL: 'http://127.0.0.1:3000' }, 'here'],
    [{ HOST: '0.0.0.0' }, 'closed'],
    [{ HOST: '192.0.2.1' }, 'closed'],
    [{ PUBLIC_URL: 'https://griot.example.org' }, 'closed'],
    [{ HOST: '0.0.0.0', GRIOT_WEB: 'open' }, 'open'],
    [{ GRIOT_WEB: 'closed' }, 'closed'],
  ])('with %o may be written to: %s', (env, writing) => expect(good(env).web.writing).toBe(writing))
})

describe('corrections', () => {
  it('are made by hand unless they are wished for at the start', () => {
    expect(good({}).correctAtStart).toBe(false)
    expect(good({ GRIOT_CORRECTIONS: 'at-start' }).correctAtStart).toBe(true)
    expect(faults({ GRIOT_CORRECTIONS: 'always' })).toHaveLength(1)
  })
})

describe('the database', () => {
  it('is SQLite, in the data directory or where it is told', () => {
    expect(good({ GRIOT_DATA: '/srv/griot' }).database).toEqual({ kind: 'sqlite', path: '/srv/griot/griot.db' })
    expect(good({ DATABASE_URL: 'file:/srv/other.db' }).database).toEqual({ kind: 'sqlite', path: '/srv/other.db' })
    expect(good({ DATABASE_URL: 'file:///srv/other.db' }).database).toEqual({ kind: 'sqlite', path: '/srv/other.db' })
    expect(good({ DATABASE_URL: 'file:here.db' }).database).toEqual({ kind: 'sqlite', path: resolve('here.db') })
    expect(faults({ DATABASE_URL: 'file://host/x.db' })).toHaveLength(1)
  })

  it('is PostgreSQL with a shared secret, and its password is a secret', () => {
    const config = good({ DATABASE_URL: 'postgresql://griot:p%40ss@db/griot', GRIOT_SECRET: 'x'.repeat(32) })
    expect(config.database).toEqual({ kind: 'postgres', url: 'postgresql://griot:p%40ss@db/griot' })
    expect(config.secrets).toEqual(['x'.repeat(32), 'p%40ss', 'p@ss'])
  })
})

describe('packs', () => {
  it('are a list, by commas or colons', () => {
    expect(good({ GRIOT_PACKS: ' a, /b:c ,,' }).packs).toEqual([resolve('a'), '/b', resolve('c')])
  })
})

describe('a rehearsal', () => {
  const GRIOT_NOW = '2026-08-18T11:00:00+02:00'

  it('has an instant, a speed and a database of its own', () => {
    expect(good({ GRIOT_NOW })).toMatchObject({
      rehearsal: { startAt: new Date('2026-08-18T09:00:00Z'), speed: 1 },
      database: { path: resolve('.griot/rehearsal.db') },
    })
    expect(good({ GRIOT_NOW, GRIOT_SPEED: '0.5', DATABASE_URL: 'file:/x.rehearsal.db' })).toMatchObject({
      rehearsal: { speed: 0.5 },
      database: { path: '/x.rehearsal.db' },
    })
  })

  it('refuses a database that is not for rehearsals', () => {
    const rehearsal = { GRIOT_NOW: '2026-08-18T09:00:00Z', GRIOT_SECRET: '0123456789abcdef' }
    expect(faults({ ...rehearsal, DATABASE_URL: 'postgres://griot@localhost/griot' })).toEqual([
      expect.stringContaining('ends with “rehearsal”'),
    ])
    expect(faults({ ...rehearsal, DATABASE_URL: 'postgres://griot@localhost/griot_rehearsal' })).toEqual([])
    expect(faults({ ...rehearsal, DATABASE_URL: 'file:./mine.rehearsal.db' })).toEqual([])
  })

  it('refuses the real Discord and Slack', () => {
    expect(faults({ ...DISCORD, ...SLACK, GRIOT_NOW })).toEqual([
      expect.stringContaining('the real Discord'),
      expect.stringContaining('the real Slack'),
    ])
  })

  it.each(['http://127.0.0.1:9/', 'http://127.8.9.10:9/', 'http://[::1]:9/', 'http://localhost:9/', 'https://LOCALHOST/'])(
    'speaks to %s',
    (url) => {
      expect(faults({ ...DISCORD, ...SLACK, GRIOT_NOW, DISCORD_API_URL: url, SLACK_API_URL: url })).toEqual([])
    },
  )

  it.each([
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'http://[::2]/',
    'https://discord.com/127.0.0.1',
  ])('does not speak to %s', (url) => {
    expect(faults({ ...DISCORD, GRIOT_NOW, DISCORD_API_URL: url })).toHaveLength(1)
  })
})

describe('warnings', () => {
  const warnings = (env: Environment) => readConfig(env).warnings

  it('name the nearest variable for one that looks like a slip', () => {
    expect(warnings({ GRIOT_LOCAL: 'fr' })).toEqual(['GRIOT_LOCAL is no variable of Griot’s and is ignored: did you mean GRIOT_LOCALE?'])
    expect(warnings({ DISCORD_BOT_TOKEN: 'x', slack_app_token: 'y', DICSORD_TOKEN: 'z' }).map((line) => line.split(' ').at(-1))).toEqual([
      'DISCORD_TOKEN?',
      'SLACK_APP_TOKEN?',
      'DISCORD_TOKEN?',
    ])
  })

  it('leave other programs’ variables alone', () => {
    expect(
      warnings({ PATH: '/bin', HOSTNAME: 'h', PORTS: '1', SLACK_WEBHOOK_URL: 'x', DATABASE_HOST: 'y', DISCORD_NOTIFY_CHANNEL: 'z' }),
    ).toEqual([])
  })

  it('say that a token would travel unencrypted', () => {
    expect(warnings({ ...DISCORD, DISCORD_API_URL: 'http://proxy.example.org/api' })).toEqual([expect.stringContaining('unencrypted')])
    expect(warnings({ ...DISCORD, DISCORD_API_URL: 'http://127.0.0.1/api' })).toEqual([])
  })
})
