import { describe, expect, test } from 'vitest'
import { WEEKDAYS } from '../../../src/anniversaries/desk/labels.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Asker, Rights } from '../../../src/chat/platform.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { must, wholeText } from '../../support/ear.ts'
import { ADMIN, deskRig, MAY, PLACE } from '../../support/schedule-desk.ts'

const lacking = (...lacks: Extract<Rights, { kind: 'known' }>['lacks']): Rights => ({ kind: 'known', lacks, history: false })

describe('/schedule add', () => {
  test('makes a schedule of the kind, time and zone that were said, in the channel where it was said', async () => {
    const { say, only } = await deskRig()
    expect(await say('add daily 21:30 zone:Europe/Warsaw')).not.toHaveProperty('failure')
    expect(await only()).toMatchObject({
      number: 1,
      place: PLACE,
      wish: { kind: 'daily', pack: 'mali', minute: 21 * 60 + 30, zone: 'Europe/Warsaw', locale: 'en', catchUp: 'latest', thread: false },
    })
  })

  test.each([
    ['en', 'add anniversaries 9:30 pm New York', 1290, 'America/New_York'],
    ['fr', 'ajouter anniversaires 9 h 30 Paris', 570, 'Europe/Paris'],
    ['pl', 'dodaj rocznice 7 rano Warszawa', 420, 'Europe/Warsaw'],
    ['pl', 'dodaj co tydzień 8.00', 480, 'Africa/Bamako'],
    ['en', 'add anniversaries at 9 pm in Warsaw', 1260, 'Europe/Warsaw'],
    ['fr', 'ajouter quotidien 9 h à Paris', 540, 'Europe/Paris'],
    ['fr', 'ajouter chronique midi fuseau:Bamako', 720, 'Africa/Bamako'],
  ] as const)('in %s: %s', async (locale, line, minute, zone) => {
    const { say, only } = await deskRig()
    expect(await say(line, { locale })).not.toHaveProperty('failure')
    expect((await only()).wish).toMatchObject({ minute, zone, locale })
  })

  test.each(LOCALES)('its example in %s works as it is printed', async (locale) => {
    const { say, root } = await deskRig()
    const spec = must(root.commands.find(({ sub }) => sub === 'add'))
    const reply = await say(`${sayer(locale)('cmd.add.name')} ${spec.example[locale]}`, { locale })
    expect(reply.title).toBe(sayer(locale)('schedule.made', { number: 1 }))
  })

  test('says what will be posted, in which language, and when first', async () => {
    const { say } = await deskRig()
    const text = toPlain(await say('add anniversaries 9:00 Bamako'))
    expect(text).toContain('anniversaries at 09:00 (Africa/Bamako), in English')
    expect(text).toContain('19 August 2026 at 09:00, in 21 hours')
  })

  test('numbers count up and are not given again', async () => {
    const { say, store } = await deskRig()
    for (const line of ['add daily 9', 'add weekly 9', 'remove 2 sure:yes', 'add daily 10']) await say(line)
    expect((await store.subscriptions.inChannel(PLACE)).map(({ number }) => number)).toEqual([1, 3])
  })

  test('heard twice, it is done once', async () => {
    const { say, store } = await deskRig()
    const both = [await say('add daily 9', { request: 'the same' }), await say('add daily 9', { request: 'the same' })]
    expect(both.map(({ title }) => title)).toEqual(['Schedule 1 is set up', 'Schedule 1 is set up'])
    expect(await store.subscriptions.inChannel(PLACE)).toHaveLength(1)
    await say('add daily 9', { request: 'another' })
    expect(await store.subscriptions.inChannel(PLACE)).toHaveLength(2)
  })

  test('where the platform gives no id of the command, each is another schedule', async () => {
    const { ear, store } = await deskRig()
    for (const _ of [1, 2]) await ear.answer({ kind: 'line', root: 'schedule', text: 'add daily 9', asker: ADMIN })
    expect(await store.subscriptions.inChannel(PLACE)).toHaveLength(2)
  })

  test('a replay begins tomorrow, by the calendar of its own zone', async () => {
    const { say, only, clock } = await deskRig()
    clock.set(new Date('2026-08-18T23:30:00Z'))
    await say('add replay 9 Warsaw')
    expect((await only()).wish.starts).toBe('2026-08-20')
  })

  test('a channel that is full says so, and nothing is stored', async () => {
    const { say, store } = await deskRig()
    for (let n = 0; n < 25; n++) await say(`add daily ${n % 24}:00`)
    const reply = await say('add daily 9')
    expect(reply).toMatchObject({ failure: 'conflict' })
    expect(toPlain(reply)).toContain('25')
    expect(await store.subscriptions.inChannel(PLACE)).toHaveLength(25)
  })
})

