import { describe, expect, test } from 'vitest'
import { speaks, endOf } from '../../../src/anniversaries/digest.ts'
import { DIGEST, keyOf, planOf } from '../../../src/anniversaries/plan.ts'
import { digestPost } from '../../../src/anniversaries/posts/digest-post.ts'
import { fromActionId } from '../../../src/chat/action.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Asker, Heard } from '../../../src/chat/platform.ts'
import type { Reply } from '../../../src/chat/reply.ts'
import { TIMING } from '../../../src/delivery/timing.ts'
import { clockText } from '../../../src/words/dates.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { MALI_2020, must, NOON, openShelf } from '../../support/ear.ts'
import { ADMIN, deskRig, ended, type DeskRig } from '../../support/schedule-desk.ts'

const DAY_MS = 86_400_000
const shelves = [openShelf(MALI_2020)]

/** The dates that a list leads on to. */
const datesOf = ({ blocks }: Reply): readonly string[] =>
  blocks.flatMap((block) =>
    block.kind === 'list'
      ? block.items
          .flat()
          .flatMap((part) => (typeof part !== 'string' && part.kind === 'lead' ? (fromActionId(part.action)?.parts[1] ?? []) : []))
      : [],
  )

describe('/schedule preview', () => {
  const WISHES = [
    ['anniversaries 9 Bamako', 'weight:3'],
    ['anniversaries 23:30 Nuuk', 'topics:coup'],
    ['daily 0:00 Cairo', 'quiet:background'],
    ['daily 2:30 Paris', 'quiet:nothing'],
    ['weekly 18:00 Warsaw', 'weekday:friday'],
    ['replay 8 Bamako', 'pace:4 from:"10 July"'],
  ] as const

  test.each(WISHES)('of %s with %s shows exactly the dates that the planner plans for the next 30 days', async (added, edited) => {
    const { say, press, only } = await deskRig()
    await say(`add ${added}`)
    await say(`edit ${edited}`)
    const one = await only()
    const teller = {
      speaks: (wish: typeof one.wish, date: string) => speaks(shelves, wish, date),
      endOf: (wish: typeof one.wish) => endOf(shelves, wish),
    }
    const { deliveries } = planOf({ ...one, plannedThrough: NOON }, one.wish, teller, NOON, { ...TIMING, horizonMs: 30 * DAY_MS })
    const planned = deliveries.map(({ key }) => key.split('/')[2])
    expect(planned.length).toBeGreaterThan(1)
    expect(await everyDate(press, await say('preview'))).toEqual(planned)
  })

  test.each(WISHES)('of %s with %s shows each post whole, word for word as it will be sent', async (added, edited) => {
    const { say, press, only } = await deskRig()
    await say(`add ${added} language:pl`)
    await say(`edit ${edited}`)
    const { id, wish, place } = await only()
    const spec = digestPost({ shelves, timing: TIMING })
    for (const { action } of must((await say('preview')).menu).options) {
      const date = must(fromActionId(action)?.parts[1])
      const claim = {
        key: 'k',
        to: place,
        post: 'digest',
        subject: { subscription: id, date, wish },
        dueAt: NOON,
        token: 't',
        until: NOON,
        attempt: 1,
        doubt: false,
      }
      const sent = await spec.compose(claim, NOON)
      if (sent === 'nothing-to-say') throw new Error(`${date} is silent`)
      let shown = await press(action)
      const blocks = shown.blocks.slice(2)
      for (let more = laterPage(shown); more; more = laterPage(shown)) {
        shown = await press(more)
        blocks.push(...shown.blocks)
      }
      expect(shown).toMatchObject({ locale: 'pl', audience: 'asker', title: sent.reply.title })
      expect(toPlain({ ...shown, blocks, footer: [] })).toBe(toPlain({ ...sent.reply, footer: [] }))
    }
  })

  test.each(LOCALES)('says in %s which days stay silent, and why', async (locale) => {
    const { say, clock } = await deskRig()
    clock.set(new Date('2026-11-01T12:00:00Z'))
    await say('add anniversaries 9 Bamako')
    await say('edit weight:4 topics:coup')
    const text = toPlain(await say('preview', { locale }))
    expect(text).toContain(sayer(locale)('preview.none'))
    expect(text).toContain(sayer(locale)('preview.whyAnniversaries', { weight: 4 }))
    expect(text).toContain(shelves[0]?.almanac.pack.topics.find(({ id }) => id === 'coup')?.name[locale])
  })

  test('silent days that follow each other stand together', async () => {
    const { say } = await deskRig()
    await say('add anniversaries 9 Bamako')
    expect(toPlain(await say('preview'))).toMatch(/- 29 August to \d+ September: no post\n/)
  })

  test('of a paused schedule says that it is paused', async () => {
    const { say } = await deskRig()
    for (const line of ['add daily 9', 'pause']) await say(line)
    expect(toPlain(await say('preview'))).toContain('It is paused')
  })

  test('a date can be named, and one without a post says so', async () => {
    const { say } = await deskRig()
    await say('add weekly 9 Bamako')
    expect(toPlain(await say('preview 1 24 August'))).toContain('Schedule 1 will post this on 24 August 2026 at 09:00')
    expect(toPlain(await say('preview 1 25 August'))).toBe('Schedule 1 posts nothing on 25 August 2026.')
    expect(await say('preview 1 someday')).toMatchObject({ failure: 'bad-input' })
  })
})

