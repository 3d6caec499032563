import { describe, expect, test } from 'vitest'
import { fromActionId } from '../../../src/chat/action.ts'
import { pagesOf } from '../../../src/chat/pages.ts'
import type { Heard } from '../../../src/chat/platform.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import type { Reply } from '../../../src/chat/reply.ts'
import { whenText } from '../../../src/almanac/when.ts'
import { LOCALES, type Locale } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'
import { asker, type House, house, MALI_1960, MALI_2020, must, openShelf, toShelf, wholeText } from '../../support/ear.ts'
import { inventedPack, type Invented } from '../../support/invented.ts'

const mali = openShelf(MALI_2020)
const whole = house([mali, openShelf(MALI_1960)])
const ask = async (line: string, locale: Locale = 'en') => whole.line(line, { locale })
const press = (action: string, of: House = whole, locale: Locale = 'en'): Promise<Reply> =>
  of.ear.answer({ kind: 'press', action, asker: { ...asker, locale } })
const invented = (events: readonly Invented[]) => house([toShelf(inventedPack(events))])
const leads = (reply: Reply): readonly string[] => [...reply.buttons, ...(reply.menu?.options ?? [])].map(({ action }) => action)

describe('a closed world: whatever can be pressed leads to an answer', () => {
  test.each(LOCALES)('in %s, from today on, over every button and every choice', async (locale) => {
    const start = await ask('/mali', locale)
    const seen = new Map<string, string>(leads(start).map((action) => [action, '/mali']))
    const events = new Set<string>()
    for (const [action, from] of seen) {
      const answer = await press(action, whole, locale)
      expect(answer.failure, `${action}, pressed under ${from}`).toBeUndefined()
      expect(answer).toMatchObject({ audience: 'asker', locale })
      const { name, parts } = fromActionId(action) ?? {}
      if (name === 'mali.event') events.add(parts?.[0] ?? '')
      const buttons = answer.buttons.map((button) => button.action)
      expect(new Set(buttons).size, `${action}: one button twice`).toBe(buttons.length)
      for (const next of leads(answer)) if (!seen.has(next)) seen.set(next, action)
    }
    expect(whole.reports).toEqual([])
    expect(
      mali.almanac.events.map(({ id }) => id).filter((id) => !events.has(id)),
      'events that no button reaches',
    ).toEqual([])
  })
})

