import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { dayText } from '../../src/words/dates.ts'
import { LOCALES, type Locale } from '../../src/words/locale.ts'
import { sayer } from '../../src/words/say.ts'
import { shipped } from '../support/installation.ts'
import type { Answer, Call, Driver, Exception, Wire, World } from './driver.ts'
import { openHouse, type House } from './house.ts'
import { postingContract } from './posting.ts'

const mali = (sub: string, values: Call['values'] = {}): Call => ({ root: 'mali', sub, values })
const HELP: Call = { root: 'griot', sub: 'help' }
const ON = mali('on', { date: '18-08' })
const COUP = 'coup-of-18-august'
const en = sayer('en')
const { events } = shipped!.almanac
const titleOf = (id: string, locale: Locale = 'en'): string => events.find((event) => event.id === id)?.title[locale] ?? 'no such event'
const nextOf = (locale: Locale): Locale => LOCALES[(LOCALES.indexOf(locale) + 1) % LOCALES.length] ?? 'en'
const day = (locale: Locale, date: number): string => dayText(locale, { month: 8, day: date })
const later = (locale: Locale): string => sayer(locale)('button.laterDay', { date: day(locale, 19) })

/** How many pages an answer says that it has. */
const pagesOf = ({ text }: Answer): number => Number(/(\d+)$/.exec(text)?.[1])

/** The label as the platform shows it: one kind of blank may stand for another. */
const labelAmong = (labels: readonly string[], wanted: string): string => labels.find((label) => spaced(label) === spaced(wanted)) ?? wanted
const spaced = (text: string): string => text.replace(/\s/g, ' ')

/** What people type and platforms could read as more than words. */
const HOSTILE = [
  '@everyone @here',
  '<!channel> <!here> <@U1> <#C1> <!subteam^S1>',
  '<@123456789012345678> <@!123456789012345678> <@&123456789012345678> <#123456789012345678>',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  ':x: <:x:12345678901234567> <a:x:12345678901234567>',
  '*bold* _it_ ~st~ `code` **b** __u__ ~~s~~ ||sp||',
  '[a](https://b.c) <https://b.c|a> https://evil.example/x',
  '> quoted',
  '# big',
  '-# zzxxqqvv',
  '- item',
  '&lt;b&gt; &amp; &#39;',
  '<t:1597708800:R> </mali today:12345678901234567> <id:guide>',
  '{n, plural, other {#}} %s ${x} \\* \\',
] as const

/** Typed, and what may be shown of it: controls are blanks, and what cannot be seen is gone. */
const UNSEEN = [
  ['a\u202Eb\u2066c\u200Fd', 'abcd'],
  ['zz\0yy\u0007xx', 'zz yy xx'],
  ['aa\nbb\r\ncc\u2028dd', 'aa bb cc dd'],
  ['zz\u200Byy\u00ADxx', 'zzyyxx'],
] as const

const FORGED = [
  'mali.gone|x',
  'v0:nonsense',
  '../../etc/passwd',
  'x'.repeat(100),
  'mali.event|a|b|c|d|e|f',
  'xx:mali.today',
  '0#mali.today',
  '<script>',
  '|',
  `mali.event|${'ł'.repeat(45)}`,
]

/**
 * What holds on every platform. The installation is the real one, started with the shipped pack, and talks by the platform's real
 * client library to a platform in another process. What a platform does not do is named in its driver, with the reason.
 */
