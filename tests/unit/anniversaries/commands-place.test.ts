import { describe, expect, onTestFinished, test } from 'vitest'
import type { Standing } from '../../../src/anniversaries/desk/desk.ts'
import { doctorLines, type Examined } from '../../../src/anniversaries/doctor.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { seededRandom } from '../../../src/kernel/random.ts'
import { openStore } from '../../../src/store/store.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { NOON } from '../../support/ear.ts'
import { ADMIN, deskRig, ended, PLACE } from '../../support/schedule-desk.ts'
import { quiet, SECRET, standingClock } from '../../support/store.ts'

describe('/schedule settings', () => {
  test.each(LOCALES)('shows in %s what is settled, and how to settle it', async (locale) => {
    const { say } = await deskRig()
    const text = toPlain(await say('settings', { locale }))
    expect(text).toContain(sayer(locale)('settings.unset'))
    expect(text).toContain(sayer(locale)('settings.example'))
  })

  test.each(LOCALES)('its example in %s works as it is printed', async (locale) => {
    const { say, store } = await deskRig()
    const line = `${sayer(locale)('cmd.settings.name')} ${sayer(locale)('settings.example')}`
    expect(await say(line)).not.toHaveProperty('failure')
    expect(store.settlements.of(ADMIN).channel).toEqual({ locale, zone: locale === 'pl' ? 'Europe/Warsaw' : 'Africa/Bamako' })
  })

  test('what is settled holds for answers to everybody from then on', async () => {
    const { say } = await deskRig()
    const reply = await say('settings language:fr zone:Paris')
    expect(reply.locale).toBe('fr')
    expect(toPlain(reply)).toContain('français')
    expect(toPlain(await say('settings', { locale: 'pl' }))).toContain('suivent le fuseau Europe/Paris')
  })

  test('one thing is settled without the other being forgotten; reset forgets both', async () => {
    const { say, store } = await deskRig()
    const channel = () => store.settlements.of(ADMIN).channel
    await say('settings language:fr')
    await say('settings zone:Paris')
    expect(channel()).toEqual({ locale: 'fr', zone: 'Europe/Paris' })
    await say('settings reset:yes zone:Warsaw')
    expect(channel()).toEqual({ zone: 'Europe/Warsaw' })
    const reset = await say('settings reset:yes')
    expect(channel()).toEqual({})
    expect(toPlain(reset)).toContain('Africa/Bamako')
  })

  test('for the whole server it holds in its other channels, and gives way where a channel settled its own', async () => {
    const { say, store } = await deskRig()
    await say('settings level:serwer language:fr')
    await say('settings level:channel language:pl')
    expect(store.settlements.of({ ...ADMIN, channel: 'C2' })).toEqual({ channel: {}, server: { locale: 'fr' } })
    expect((await say('', { channel: 'C2' })).locale).toBe('fr')
    expect((await say('')).locale).toBe('pl')
  })

  test('a zone that there is not is refused, and nothing is settled', async () => {
    const { say, store } = await deskRig()
    expect(await say('settings language:fr zone:Atlantis')).toMatchObject({ failure: 'bad-input', locale: 'fr' })
    expect(store.settlements.of(ADMIN)).toEqual({ channel: {}, server: {} })
  })

  test('on the web there is no server to settle for', async () => {
    const { ear } = await deskRig()
    const asker = { platform: 'web', channel: 'mine', user: 'cookie', manages: true } as const
    const settle = (text: string) => ear.answer({ kind: 'line', root: 'schedule', text, asker })
    expect(await settle('settings level:server language:fr')).toMatchObject({ failure: 'bad-input' })
    expect(toPlain(await settle('settings language:fr'))).not.toContain('serveur')
  })
})