describe.each(LOCALES)('every card of every event in %s', (locale) => {
  test.each(['event', 'sources', 'why'])('%s says its date, its title and whether people died', async (sub) => {
    for (const shelf of [mali, openShelf(MALI_1960)]) {
      for (const event of shelf.almanac.events) {
        const answer = await whole.line(`/${shelf.almanac.pack.command} ${sub} ${event.id}`, { locale })
        expect(toPlain(answer), event.id).toContain(whenText(sayer(locale), event.when))
        expect(answer.title, event.id).toContain(event.title[locale])
        const owed = sub === 'why' ? answer.solemn || !event.solemn : answer.solemn === event.solemn
        expect(owed, `${event.id}: solemn where people died, and only there`).toBe(true)
      }
    }
  })

  test('sources names every source of every claim', async () => {
    for (const event of mali.almanac.events) {
      const first = await ask(`/mali sources ${event.id}`, locale)
      let text = toPlain(first)
      for (let reply = first, page = 2; ; page++) {
        const next = reply.buttons.find(({ action }) => fromActionId(action)?.page === page)
        if (!next) break
        reply = await press(next.action, whole, locale)
        text += toPlain(reply)
      }
      const ids = event.claims.flatMap((claim) => [...claim.sources, ...(claim.otherwise ?? []).flatMap((o) => o.sources)])
      for (const id of ids) expect(text, `${event.id} ${id}`).toContain(mali.almanac.source(id)?.url ?? id)
      for (const claim of event.claims)
        expect(text.replace(/\s+/g, ' '), event.id).toContain(claim.text[locale].slice(0, 40).replace(/\s+/g, ' '))
    }
  })

  test('no text shows a date as it stands in the file', async () => {
    const raw = /\b\d{4}-(0\d|1[0-2])\b|\d{4}[~?%]|\d\/\.\.|\.\.\/\d|\[\d{4}/
    for (const event of mali.almanac.events) {
      for (const sub of ['event', 'why', 'sources']) {
        const text = wholeText(await ask(`/mali ${sub} ${event.id}`, locale)).replace(/https?:\/\/\S+/g, '')
        const own = mali.almanac.pack.sources.reduce((left, { title }) => left.replaceAll(title, ''), text)
        expect(own, `${sub} ${event.id}`).not.toMatch(raw)
      }
    }
  })

  test('nor that of any person or organisation', async () => {
    for (const { id } of [...mali.almanac.names('person'), ...mali.almanac.names('organisation')]) {
      expect(wholeText(await ask(`/mali who ${id}`, locale)), id).not.toMatch(/\d{4}-\d{2}|\[\d{4}|\d{4}\/|\.\.\//)
    }
  })
})

describe('today and on', () => {
  test('say which day it is, and how many years ago', async () => {
    expect(await ask('/mali')).toMatchObject({ title: 'Today, 18 August', audience: 'everyone' })
    expect(toPlain(await ask('/mali'))).toContain('6 years ago')
    expect(toPlain(await ask('/mali', 'pl'))).toContain('6 lat temu')
  })
  test.each(['2020-08-18', '18-08', '18/8', '18.08', '18.08.2020', '18 August', 'August 18', '18 août', '18 sierpnia', '08-18', '18 VIII'])(
    '%s is 18 August',
    async (typed) => {
      expect((await ask(`/mali on ${typed}`)).title).toMatch(/^18 August/)
    },
  )
  test('a day that could be read two ways says how it was read', async () => {
    expect(toPlain(await ask('/mali on 05-06'))).toContain('“05-06”')
    expect((await ask('/mali on 05-06')).title).toBe('5 June')
  })
  test.each(['2020-06-05', '18-08', '08-18', '5 June', '6-6', '5/VI', '13.6.20'])(
    '%s leaves no doubt, and nothing is said of it',
    async (typed) => {
      expect(toPlain(await ask(`/mali on ${typed}`))).not.toContain('before the month')
    },
  )
  test('a button never tells its presser what they wrote', async () => {
    for (const date of ['5 June', '4 July', '9 April', '8 March']) {
      for (const { action } of (await ask(`/mali on ${date}`)).buttons) expect(toPlain(await press(action))).not.toContain('You wrote')
    }
  })
  test.each(['30 February', '31-06', '2020-13-45', '29-02-2021', '00-00', 'soon', '1'.repeat(50)])(
    '"%s" is refused in words',
    async (typed) => {
      expect(await ask(`/mali on ${typed}`)).toMatchObject({ failure: 'bad-input', audience: 'asker' })
    },
  )
  test('the zone that is named decides which day it is', async () =>
    expect((await ask('/mali today zone:Pacific/Kiritimati')).title).toBe('Today, 19 August'))
  test('a day that is pretended goes before the clock', async () => {
    expect((await whole.line('/mali', { pretended: { year: 2021, month: 3, day: 25 } })).title).toBe('Today, 25 March')
  })
  test('a month is a timeline of it', async () => expect((await ask('/mali on sierpień')).title).toContain('Timeline'))

  test('a day that others give names them, the day that the pack prefers, and why', async () => {
    const text = toPlain(await ask('/mali on 26 March'))
    const event = must(mali.almanac.event('abduction-of-soumaila-cisse'))
    expect(text).toContain(event.title.en)
    expect(text).toContain('This pack gives: 25 March 2020')
    expect(text).toContain(event.attested.find(({ when }) => whenText(sayer('en'), when) === '26 March 2020')?.by.en)
    expect(text).toContain(event.why?.en)
  })
  test('a quiet day says so, and offers the days beside it', async () => {
    const { line } = invented([
      { id: 'a', date: '2020-01-10' },
      { id: 'b', date: '2020-01-20' },
    ])
    const quiet = await line('/invented on 15 January')
    expect(toPlain(quiet)).toContain('Nothing in this pack is dated 15 January')
    expect(quiet.buttons.map(({ label }) => label)).toEqual(['Earlier: 10 January', 'Later: 20 January'])
  })
  test('where one single day holds anything, one button leads there', async () => {
    expect((await invented([{ id: 'a', date: '2020-01-10' }]).line('/invented on 15 January')).buttons.map(({ label }) => label)).toEqual([
      'Later: 10 January',
    ])
  })
  test('a year in which nothing happened that day is told, and the others are shown', async () => {
    const { line } = invented([
      { id: 'a', date: '2019-01-10' },
      { id: 'b', date: '2020-01-10' },
      { id: 'long', date: '2019-05-01/2020-07-01' },
    ])
    const of = async (typed: string) => toPlain(await line(`/invented on ${typed}`))
    expect(await of('2019-01-10')).toContain('10 January 2019')
    expect(await of('2019-01-10')).not.toContain('10 January 2020 ·')
    expect(await of('2018-01-10')).toContain('in 2018')
    expect(await of('2019-07-01'), 'the first year of a state is not the year of its end').toContain('in 2019')
  })
  test('the end of a state is counted from its end', async () => {
    expect(toPlain(await invented([{ id: 'long', date: '2017-05-01/2020-08-18' }]).line('/invented'))).toMatch(
      /6 years ago · ended on this day/,
    )
  })
  test('29 February is remembered on the 28th where the year has none', async () => {
    const { line } = invented([{ id: 'leap', date: '2020-02-29', title: 'The leap' }])
    const on = async (year: number, day: number) => toPlain(await line('/invented', { pretended: { year, month: 2, day } }))
    expect(await on(2026, 28)).toContain('The leap')
    expect(await on(2028, 28)).toContain('Nothing in this pack is dated')
    expect(await on(2028, 29)).toContain('The leap')
  })
  test('an event that two claimants date to one day is offered once', async () => {
    const { menu } = await invented([
      { id: 'a', date: '2020-03-25', attested: ['2020-03-26', '2020-03-26~'] },
      { id: 'b', date: '2020-03-26' },
    ]).line('/invented on 26 March')
    expect(menu?.options.map(({ label }) => label)).toEqual(['b', 'a'])
  })
  test('before it happened, nothing is said to be years ago', async () => {
    expect(toPlain(await whole.line('/mali', { pretended: { year: 2019, month: 8, day: 18 } }))).not.toMatch(/years? ago|this year/)
  })
})

describe('event, why and sources', () => {
  test('words that fit several ask which one is meant, and each choice leads on', async () => {
    const which = await ask('/mali event Bamako')
    expect(which.audience).toBe('asker')
    for (const action of leads(which)) expect(await press(action)).not.toHaveProperty('failure')
  })
  test('words that fit none offer names that come near, and each leads on', async () => {
    const nothing = await ask('/mali event Bamakoo Kattti Dickko')
    for (const action of leads(nothing)) expect(await press(action)).not.toHaveProperty('failure')
  })
  test('the chain says what led to it and what followed, nearest first', async () => {
    const { line } = invented([
      { id: 'a', date: '2020-01-01', title: 'First' },
      { id: 'b', date: '2020-01-02', title: 'Second', causes: ['a'] },
      { id: 'c', date: '2020-01-03', title: 'Third', causes: ['b'] },
    ])
    const text = toPlain(await line('/invented why c'))
    expect(text.indexOf('Second')).toBeLessThan(text.indexOf('First'))
    expect(toPlain(await line('/invented why a'))).toContain('names no earlier event')
    expect(toPlain(await line('/invented why c'))).toContain('names no later event')
  })
  test('a chain that holds deaths is solemn', async () => {
    const { line } = invented([
      { id: 'a', date: '2020-01-01', solemn: true },
      { id: 'b', date: '2020-01-02', causes: ['a'] },
    ])
    expect(await line('/invented why b')).toMatchObject({ solemn: true })
    expect(await line('/invented event b')).toMatchObject({ solemn: false })
  })
  test('sources are for the asker alone', async () =>
    expect(await ask('/mali sources mutiny-at-kati')).toMatchObject({ audience: 'asker' }))
})

describe('who and where', () => {
  test('namesakes are told apart by first name and by what they were', async () => {
    const which = await ask('/mali who Cissé')
    for (const name of ['Soumaïla Cissé', 'Boubou Cissé']) expect(toPlain(which)).toContain(name)
    expect(which.buttons.map(({ label }) => label)).toContain('Soumaïla Cissé')
    for (const { action, label } of which.buttons) expect((await press(action)).title).toBe(label)
  })
  test('a name leads to all its events', async () => {
    for (const kind of ['person', 'organisation', 'place'] as const) {
      for (const named of mali.almanac.names(kind).filter((each) => mali.almanac.eventsOf(each).length > 0)) {
        const answer = await ask(`/mali ${kind === 'place' ? 'where' : 'who'} ${named.id}`)
        expect(answer.title).toBe(named.name.en)
        const timeline = answer.buttons.find(({ action }) => fromActionId(action)?.name === 'mali.timeline')
        expect(await press(timeline?.action ?? ''), named.id).not.toHaveProperty('failure')
      }
    }
  })
  test('a mistyped place offers places, a mistyped name no places', async () => {
    expect((await ask('/mali where Bamacco')).buttons.map(({ label }) => label)).toContain('Bamako')
    expect((await ask('/mali who Bamacco')).buttons.map(({ label }) => label)).not.toContain('Bamako')
  })
})

describe('the timeline', () => {
  const pages = async (of: House, line: string): Promise<readonly Reply[]> => {
    const all = [await of.line(line)]
    for (let n = 2; ; n++) {
      const next = all.at(-1)?.buttons.find(({ action }) => fromActionId(action)?.page === n)
      if (!next) return all
      all.push(await press(next.action, of))
    }
  }
  const items = (replies: readonly Reply[]) =>
    replies.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))).map((item) => item.at(-1))

  test('tells every event exactly once over its pages, in order', async () => {
    expect(items(await pages(whole, '/mali timeline')).map((item) => (typeof item === 'string' ? item : item?.text))).toEqual(
      mali.almanac.events.map(({ title }) => title.en),
    )
  })
  test('no page is longer than a page', async () => {
    for (const reply of await pages(whole, '/mali timeline')) expect(pagesOf(reply.blocks).length).toBe(1)
  })
  test('its choice of months leads to each month', async () => {
    const { menu } = await ask('/mali timeline')
    for (const { action, label } of menu?.options ?? []) expect(toPlain(await press(action))).toContain(label)
  })
  test('never puts an event into a month that its date does not know', async () => {
    const text = toPlain(
      await invented([
        { id: 'a', date: '2012', title: 'Year' },
        { id: 'b', date: '2012-02', title: 'Month' },
        { id: 'c', date: '../2013-01-05', title: 'Ever' },
      ]).line('/invented timeline'),
    )
    expect(text).not.toContain('January 2012')
    expect(text).toContain('February 2012')
  })
  test('keeps its filters from page to page', async () => {
    const kept = items(await pages(whole, '/mali timeline person:"Mahmoud Dicko" from:2020-06'))
    expect(kept.length).toBeGreaterThan(3)
    expect(kept).not.toContain(mali.almanac.event('first-round')?.title.en)
  })
  test('with nothing to show says which way out', async () =>
    expect(await ask('/mali timeline from:2020-01 to:2020-02 place:Istanbul')).toMatchObject({ failure: 'not-found', audience: 'asker' }))
})