const laterPage = ({ buttons }: Reply): string | undefined => buttons.find(({ label }) => /^(More|Dalej|Suite) \(/.test(label))?.action

async function everyDate(press: DeskRig['press'], first: Reply): Promise<readonly string[]> {
  const more = laterPage(first)
  return [...datesOf(first), ...(more ? await everyDate(press, await press(more)) : [])]
}

describe('/schedule log', () => {
  const made = async (): Promise<DeskRig & { readonly id: string }> => {
    const rig = await deskRig()
    await rig.say('add daily 9 Bamako')
    return { ...rig, id: (await rig.only()).id }
  }

  test.each(LOCALES)('shows in %s when each was due, what became of it, how late, and why not', async (locale) => {
    const rig = await made()
    const say = sayer(locale)
    const done = { kind: 'done', message: 'm1' } as const
    await ended(rig, rig.id, '2026-08-19', done, new Date('2026-08-19T09:00:02Z'))
    await ended(rig, rig.id, '2026-08-20', done, new Date('2026-08-20T12:00:00Z'))
    await ended(rig, rig.id, '2026-08-21', { kind: 'silent', why: 'nobody knows' })
    await ended(rig, rig.id, '2026-08-22', { kind: 'dropped', why: 'Missing Access (50001)' })
    await ended(rig, rig.id, '2026-08-23', { kind: 'dropped', why: 'too late: 503' })
    await ended(rig, rig.id, '2026-08-24', { kind: 'again', at: new Date('2026-08-24T09:01:00Z'), doubt: false, why: '429' })
    const reply = await rig.say('log', { locale })
    const lines = toPlain(reply)
      .split('\n')
      .filter((line) => line.startsWith('- '))
    const hours = { en: '3 hours', fr: '3 heures', pl: '3 godziny' }[locale]
    const expected = [
      say('log.waiting'),
      say('log.dropped', { why: say('log.whyTooLate') }),
      'Missing Access (50001)',
      say('log.silent'),
      say('log.late', { duration: hours }),
      say('log.onTime'),
    ]
    expect(lines).toHaveLength(expected.length)
    for (const [i, words] of expected.entries()) expect(lines[i]).toContain(words)
    const day = { en: '19 August 2026', fr: '19 août 2026', pl: '19 sierpnia 2026 r.' }[locale]
    expect(lines[5]).toContain(`${day}, ${clockText(locale, 9, 0)}`)
  })

  test('keeps to the last 20, the newest first, and to posts', async () => {
    const rig = await made()
    for (let n = 0; n < 25; n++) {
      const date = new Date(Date.parse('2026-08-19') + n * DAY_MS).toISOString().slice(0, 10)
      const key = await ended(rig, rig.id, date, { kind: 'done', message: `m${n}` }, new Date(`${date}T09:00:01Z`))
      await rig.store.ledger.write(
        [{ key: `${key}/thread`, to: (await rig.only()).place, post: 'thread', subject: {}, dueAt: NOON, owner: rig.id }],
        NOON,
      )
    }
    const lines = toPlain(await rig.say('log'))
      .split('\n')
      .filter((line) => line.startsWith('- '))
    expect(lines).toHaveLength(20)
    expect(lines[0]).toContain('12 September 2026')
    expect(lines.at(-1)).toContain('24 August 2026')
  })

  test('a test is called one, and a post that somebody found is told of as such', async () => {
    const rig = await made()
    await ended(rig, rig.id, '2026-08-19', { kind: 'silent', why: 'nobody knows' })
    await rig.press(`schedule.judge|${rig.id}|2026-08-19|there`)
    await rig.say('test')
    expect(toPlain(await rig.say('log'))).toMatch(
      /there, as somebody saw[\s\S]*\(test\) — on its way|\(test\) — on its way[\s\S]*there, as somebody saw/,
    )
  })

  test('tells nothing of what is planned and still to come, as a rehearsal plans it for months', async () => {
    const rig = await made()
    await ended(rig, rig.id, '2026-08-19', { kind: 'done', message: 'm1' })
    const { place } = await rig.only()
    await rig.store.ledger.write(
      [{ key: keyOf(rig.id, '2026-09-30'), to: place, post: DIGEST, subject: {}, dueAt: new Date('2026-09-30T09:00:00Z'), owner: rig.id }],
      NOON,
    )
    expect(toPlain(await rig.say('log')).match(/^- .*$/gm)).toEqual([expect.stringContaining('19 August 2026')])
  })

  test('of a new schedule says that nothing was due', async () =>
    expect(toPlain(await (await made()).say('log'))).toContain('Nothing has been due yet'))
})

describe('while the number of a schedule is being typed', () => {
  const typing = async (rig: DeskRig, typed: string, asker: Partial<Asker> = {}) => {
    const complete = () => rig.ear.complete({ root: 'schedule', sub: 'pause', param: 'schedule', typed, asker: { ...ADMIN, ...asker } })
    const first = complete()
    await rig.store.subscriptions.inChannel({ kind: 'channel', platform: 'slack', server: 'T1', channel: 'C1' })
    return { first, second: complete() }
  }

  test('those of the channel are offered by what they post, from the second letter on', async () => {
    const rig = await deskRig()
    for (const line of ['add daily 9', 'add weekly 18:00']) await rig.say(line)
    const { second } = await typing(rig, '')
    expect(second).toEqual([
      { name: '1 · every day at 09:00', value: '1' },
      { name: '2 · every Monday at 18:00', value: '2' },
    ])
    expect((await typing(rig, 'monday')).first.map(({ value }) => value)).toEqual(['2'])
  })

  test('whoever may not manage the place is offered none', async () => {
    const rig = await deskRig()
    await rig.say('add daily 9')
    expect((await typing(rig, '', { manages: false })).second).toEqual([])
  })

  test('topics are offered one behind the other', async () => {
    const { ear } = await deskRig()
    const complete = (typed: string) =>
      ear.complete({ root: 'schedule', sub: 'edit', param: 'topics', typed, asker: { ...ADMIN, locale: 'fr' } })
    expect(complete('Coup d’État, ele').map(({ value }) => value)).toEqual(['Coup d’État, Élections législatives'])
    expect(complete('').map(({ value }) => value)).toContain('tous')
  })
})

test('a hidden command is for buttons alone', async () => {
  const { ear, say } = await deskRig()
  expect(await say('judge abcdefghij 2026-08-19 post')).toMatchObject({ failure: 'not-found' })
  const help: Heard = { kind: 'line', root: 'griot', text: 'help schedule', asker: ADMIN }
  expect(toPlain(await ear.answer(help))).not.toContain('judge')
})
