import { describe, expect, test } from 'vitest'
import type { Wish } from '../../../src/anniversaries/subscription.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { must, NOON, wholeText } from '../../support/ear.ts'
import { buttonOf, deskRig, ended, PLACE } from '../../support/schedule-desk.ts'

describe('/schedule edit', () => {
  test.each<[string, string, string, Partial<Wish>]>([
    ['a time', 'daily', 'time:7.15', { minute: 435 }],
    ['a time in words behind the number', 'daily', '9 pm', { minute: 1260 }],
    ['a zone by its city', 'daily', 'zone:Varsovie', { zone: 'Europe/Warsaw' }],
    ['a language', 'daily', 'language:pl', { locale: 'pl' }],
    ['a weight', 'daily', 'weight:4', { minWeight: 4 }],
    ['topics by their names in any language', 'daily', 'topics:"Coup, Wybory parlamentarne"', { topics: ['coup', 'election'] }],
    ['all topics again', 'daily', 'topics:tous', { topics: [] }],
    ['quiet days by a word of any language', 'daily', 'quiet:tło', { quiet: 'background' }],
    ['quiet days by two words', 'daily', 'quiet:"événement proche"', { quiet: 'nearest' }],
    ['what is caught up with', 'daily', 'catch-up:all hours:72', { catchUp: 'all', catchUpHours: 72 }],
    ['catching up in French', 'daily', 'rattrapage:rien', { catchUp: 'skip' }],
    ['discussions', 'daily', 'thread:yes', { thread: true }],
    ['a user group of Slack', 'daily', 'role:S0123ABCD', { role: 'S0123ABCD' }],
    ['a weekday in Polish', 'weekly', 'weekday:środa', { weekday: 3 }],
    ['the day a replay starts', 'replay', 'starts:"1 September"', { starts: '2026-09-01' }],
    ['a day that is gone this year', 'replay', 'starts:"3 March"', { starts: '2027-03-03' }],
    ['the day of the story', 'replay', 'from:"18 August"', { from: '2020-08-18' }],
    ['the pace of a replay', 'replay', 'pace:7', { pace: 7 }],
    ['the pace in words', 'replay', 'pace:"2 jours"', { pace: 2 }],
  ])('changes %s, and nothing else', async (_, kind, line, changed) => {
    const { say, only } = await deskRig()
    await say(`add ${kind} 9:00 Bamako`)
    const before = (await only()).wish
    expect((await say(`edit 1 ${line}`)).title).toMatch(/^(Schedule 1 is changed|Zmieniono harmonogram 1)$/)
    expect((await only()).wish).toEqual({ ...before, ...changed })
  })

  test('role:none takes the role away', async () => {
    const { say, only } = await deskRig()
    for (const line of ['add daily 9', 'edit role:S0123ABCD', 'edit role:none']) await say(line)
    expect((await only()).wish).not.toHaveProperty('role')
  })

  test.each<[string, string, string]>([
    ['daily', 'edit 1', 'Say what to change'],
    ['daily', 'edit 1 weight:6', 'from 1 to 5'],
    ['daily', 'edit 1 weekday:Monday', '“weekday” is only for schedules of the kind “weekly”'],
    ['daily', 'edit 1 starts:tomorrow', '“starts” is only for schedules of the kind “replay”'],
    ['daily', 'edit 1 from:"18 August"', '“from” is only for'],
    ['daily', 'edit 1 pace:2', '“pace” is only for'],
    ['daily', 'edit 1 hours:5', '“hours” is only for catch-up “all”'],
    ['daily', 'edit 1 topics:cooking', 'There is no topic “cooking”'],
    ['daily', 'edit 1 role:everyone', 'is no user group'],
    ['daily', 'edit 1 time:24:61', 'cannot be read as a time of day'],
    ['daily', 'edit 1 zone:Nowhere', 'Griot knows no city or time zone'],
    ['replay', 'edit 1 starts:2026-08-17', 'lies in the past'],
    ['replay', 'edit 1 starts:yesterday', 'lies in the past'],
    ['replay', 'edit 1 starts:hier', 'lies in the past'],
    ['anniversaries', 'edit 1 quiet:nearest', 'post only on days with an event; “quiet” does not apply'],
    ['replay', 'edit 1 starts:2029-01-01', 'more than two years away'],
    ['replay', 'edit 1 starts:"31 June"', 'There is no such day'],
    ['replay', 'edit 1 starts:soon', 'cannot be read as a date'],
    ['replay', 'edit 1 from:1990-01-01', 'The story runs from'],
    ['replay', 'edit 1 from:2026-01-01', 'The story runs from'],
    ['replay', 'edit 1 pace:3', 'can be: 1 day, 2 days, 4 days, 7 days'],
  ])('of a %s schedule, %s is refused, and nothing is changed', async (kind, line, words) => {
    const { say, only } = await deskRig()
    await say(`add ${kind} 9:00 Bamako`)
    const before = await only()
    const reply = await say(line)
    expect(reply.failure).toMatch(/^(bad-input|not-found)$/)
    expect(toPlain(reply)).toContain(words)
    expect(await only()).toEqual(before)
  })

  test.each([
    ['<@&123456789012345678>', '123456789012345678'],
    ['123456789012345678', '123456789012345678'],
  ])('takes the role %s on Discord', async (typed, role) => {
    const { say, store } = await deskRig()
    const discord = { platform: 'discord', server: '111111111111111111', channel: '5' } as const
    await say('add daily 9', discord)
    await say(`edit role:${typed}`, discord)
    const [one] = await store.subscriptions.inChannel({ kind: 'channel', ...discord })
    expect(one?.wish.role).toBe(role)
  })

  test.each(['@everyone', '111111111111111111', '<@123456789012345678>', 'here'])(
    'does not take %s for a role of Discord',
    async (typed) => {
      const { say } = await deskRig()
      const discord = { platform: 'discord', server: '111111111111111111', channel: '5' } as const
      await say('add daily 9', discord)
      expect(toPlain(await say(`edit role:${typed}`, discord))).toContain('is no role of this server')
    },
  )

  test.each([
    ['thread:yes', 'There are no threads on the web'],
    ['role:x', 'Nobody can be pinged on the web'],
  ])('on the web %s is refused', async (wanted, words) => {
    const { ear } = await deskRig()
    const asker = { platform: 'web', channel: 'mine', user: 'cookie', manages: true } as const
    await ear.answer({ kind: 'line', root: 'schedule', text: 'add daily 9', asker })
    expect(toPlain(await ear.answer({ kind: 'line', root: 'schedule', text: `edit 1 ${wanted}`, asker }))).toContain(words)
  })

  test('of several, the number is asked for; of none, one is to be made', async () => {
    const { say } = await deskRig()
    expect(await say('edit weight:3')).toMatchObject({ failure: 'not-found' })
    for (const line of ['add daily 9', 'add daily 10']) await say(line)
    expect(toPlain(await say('edit weight:3'))).toContain('1, 2')
    expect(toPlain(await say('edit 3 weight:3'))).toContain('There is no schedule “3”')
  })
})