describe('search', () => {
  test('says how many, and every one can be opened', async () => {
    const answer = await ask('/mali search Kati')
    for (const action of leads(answer)) expect(await press(action)).not.toHaveProperty('failure')
  })
  test('a bare word is a search', async () => expect((await ask('/mali keita')).title).toBe('Search: keita'))
  test('filters keep what passes them, of what the words find', async () => {
    const titles = async (line: string) => (await ask(line)).menu?.options.map(({ label }) => label) ?? []
    const all = mali.finder.events('keita').map(({ event }) => event)
    const kept = all.filter(({ places }) => places.includes('kati')).map(({ title }) => title.en)
    expect(kept.length).toBeGreaterThan(1)
    expect(await titles('/mali search keita place:Kati')).toEqual(kept.slice(0, 25))
  })
  test('what no button can carry is still one page', async () => {
    const answer = await ask(`/mali search Bamako ${'președinte '.repeat(7)}`)
    expect(answer.self).toBeUndefined()
    expect(pagesOf(answer.blocks).length).toBe(1)
  })
  test('nothing found is for the asker alone, and shows a way on', async () => {
    const nothing = await ask('/mali search xyzzyplugh')
    expect(nothing).toMatchObject({ failure: 'not-found', audience: 'asker' })
    expect(nothing.buttons.length).toBeGreaterThan(0)
  })
  test('no markup, no mark and no length of words disturbs it', async () => {
    for (const words of ['**bold** <@1> `x`', '<!channel>', '{0} {x, plural, other{#}}', '\u202Eitak', "'", '[', '((((']) {
      expect(await ask(`/mali search ${words} Kati`), words).not.toMatchObject({ failure: 'broken' })
    }
    expect(await ask(`/mali search ${'x'.repeat(101)}`)).toMatchObject({ failure: 'bad-input' })
  })
})