describe('what a new schedule takes without being told', () => {
  test.each<[string, Partial<Asker>, string]>([
    ['the channel’s language before all', { locale: 'en', channel: 'C1' }, 'pl'],
    ['the server’s where the channel settled none', { locale: 'en', channel: 'C2' }, 'fr'],
    ['the platform’s own for the server where nobody settled any', { locale: 'en', placeLocale: 'fr', server: 'T2' }, 'fr'],
    ['the maker’s own where there is no other', { locale: 'pl', server: 'T2' }, 'pl'],
  ])('%s', async (_, who, expected) => {
    const { say, store } = await deskRig()
    await say('settings language:pl')
    await say('settings level:server language:fr')
    await say('add daily 9', who)
    const [made] = await store.subscriptions.inChannel({ ...PLACE, server: who.server ?? 'T1', channel: who.channel ?? 'C1' })
    expect(made?.wish.locale).toBe(expected)
  })

  test.each<[string, Partial<Asker>, string]>([
    ['the channel’s zone before all', { zone: 'Asia/Tokyo', channel: 'C1' }, 'Europe/Warsaw'],
    ['the server’s where the channel settled none', { zone: 'Asia/Tokyo', channel: 'C2' }, 'Europe/Paris'],
    ['the maker’s own where nobody settled any', { zone: 'Asia/Tokyo', server: 'T2' }, 'Asia/Tokyo'],
    ['the installation’s where there is no other', { server: 'T2' }, 'Africa/Bamako'],
  ])('%s', async (_, who, expected) => {
    const { say, store } = await deskRig()
    await say('settings zone:Warsaw')
    await say('settings level:server zone:Paris')
    await say('add daily 9', who)
    const [made] = await store.subscriptions.inChannel({ ...PLACE, server: who.server ?? 'T1', channel: who.channel ?? 'C1' })
    expect(made?.wish.zone).toBe(expected)
  })

  test('a language that is named goes before all', async () => {
    const { say, only } = await deskRig()
    await say('settings language:pl')
    await say('add daily 9 language:fr')
    expect((await only()).wish.locale).toBe('fr')
  })
})

describe.each(LOCALES)('/schedule add with nothing given, in %s', (locale) => {
  test('is a form, and words that say how to type it', async () => {
    const { say, store } = await deskRig()
    const reply = await say('add', { locale })
    expect(reply).not.toHaveProperty('failure')
    expect(toPlain(reply)).toContain(`/schedule ${sayer(locale)('cmd.add.name')} ${sayer(locale)('schedule.example')}`)
    const form = must(reply.form)
    expect(form).toMatchObject({ root: 'schedule', sub: 'add' })
    expect(form.fields.map(({ name }) => name)).toEqual(['kind', 'time', 'zone', 'language'])
    expect(form.title.length).toBeLessThanOrEqual(24)
    expect(await store.subscriptions.inChannel(PLACE)).toEqual([])
  })

  test('sent as it stands, the form sets up a schedule', async () => {
    const { ear, say, only } = await deskRig()
    const { fields } = must((await say('add', { locale, zone: 'Europe/Paris' })).form)
    const input = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
    const reply = await ear.answer({ kind: 'command', root: 'schedule', sub: 'add', input, asker: { ...ADMIN, locale } })
    expect(reply.failure).toBeUndefined()
    expect((await only()).wish).toMatchObject({ kind: 'anniversaries', minute: 540, zone: 'Europe/Paris', locale })
  })

  test('what was given already stands in the form', async () => {
    const { say } = await deskRig()
    const fields = must((await say('add weekly zone:Warsaw', { locale })).form).fields
    expect(fields.map(({ name, value }) => [name, value])).toContainEqual(['kind', 'weekly'])
    expect(fields.map(({ name, value }) => [name, value])).toContainEqual(['zone', 'Warsaw'])
  })
})