describe('/schedule pause and resume', () => {
  test.each(LOCALES)('pause and resume say in %s what they did, and doing it twice changes nothing', async (locale) => {
    const { say, only } = await deskRig()
    await say('add daily 9', { locale })
    for (const _ of [1, 2]) expect(toPlain(await say('pause', { locale }))).toContain(sayer(locale)('schedule.paused', { number: 1 }))
    expect((await only()).pause).toMatchObject({ by: 'people' })
    for (const _ of [1, 2]) expect(toPlain(await say('resume', { locale }))).toContain(sayer(locale)('schedule.resumed', { number: 1 }))
    expect((await only()).pause).toBeUndefined()
  })

  test('the button that a paused schedule shows lets it go on', async () => {
    const { say, press, only } = await deskRig()
    await say('add daily 9')
    expect(await press(buttonOf(await say('pause'), 'Resume'))).not.toHaveProperty('failure')
    expect((await only()).pause).toBeUndefined()
  })

  test('what still cannot be posted is not resumed, and the mend is told', async () => {
    let send = true
    const { say, only } = await deskRig({ rights: () => ({ kind: 'known', lacks: send ? [] : ['send'], history: false }) })
    for (const line of ['add daily 9', 'pause']) await say(line)
    send = false
    const reply = await say('resume')
    expect(reply).toMatchObject({ failure: 'conflict' })
    expect(toPlain(reply)).toContain('only certain members may post')
    expect((await only()).pause).toBeDefined()
  })
})

describe('/schedule remove', () => {
  test('asks once more, and the second button removes', async () => {
    const { say, press, store } = await deskRig()
    await say('add daily 9')
    const asked = await say('remove')
    expect(await store.subscriptions.inChannel(PLACE)).toHaveLength(1)
    expect(toPlain(await press(buttonOf(asked, 'Remove for good')))).toBe('Schedule 1 is removed.')
    expect(await store.subscriptions.inChannel(PLACE)).toEqual([])
  })

  test('a schedule that somebody else has removed is told of as gone, whatever button is pressed', async () => {
    const { say, press } = await deskRig()
    const shown = await say('add daily 9')
    await say('remove sure:yes')
    for (const { action } of shown.buttons) expect(toPlain(await press(action))).toBe('This schedule is gone.')
  })
})