describe('next and random', () => {
  const headings = (reply: Reply) => reply.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))

  test('the next days come in order, with the year in which they come', async () => {
    const { line } = invented([
      { id: 'a', date: '2020-08-18' },
      { id: 'b', date: '2020-12-25' },
      { id: 'c', date: '2020-01-02' },
    ])
    expect(headings(await line('/invented next'))).toEqual(['25 December 2026', '2 January 2027', '18 August 2027'])
    expect(headings(await line('/invented next 1'))).toEqual(['25 December 2026'])
  })
  test('say how many years it will be then', async () => {
    expect(toPlain(await invented([{ id: 'a', date: '2020-01-02', title: 'Anniversary' }]).line('/invented next'))).toContain(
      '7 years: Anniversary',
    )
  })
  test('a pack of one day comes round to it', async () => {
    expect(headings(await invented([{ id: 'a', date: '2020-08-18' }]).line('/invented next'))).toEqual(['18 August 2027'])
  })
  test('29 February comes on the 28th where the year has none', async () => {
    const { line } = invented([{ id: 'a', date: '2020-02-29' }])
    expect(headings(await line('/invented next'))).toEqual(['28 February 2027'])
    expect(headings(await line('/invented next', { pretended: { year: 2028, month: 2, day: 1 } }))).toEqual(['29 February 2028'])
  })
  test('before anything happened, nothing is said to be years', async () => {
    expect(
      toPlain(await invented([{ id: 'a', date: '2020-09-01' }]).line('/invented next', { pretended: { year: 2010, month: 1, day: 1 } })),
    ).not.toContain('years')
  })
  test('a pack without a day still answers', async () => {
    const { line } = invented([{ id: 'a', date: '2020-06' }])
    for (const command of ['next', 'today', 'random', 'timeline'])
      expect((await line(`/invented ${command}`)).blocks.length, command).toBeGreaterThan(0)
  })

  test('chance reaches every event, the weightier the oftener, and never beyond the last', async () => {
    const shelf = toShelf(
      inventedPack([
        { id: 'light', date: '2020-01-01', weight: 1 },
        { id: 'heavy', date: '2020-01-02', weight: 3 },
      ]),
    )
    const at = async (chance: number) => (await house([shelf], { random: () => chance }).line('/invented random')).title
    expect(await Promise.all([0, 0.24, 0.25, 0.5, 0.999999].map(at))).toEqual(['light', 'light', 'heavy', 'heavy', 'heavy'])
  })
  test('another one is one press away', async () => {
    const answer = await ask('/mali random')
    expect(answer.buttons.map(({ action }) => fromActionId(action)?.name)).toContain('mali.random')
  })
})