export function platformContract(name: string, driver: Driver): void {
  /** A promise that this platform cannot keep is skipped, with the reason. */
  const unless = (context: TestContext, exception: Exception): void =>
    context.skip(exception in driver.exceptions, driver.exceptions[exception])

  describe.each([name])('%s', () => {
    let world: World
    let house: House
    let wire: Wire
    const written: string[] = []
    const settled: (() => Promise<void>)[] = []
    const opened = async (from: World): Promise<House> => {
      const one = await openHouse(from.environment)
      settled.push(async () => {
        await one.close()
        written.push(...one.lines)
      })
      return one
    }

    beforeAll(async () => {
      world = await driver.open()
      settled.push(() => world.close())
      house = await opened(world)
      wire = await world.reach(house.url)
    })
    afterAll(async () => {
      for (const close of settled.toReversed()) await close()
    })

    /** Asked, and nothing in the answer that would ring or be refused. */
    const sound = (answer: Answer): Answer => {
      expect(answer.faults).toEqual([])
      expect(answer.text).not.toBe('')
      return answer
    }
    const ask: Wire['ask'] = async (call, from) => sound(await wire.ask(call, from))
    const press: Wire['press'] = async (answer, label, from) => sound(await wire.press(answer, labelAmong(answer.buttons, label), from))
    const choose: Wire['choose'] = async (answer, label, from) => sound(await wire.choose(answer, label, from))
    const refusals = [en('error.oldButton'), en('error.broken', { id: '' }).slice(0, 20), en('search.nothing', { words: '' }).slice(0, 10)]
    const works = ({ text }: Answer): boolean => !refusals.some((refusal) => text.includes(refusal))

    describe('a command', () => {
      test('that is public is answered for everyone, once, in one round trip', async () => {
        const before = await wire.traffic()
        const { private: isPrivate, text } = await ask(ON)
        // Another one behind it: what the first had still to send would have come before.
        await ask(HELP)
        expect([isPrivate, (await wire.traffic()) - before]).toEqual([false, 2])
        expect(text).toContain(titleOf(COUP))
      })

      test('that is private, and whatever goes wrong, is answered for the asker alone', async () => {
        for (const call of [
          HELP,
          { root: 'griot', sub: 'about' },
          mali('sources', { event: COUP }),
          mali('on', { date: '30 February' }),
          mali('on'),
          { root: 'nothing', sub: '' },
        ])
          expect([call, (await ask(call)).private]).toEqual([call, true])
      })

      test('that is public is private with share:no, and says the same', async () => {
        const [open, closed] = [await ask(ON), await ask(mali('on', { date: '18-08', share: false }))]
        expect([open.private, closed.private]).toEqual([false, true])
        expect([closed.text, closed.buttons, closed.menu]).toEqual([open.text, open.buttons, open.menu])
      })

      test('is answered in a direct message as well', async (context) => {
        unless(context, 'direct')
        expect((await ask(ON, { inDirectMessage: true })).text).toBe((await ask(ON)).text)
        expect((await ask(HELP, { inDirectMessage: true })).private).toBe(true)
      })

      test('is answered on every day it may be asked about', async () => {
        for (const date of ['2020-08-18', '18-08', '18 August', '18 août', '18 sierpnia', '18.08'])
          expect((await ask(mali('on', { date }))).text).toContain(titleOf(COUP))
      })
    })

    describe('a press', () => {
      test('under a public answer answers the presser alone and leaves what all see untouched', async () => {
        const open = await ask(ON)
        const before = await wire.standing(open)
        const pressed = await press(open, later('en'))
        expect([pressed.private, pressed.replaced]).toEqual([true, false])
        expect(pressed.text).toContain(day('en', 19))
        expect(await wire.standing(open)).toBe(before)
      })

      test('under a private answer takes its place', async (context) => {
        unless(context, 'replace')
        const closed = await ask(mali('on', { date: '18-08', share: false }))
        const before = await wire.standing(closed)
        const pressed = await press(closed, later('en'))
        expect([pressed.private, pressed.replaced]).toEqual([true, true])
        const after = await wire.standing(closed)
        expect([after === before, after.includes(day('en', 19))]).toEqual([false, true])
      })

      test.each([ON, mali('event', { event: COUP }), mali('sources', { event: COUP }), mali('who', { name: 'cisse' }), mali('next'), HELP])(
        'on any button of the answer to %j works',
        async (call) => {
          const answer = await ask(call)
          expect(answer.buttons.length).toBeGreaterThan(0)
          for (const label of answer.buttons) {
            const pressed = await press(await ask(call), label)
            expect([label, pressed.private, works(pressed)]).toEqual([label, true, true])
          }
        },
      )

      test('leads from an event to its sources and its causes, and back', async () => {
        const event = await ask(mali('event', { event: COUP }))
        const sources = await press(event, en('button.sources'))
        const why = await press(event, en('button.why'))
        expect([sources.text, why.text].map((text) => text.split('\n')[0])).toEqual([
          en('sources.title', { event: titleOf(COUP) }),
          en('why.title', { event: titleOf(COUP) }),
        ])
        expect((await press(why, en('button.event'))).text.split('\n')[0]).toBe(titleOf(COUP))
      })

      test('on a choice of a menu opens what it names', async () => {
        const answer = await ask(ON)
        expect(answer.menu.length).toBeGreaterThan(4)
        for (const label of answer.menu) {
          const chosen = await choose(answer, label)
          expect([chosen.private, chosen.replaced]).toEqual([true, false])
          expect(chosen.text.startsWith(label.replace(/…$/, ''))).toBe(true)
        }
        const named = await ask(mali('event', { event: COUP }))
        for (const label of named.menu) expect((await choose(named, label)).text.startsWith(label.replace(/…$/, ''))).toBe(true)
      })

      test('walks through all pages of the timeline, which together hold every event once, and back', async () => {
        const first = await ask(mali('timeline'))
        const last = pagesOf(first)
        expect(last).toBeGreaterThan(1)
        const pages = [first]
        for (let page = 2; page <= last; page += 1) pages.push(await press(pages.at(-1)!, en('page.later', { page, of: last })))
        const lines = pages.flatMap(({ text }) => text.split('\n'))
        const counted = events.map((event) => [event.id, lines.filter((line) => line.endsWith(`: ${event.title.en}`)).length])
        expect(counted).toEqual(events.map(({ id }) => [id, 1]))
        expect(pages.at(-1)!.buttons.filter((label) => label.startsWith('More'))).toEqual([])
        const back = await press(pages.at(-1)!, en('page.earlier', { page: last - 1, of: last }))
        expect(back.text).toBe(pages.at(-2)!.text)
      })

      test('on a button that another process made works as before', async () => {
        const [event, timeline] = [await ask(mali('event', { event: COUP })), await ask(mali('timeline', { language: 'pl' }))]
        const before = await press(event, en('button.why'))
        await house.close()
        house = await opened(world)
        wire = await world.reach(house.url)
        expect((await press(event, en('button.why'))).text).toBe(before.text)
        expect((await press(timeline, timeline.buttons[0]!)).text).toContain(sayer('pl')('page.at', { page: 2, of: pagesOf(timeline) }))
      })

      test('on a button of another version, or a forged one, is answered kindly and privately', async () => {
        const answer = await ask(ON)
        for (const id of FORGED) {
          const forged = sound(await wire.forge(answer, id))
          expect([
            id,
            forged.private,
            forged.text === en('error.oldButton') || forged.text.includes(en('search.nothing', { words: '' }).slice(0, 14)),
          ]).toEqual([id, true, true])
        }
        expect((await wire.forge(answer, 'mali.on|30-2')).text).toContain(en('error.noSuchDay', { said: '30-2' }))
      })
    })

    describe('the language', () => {
      test.each(LOCALES)('%s, asked for by name, beats every other, and the buttons keep it', async (locale) => {
        const from = { locale: nextOf(locale), placeLocale: nextOf(nextOf(locale)) }
        for (const share of [true, false]) {
          const answer = await ask(mali('on', { date: '18-08', language: locale, share }), from)
          expect(answer.text.split('\n')[0]).toBe(day(locale, 18))
          const pressed = await press(answer, later(locale), from)
          expect(pressed.text.split('\n')[0]).toBe(day(locale, 19))
          expect((await press(pressed, sayer(locale)('button.earlierDay', { date: day(locale, 18) }), from)).text.split('\n')[0]).toBe(
            day(locale, 18),
          )
        }
        const open = await ask(mali('on', { date: '18-08', language: locale }), from)
        expect((await choose(open, open.menu[0]!, from)).text).toContain(open.menu[0]!)
        expect((await ask(mali('on', { date: '30-02', language: locale }), from)).text).toContain(
          sayer(locale)('error.noSuchDay', { said: '30-02' }),
        )
      })

      test.each(LOCALES)('of a private answer is the person’s: %s', async (locale) => {
        const from = { locale, placeLocale: nextOf(locale) }
        expect((await ask(HELP, from)).text).toContain(sayer(locale)('help.title'))
        expect((await ask(mali('on', { date: '18-08', share: false }), from)).text.split('\n')[0]).toBe(day(locale, 18))
        expect((await ask(mali('on', { date: '30-02' }), from)).text).toContain(sayer(locale)('error.noSuchDay', { said: '30-02' }))
      })

      test('of a public answer is the place’s', async (context) => {
        unless(context, 'place')
        for (const locale of LOCALES)
          expect((await ask(ON, { locale: nextOf(locale), placeLocale: locale })).text.split('\n')[0]).toBe(day(locale, 18))
      })

      test('of a public answer is the person’s where the place has none', async () => {
        for (const locale of LOCALES) expect((await ask(ON, { locale })).text.split('\n')[0]).toBe(day(locale, 18))
      })

      test('of what a press answers is the presser’s, whoever asked', async (context) => {
        unless(context, 'bystander')
        const answer = await ask(ON, { locale: 'fr' })
        expect((await press(answer, later('fr'), { locale: 'pl' })).text.split('\n')[0]).toBe(day('pl', 19))
      })

      test('is the installation’s where nobody speaks one of ours', async () => {
        for (const call of [ON, HELP]) expect((await ask(call, { locale: 'de' })).text).toBe((await ask(call, { locale: 'en' })).text)
      })
    })

    describe('what is mistyped', () => {
      test('and comes near is answered with buttons that work', async () => {
        for (const [call, label] of [
          [mali('event', { event: 'jonathn' }), titleOf('jonathan-mission')],
          [mali('who', { name: 'cise' }), 'Soumaïla Cissé'],
        ] as const) {
          const answer = await ask(call)
          expect(answer.buttons.length).toBeGreaterThan(1)
          expect(answer.buttons).toContain(label)
          expect((await press(answer, label)).text.split('\n')[0]).toBe(label)
        }
      })

      test('and is a word that is no command is looked for, and the command that was meant is offered', async (context) => {
        unless(context, 'loose')
        const answer = await ask({ root: 'mali', sub: 'timline' })
        const label = en('guess.command', { command: '/mali timeline' })
        expect(answer.buttons).toContain(label)
        const timeline = await press(answer, label)
        expect(timeline.text).toContain(en('page.at', { page: 1, of: pagesOf(timeline) }))
        expect((await ask({ root: 'mali', sub: 'keita' })).text).toContain(en('search.title', { words: 'keita' }))
      })

      test('and is known to nobody is said to be so', async () => {
        for (const call of [
          mali('who', { name: 'Xyzzyq' }),
          mali('where', { place: 'Xyzzyq' }),
          mali('event', { event: 'Xyzzyq' }),
          mali('search', { words: 'Xyzzyq' }),
        ]) {
          const answer = await ask(call)
          expect([call, answer.private, answer.text.includes(en('search.nothing', { words: 'Xyzzyq' }))]).toEqual([call, true, true])
        }
        expect((await ask({ root: 'nothing', sub: 'there' })).text).toContain('/nothing')
      })

      test('and is no date is refused with what to type instead', async () => {
        expect((await ask(mali('on', { date: '30 February' }))).text).toContain(en('error.noSuchDay', { said: '30 February' }))
        expect((await ask(mali('on', { date: '2020-13-45' }))).text).toContain(en('error.noSuchMonth', { said: '2020-13-45' }))
        expect((await ask(mali('on', { date: 'soon' }))).text).toContain(en('error.date', { said: 'soon' }))
      })

      test('and of 10,000 characters is refused in a few', async () => {
        for (const call of [
          mali('search', { words: 'x'.repeat(10_000) }),
          mali('on', { date: '18 '.repeat(3333) }),
          mali('event', { event: 'a:b '.repeat(2500) }),
        ]) {
          const { private: isPrivate, text } = await ask(call)
          expect(isPrivate).toBe(true)
          expect(text).toMatch(/at most \d+ characters/)
          expect(text.length).toBeLessThan(300)
        }
      })
    })

    describe('what is typed', () => {
      test.each(HOSTILE)('is shown as text and rings for nobody: %s', async (typed) => {
        for (const call of [mali('search', { words: typed }), mali('who', { name: typed })]) expect((await ask(call)).text).toContain(typed)
        expect((await ask(mali('on', { date: typed.slice(0, 60).trim() }))).text).toContain(typed.slice(0, 60).trim())
      })

      test.each(UNSEEN)('is shown without what hides or turns other text: %j', async (typed, shown) => {
        for (const call of [mali('search', { words: typed }), mali('who', { name: typed }), mali('on', { date: typed })])
          expect((await ask(call)).text).toContain(shown)
      })

      test('as the name of a command is text as well', async () => {
        expect((await ask({ root: '<@1>', sub: '@everyone' })).text).toContain('/<@1>')
        sound(await wire.ask(mali('@everyone', { words: '<!channel>' })))
      })

      test('is completed from memory, with no more than 25 ways that all work', async (context) => {
        unless(context, 'complete')
        const before = await wire.traffic()
        for (const [sub, option] of [
          ['event', 'event'],
          ['who', 'name'],
          ['where', 'place'],
          ['sources', 'event'],
        ] as const)
          for (const typed of ['', 'a', 'kei', 'zzzzqqqq', '<@1>', 'x'.repeat(500)])
            expect((await wire.complete(mali(sub), option, typed)).length).toBeLessThanOrEqual(25)
        expect((await wire.traffic()) - before).toBe(24)
        for (const [sub, option] of [
          ['event', 'event'],
          ['who', 'name'],
          ['where', 'place'],
        ] as const) {
          const ways = await wire.complete(mali(sub), option, 'k')
          expect(ways.length).toBeGreaterThan(1)
          for (const { shown, call } of ways) expect([shown, works(await ask(call))]).toEqual([shown, true])
        }
      })
    })

    postingContract(driver, () => ({ world, wire, ear: house.app.ear, written }))

    describe('trouble', () => {
      test('of payloads that nobody would send ends nothing: the next command is answered', async () => {
        await wire.malformed()
        expect((await ask(ON)).text).toContain(titleOf(COUP))
      })

      test('of our own is shown by a short id, which is in the log, and the next command is answered', async () => {
        house.breakChance(true)
        const { private: isPrivate, text } = await ask(mali('random'))
        house.breakChance(false)
        const id = /\(([a-z0-9]{8})\)/.exec(text)?.[1] ?? 'no id'
        expect([isPrivate, text]).toEqual([true, en('error.broken', { id })])
        const logged = house.lines.filter((line) => line.includes(id))
        expect(logged).toHaveLength(1)
        expect(logged[0]).toContain('a fault of ours')
        expect(works(await ask(mali('random')))).toBe(true)
      })

      describe('with the platform', () => {
        let troubled: World
        let other: House
        const loud = (lines: readonly string[]) => lines.filter((line) => line.includes('"level":"error"'))
        const ownPart = async (from: House) => (await from.ready()).parts.find((part) => part.name === driver.name)
        const webAnswers = async (from: House) => expect((await fetch(`${from.url}/api/ask?line=/mali+today`)).status).toBe(200)
        beforeAll(async () => {
          if (driver.exceptions.outside !== undefined) return
          troubled = await driver.open()
          settled.push(() => troubled.close())
        })

        test('out of reach at the start leaves the other surfaces answering, is told by readyz, and mends itself', async (context) => {
          unless(context, 'outside')
          await troubled.stop()
          other = await opened(troubled)
          await webAnswers(other)
          expect([(await other.ready()).status, (await ownPart(other))?.ready]).toEqual([503, false])
          await troubled.start()
          const back = await troubled.reach(other.url)
          expect((await other.ready()).status).toBe(200)
          expect(sound(await back.ask(ON)).text).toContain(titleOf(COUP))
        })

        test('refusing our token while we run is one loud line, and the other surfaces answer', async (context) => {
          unless(context, 'outside')
          await troubled.revoke(other.url)
          while ((await ownPart(other))?.ready);
          expect([(await other.ready()).status, loud(other.lines).length]).toEqual([503, 1])
          await webAnswers(other)
        })

        test('refusing our token at the start is one loud line, and the other surfaces answer', async (context) => {
          unless(context, 'outside')
          const refused = await opened(troubled)
          expect([(await refused.ready()).status, (await ownPart(refused))?.ready, loud(refused.lines).length]).toEqual([503, false, 1])
          await webAnswers(refused)
        })
      })

      test('or none, no line of any log holds a token, a person, or what was asked', async () => {
        for (const close of settled.splice(0).toReversed()) await close()
        const log = written.join('')
        for (const secret of [...world.secrets, 'Xyzzyq', '30 February', '@everyone', '<!channel>']) expect(log).not.toContain(secret)
      })
    })
  })
}