describe('/schedule list', () => {
  test.each(LOCALES)('of an empty channel says in %s how to begin', async (locale) => {
    const { say } = await deskRig()
    expect(toPlain(await say('', { locale }))).toContain(sayer(locale)('schedule.example'))
  })

  test('of one shows all that it wishes, under the names by which it is changed', async () => {
    const { say } = await deskRig()
    await say('add replay 9 Bamako')
    const text = toPlain(await say(''))
    for (const words of ['zone: Africa/Bamako', 'language: English', 'topics: all', 'starts: 19 August 2026', 'last post: '])
      expect(text).toContain(words)
  })

  test('of several shows each with its number, time, zone, language and next post, and leads to each', async () => {
    const { say, press } = await deskRig()
    for (const line of ['add anniversaries 9 Bamako', 'add weekly 18:00 Warsaw language:pl']) await say(line)
    const reply = await say('')
    const text = toPlain(reply)
    expect(text).toContain('1 · anniversaries at 09:00 (Africa/Bamako) · English')
    expect(text).toContain('2 · every Monday at 18:00 (Europe/Warsaw) · Polish')
    expect(text).toContain('Next post: 24 August 2026 at 18:00, in 6 days.')
    expect(await Promise.all(must(reply.menu).options.map(async ({ action }) => (await press(action)).title))).toEqual([
      'Schedule 1',
      'Schedule 2',
    ])
  })

  test('every schedule of a full channel is on a page that can be reached', async () => {
    const { say, press } = await deskRig()
    for (let n = 0; n < 25; n++) await say(`add daily ${n % 24}:00`)
    let reply = await say('')
    let text = toPlain(reply)
    for (
      let more = reply.buttons.find(({ label }) => label.startsWith('More'));
      more;
      more = reply.buttons.find(({ label }) => label.startsWith('More'))
    ) {
      reply = await press(more.action)
      text += toPlain(reply)
    }
    for (let n = 1; n <= 25; n++) expect(text).toContain(`${n} · every day at`)
  })

  test.each(LOCALES)('tells in %s why a platform stopped one, and how to mend it, with a button to resume', async (locale) => {
    const rig = await deskRig()
    await rig.say('add daily 9')
    const { id } = await rig.only()
    await rig.say('add daily 10')
    await halted(rig, id)
    const reply = await rig.say('', { locale })
    expect(toPlain(reply)).toContain(sayer(locale)('refusal.archived'))
    expect(await rig.press(buttonOf(reply, sayer(locale)('button.resumeOne', { number: 1 })))).not.toHaveProperty('failure')
    expect((await rig.only()).pause).toBeUndefined()
  })
})

/** A platform refused a post, so that the channel's schedules rest. */
async function halted(rig: Awaited<ReturnType<typeof deskRig>>, id: string): Promise<void> {
  const { subscriptions, outbox } = rig.store
  await subscriptions.sendNow({ key: 'refused', to: PLACE, post: 'digest', subject: {}, dueAt: NOON, owner: id }, NOON)
  const claims = await outbox.mark(await outbox.claim('slack', NOON, 60_000, 9), NOON)
  const halt = { kind: 'halt', place: PLACE, reason: 'archived', why: 'is_archived', tell: () => undefined } as const
  await outbox.settle(
    claims.map((claim) => ({ claim, verdict: { kind: 'dropped', why: 'is_archived' }, effects: [halt] })),
    NOON,
  )
}

describe('a post of which nobody knows whether it arrived', () => {
  test.each([
    ['It is there', 'done', 'Noted'],
    ['Post it now', 'waiting', 'on its way'],
  ])('is asked about in the list; “%s” settles it, and only once', async (label, state, words) => {
    const rig = await deskRig()
    await rig.say('add daily 9 Bamako')
    const { id } = await rig.only()
    await ended(rig, id, '2026-08-19', { kind: 'silent', why: 'nobody knows' })
    const reply = await rig.say('')
    expect(toPlain(reply)).toContain('Nobody can tell whether the post of 19 August 2026 arrived')
    const action = buttonOf(reply, label)
    expect(toPlain(await rig.press(action))).toContain(words)
    expect((await rig.store.subscriptions.log(id, 1))[0]?.state).toBe(state)
    expect(toPlain(await rig.press(action))).toContain('has been settled already')
    expect(wholeText(await rig.say(''))).not.toContain('Nobody can tell')
  })
})

describe('/schedule test', () => {
  test('writes one post, labelled, of the next date on which there is something to say; heard twice, once', async () => {
    const { say, store, only } = await deskRig()
    await say('add anniversaries 9 Bamako')
    const { id, wish } = await only()
    const reply = await say('test', { request: 'the same' })
    await say('test', { request: 'the same' })
    expect(toPlain(reply)).toContain('19 August 2026')
    const claims = await store.outbox.claim('slack', NOON, 60_000, 9)
    expect(claims.map(({ to, post, subject, owner }) => ({ to, post, subject, owner }))).toEqual([
      { to: PLACE, post: 'digest', subject: { subscription: id, date: '2026-08-19', wish, test: true }, owner: id },
    ])
  })

  test('is refused where it could not be posted, and where nothing is left to say', async () => {
    let lacks: 'send'[] = []
    const { say, store, clock } = await deskRig({ rights: () => ({ kind: 'known', lacks, history: false }) })
    await say('add replay 9')
    lacks = ['send']
    expect(toPlain(await say('test'))).toContain('Let Griot post here too')
    lacks = []
    clock.set(new Date('2029-01-01T00:00:00Z'))
    expect(toPlain(await say('test'))).toContain('nothing more to post')
    expect(await store.outbox.claim('slack', clock.now(), 60_000, 9)).toEqual([])
  })
})