test('every pack has its own command, and the one knows nothing of the other', async () => {
  expect((await ask('/independence search Senghor')).blocks.length).toBeGreaterThan(0)
  expect(await ask('/mali who Senghor')).toMatchObject({ failure: 'not-found' })
  expect(await ask('/independence who Dicko')).toMatchObject({ failure: 'not-found' })
})

test('Discord’s way of asking gives the same answers as a line', async () => {
  const rows: readonly (readonly [string, Heard])[] = [
    ['/mali on 18 August', { kind: 'command', root: 'mali', sub: 'on', input: { date: '18 August' }, asker }],
    ['/mali next 3', { kind: 'command', root: 'mali', sub: 'next', input: { count: 3 }, asker }],
    ['/mali search Kati place:Kati', { kind: 'command', root: 'mali', sub: 'search', input: { words: 'Kati', place: 'Kati' }, asker }],
  ]
  for (const [line, heard] of rows) expect(await whole.ear.answer(heard)).toEqual(await whole.line(line))
})

describe('who and where, asked as a question', () => {
  test.each([
    ['/mali who is Assimi Goïta?', 'Assimi Goïta'],
    ['/mali qui est Mahmoud Dicko ?', 'Mahmoud Dicko'],
    ['/mali kto to jest Moussa Timbiné?', 'Moussa Timbiné'],
  ])('%s finds the person', async (line, name) => expect((await ask(line)).title).toBe(name))

  test.each(['/mali who killed the protesters?', '/mali kto porwał lidera opozycji?'])(
    '%s, which names nobody, is searched for',
    async (line) => {
      const answer = await ask(line)
      expect(answer.failure).toBeUndefined()
      expect(answer.menu?.options.length).toBeGreaterThan(0)
    },
  )

  test('a slip of one word is offered the name', async () => {
    const answer = await ask('/mali who Dickoo')
    expect(answer.title ?? answer.buttons[0]?.label).toContain('Dicko')
  })
})