describe('/schedule doctor', () => {
  const standing = (changes: Partial<Standing> = {}) => ({
    standing: async (): Promise<Standing> => ({
      database: { name: 'database', ready: true, detail: 'open' },
      surfaces: [
        { name: 'slack', ready: true, detail: 'connected' },
        { name: 'discord', ready: false, detail: 'away' },
      ],
      lag: { count: 0 },
      ...changes,
    }),
  })

  test.each(LOCALES)('says in %s that all is well', async (locale) => {
    const { say } = await deskRig(standing())
    await say('add daily 9 Warsaw')
    const text = toPlain(await say('doctor', { locale }))
    for (const words of [
      sayer(locale)('doctor.rightsOk'),
      sayer(locale)('doctor.noHistory'),
      sayer(locale)('doctor.onTime'),
      sayer(locale)('doctor.zone', { zone: 'Europe/Warsaw', offset: '+02:00' }),
      sayer(locale)('doctor.works', { name: 'Slack' }),
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('Discord')
  })

  test.each(LOCALES)('says in %s what is wanting, and what mends it', async (locale) => {
    const { say } = await deskRig({
      ...standing({
        surfaces: [{ name: 'slack', ready: false, detail: 'token' }],
        lag: { count: 3, since: new Date(NOON.getTime() - 7_200_000) },
      }),
      rights: () => ({ kind: 'known', lacks: ['member', 'threads'], history: true }),
    })
    const text = toPlain(await say('doctor', { locale }))
    const duration = { en: '2 hours', fr: '2 heures', pl: '2 godziny' }[locale]
    for (const words of [
      sayer(locale)('lack.member', { platform: 'slack' }),
      sayer(locale)('doctor.history'),
      sayer(locale)('doctor.fails', { name: 'Slack' }),
      sayer(locale)('doctor.lag', { count: 3, duration }),
    ])
      expect(text).toContain(words)
    expect(text).not.toContain(sayer(locale)('lack.threads', { platform: 'slack' }))
  })

  test.each([
    ['slack', ['member', 'send'], ['/invite @Griot', 'certain members'], 'View Channel'],
    ['slack', ['gone', 'member'], ['private', '/invite @Griot'], 'View Channel'],
    ['discord', ['view'], ['“View Channel” and “Send Messages”'], '/invite'],
    ['discord', ['send'], ['“Send Messages”'], '/invite'],
    ['web', ['gone'], ['Setting up a schedule there makes it'], '/invite'],
  ] as const)('names what mends it on %s: %j', async (platform, lacks, words, not) => {
    const { say } = await deskRig({ ...standing(), rights: () => ({ kind: 'known', lacks, history: true }) })
    const text = toPlain(await say('doctor', { platform }))
    for (const one of words) expect(text).toContain(one)
    expect(text).not.toContain(not)
  })

  test('asks the platform about the rights now, whatever came with the question', async () => {
    const { say, askedAbout } = await deskRig({ ...standing(), rights: () => ({ kind: 'known', lacks: ['archived'], history: false }) })
    expect(toPlain(await say('doctor', { rights: { kind: 'known', lacks: [], history: true } }))).toContain('archived')
    expect(askedAbout).toEqual([PLACE])
  })

  test('shows the clock, a rehearsal as one, and the next change of the clocks', async () => {
    const { say } = await deskRig(standing({ speed: 86400 }))
    await say('add daily 9 New York')
    const text = toPlain(await say('doctor'))
    expect(text).toContain('The clock shows 18 August 2026, 08:00 (America/New_York)')
    expect(text).toContain('rehearsal: the clock runs 86400 times')
    expect(text).toContain('change next on 1 November 2026, to UTC−05:00')
    for (const line of ['remove sure:yes', 'add daily 9 Bamako']) await say(line)
    expect(toPlain(await say('doctor'))).toContain('No change of the clocks is coming there')
  })

  test('shows the next five posts and the last ten over all schedules of the channel', async () => {
    const rig = await deskRig(standing())
    for (const line of ['add daily 9 Bamako', 'add daily 18:00 Bamako']) await rig.say(line)
    const { id } = await rig.only()
    for (let day = 15; day < 27; day++) await ended(rig, id, `2026-07-${day}`, { kind: 'done', message: `m${day}` }, NOON)
    const [, after = ''] = toPlain(await rig.say('doctor')).split('Next posts')
    const [next = '', last = ''] = after.split('Last posts')
    expect(next.match(/^- .*$/gm)?.map((line) => line.slice(2))).toEqual([
      '18 August 2026, 18:00 · Schedule 2',
      '19 August 2026, 09:00 · Schedule 1',
      '19 August 2026, 18:00 · Schedule 2',
      '20 August 2026, 09:00 · Schedule 1',
      '20 August 2026, 18:00 · Schedule 2',
    ])
    expect(last.match(/^- .*$/gm)?.length).toBe(10)
    expect(last).toContain('26 July 2026')
    expect(last).not.toContain('16 July 2026')
  })

  test('answers while the store cannot be reached, and says so', async () => {
    // Nobody listens at this port.
    const store = openStore({
      database: { kind: 'postgres', url: 'postgres://griot@127.0.0.1:1/griot' },
      secret: SECRET,
      clock: standingClock(NOON),
      random: seededRandom('away'),
      log: quiet(),
    })
    onTestFinished(() => store.close())
    store.opened.catch(() => undefined)
    const { say } = await deskRig({ ...standing({ database: store.ready(), lag: undefined }), subscriptions: store.subscriptions })
    const reply = await say('doctor')
    expect(reply).not.toHaveProperty('failure')
    expect(toPlain(reply)).toContain('Database: cannot be reached just now')
    expect(await say('')).toMatchObject({ failure: 'unavailable' })
  })
})

describe('the doctor at the terminal', () => {
  const well: Examined = {
    now: NOON,
    lateMs: 600_000,
    edition: '2026a',
    database: { name: 'database', ready: true, detail: 'sqlite' },
    surfaces: [{ name: 'web', ready: true, detail: 'listening' }],
    lag: { count: 0 },
    tally: { planned: 7, sent: 5, silent: 1, dropped: 1 },
  }

  test('says that all is well where it is', () => {
    const { ok, lines } = doctorLines(well)
    expect(ok).toBe(true)
    expect(lines).toEqual([
      'clock: 2026-08-18T12:00:00.000Z',
      'time zones: rules of 2026a',
      'database: ready (sqlite)',
      'web: ready (listening)',
      'today (UTC): 7 planned, 5 sent, 1 silent, 1 dropped',
      'next schedule to plan: none',
      'all is well',
    ])
  })

  test.each<[string, Partial<Examined>, string]>([
    [
      'the database',
      { database: { name: 'database', ready: false, detail: 'ECONNREFUSED' } },
      'TROUBLE database: out of reach (ECONNREFUSED)',
    ],
    ['a surface', { surfaces: [{ name: 'slack', ready: false, detail: 'token refused' }] }, 'TROUBLE slack: not connected (token refused)'],
    ['late posts', { lag: { count: 4, since: new Date(NOON.getTime() - 3_600_000) } }, 'TROUBLE posts: 4 late, the oldest by 60 minutes'],
  ])('tells %s with its mend, and that something is to be mended', (_, changes, line) => {
    const { ok, lines } = doctorLines({ ...well, ...changes })
    expect(ok).toBe(false)
    expect(lines.join('\n')).toContain(line)
    expect(lines.at(-1)).toBe('1 to mend')
  })

  test('a post that is due this very moment is no trouble', () =>
    expect(doctorLines({ ...well, lag: { count: 4, since: new Date(NOON.getTime() - 1000) } }).ok).toBe(true))
})

describe('in a thread, whose schedules are the channel’s', () => {
  const commands = [
    '',
    'list',
    'list 1',
    'add daily 9',
    'edit 1 weight:3',
    'pause',
    'resume',
    'remove 1',
    'preview',
    'log',
    'test',
    'settings',
    'doctor',
  ]
  test.each(commands.flatMap((line) => LOCALES.map((locale) => [line, locale] as const)))(
    '/schedule %s says in %s where to ask, and does nothing',
    async (line, locale) => {
      const { say, only, askedAbout } = await deskRig()
      await say('add daily 9')
      const before = await only()
      askedAbout.splice(0)
      const reply = await say(line, { site: 'thread', channel: 'THREAD', locale })
      expect([reply.failure, toPlain(reply), askedAbout]).toEqual(['bad-input', sayer(locale)('schedule.inThread'), []])
      expect(await only()).toEqual(before)
    },
  )
})