describe('a channel in which it cannot post', () => {
  test.each(LOCALES)('is refused in %s with what to grant, and nothing is stored', async (locale) => {
    const { say, store } = await deskRig({ rights: () => lacking('view', 'send') })
    const reply = await say('add daily 9', { locale })
    expect(reply).toMatchObject({ failure: 'conflict', audience: 'asker', locale })
    expect(toPlain(reply)).toContain(sayer(locale)('lack.view', { platform: 'slack' }))
    expect(toPlain(reply)).toContain(sayer(locale)('lack.send', { platform: 'slack' }))
    expect(await store.subscriptions.inChannel(PLACE)).toEqual([])
  })

  test('what the platform said with the question is believed, and nobody is asked', async () => {
    const { say, store, askedAbout } = await deskRig()
    expect(await say('add daily 9', { rights: lacking('member') })).toMatchObject({ failure: 'conflict' })
    expect(await say('add daily 9', { rights: MAY })).not.toHaveProperty('failure')
    expect(askedAbout).toEqual([])
    expect(await store.subscriptions.inChannel(PLACE)).toHaveLength(1)
  })

  test('where nobody can tell, it is stored with a warning', async () => {
    const { say, only } = await deskRig({ rights: () => ({ kind: 'unknown', why: '503' }) })
    expect(toPlain(await say('add daily 9'))).toContain('could not check whether it may post here')
    expect((await only()).number).toBe(1)
  })

  test('wanting for discussions alone is no hindrance to posts without them', async () => {
    const { say, only } = await deskRig({ rights: () => lacking('threads') })
    expect(await say('add daily 9')).not.toHaveProperty('failure')
    const reply = await say('edit 1 thread:yes')
    expect(reply).toMatchObject({ failure: 'conflict' })
    expect(toPlain(reply)).toContain('Threads cannot be begun here')
    expect((await only()).wish.thread).toBe(false)
  })

  test.each([
    ['a forum', 'forum', 'forum'],
    ['a thread', 'thread', 'not to a thread'],
    ['a direct message', 'direct', 'live in a channel'],
  ] as const)('%s is refused clearly', async (_, site, words) => {
    const { say, store, askedAbout } = await deskRig()
    const reply = await say('add daily 9', { platform: 'discord', site })
    expect(reply.failure).toBeDefined()
    expect(toPlain(reply)).toContain(words)
    expect(askedAbout).toEqual([])
    expect(await store.subscriptions.inChannel({ ...PLACE, platform: 'discord' })).toEqual([])
  })
})

describe('a bad value is told of in the asker’s own language, and nothing is stored', () => {
  const rows = [
    ['add daily 25:00', 'error.time', { said: '25:00' }],
    ['add daily soon', 'error.time', { said: 'soon' }],
    ['add daily 9 zone:Atlantis', 'error.zone', { zone: 'Atlantis' }],
    ['add daily 9:00 Atlantis', 'error.zone', { zone: 'Atlantis' }],
  ] as const
  test.each(rows.flatMap(([line, key, values]) => LOCALES.map((locale) => [line, locale, key, values] as const)))(
    '%s in %s',
    async (line, locale, key, values) => {
      const { say, store } = await deskRig()
      const reply = await say(line, { locale })
      expect(reply.failure).toBe('bad-input')
      expect(toPlain(reply)).toBe(sayer(locale)(key, values as never))
      expect(await store.subscriptions.inChannel(PLACE)).toEqual([])
    },
  )

  test.each(LOCALES)('a kind that there is not, with the words for those that there are, in %s', async (locale) => {
    const { say } = await deskRig()
    const text = toPlain(await say('add kind:hourly 9', { locale }))
    for (const kind of ['anniversaries', 'daily', 'weekly', 'replay'] as const) expect(text).toContain(sayer(locale)(`kind.${kind}`))
  })
})

test('every weekday has a name that no other has, in whatever language', () => {
  const names = WEEKDAYS.flatMap((day) => LOCALES.map((locale) => sayer(locale)(`weekday.${day}`)))
  expect(new Set(names).size).toBe(21)
})

test('no answer of all this shows an id of a person', async () => {
  const { say } = await deskRig()
  const replies = [await say('add daily 9'), await say(''), await say('preview'), await say('log'), await say('doctor')]
  for (const reply of replies) expect(wholeText(reply)).not.toContain(ADMIN.user)
})