describe('a month', () => {
  test.each(['/mali July', '/mali juillet 2020', '/mali on lipiec'])(
    '%s is told from its first to its last day, and what was under way before stands last',
    async (line) => {
      const text = toPlain(await ask(line))
      expect(text.indexOf('4 July 2020')).toBeGreaterThan(0)
      expect(text).not.toContain('June 2020\n')
    },
  )
  test('from later than to is refused in words', async () =>
    expect(await ask('/mali timeline from:2020-08 to:2020-07')).toMatchObject({ failure: 'bad-input' }))
})

describe('what people really type', () => {
  test.each([
    ['/mali what happened in Mali on 18 August?', '18 August'],
    ['/mali on 18 August?', '18 August'],
    ['/mali le 18 août ?', '18 August'],
    ['/mali what did the UN do?', 'United Nations (UN)'],
    ['/mali UN', 'United Nations (UN)'],
  ])('%s', async (line, title) => expect((await ask(line)).title).toBe(title))

  test.each(['/mali who is the president of Mali?', '/mali who Mali', '/mali qui est le président du Mali ?'])(
    '%s names nobody whose name only begins so',
    async (line) => expect((await ask(line)).title).not.toBe('Malick Diaw'),
  )

  test('a month in a sentence is told as a month', async () =>
    expect(toPlain(await ask('/mali what happened in August 2020?'))).toContain('August 2020\n'))

  test.each(['/mali what happened on 31 June?', '/mali timeline from:30 February'])(
    '%s: there is no such day, and it is said',
    async (line) => expect(toPlain(await ask(line.replace('from:30 February', 'from:"30 February"')))).toContain('There is no such day'),
  )
})
