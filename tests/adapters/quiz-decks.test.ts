import { describe, expect, test } from 'vitest'
import type { Asker, Upload } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { DRAFT_MS, draftShelf, serverShelf } from '../../src/quiz/deck.ts'
import { readDeck } from '../../src/quiz/files/deck-file.ts'
import { sayer } from '../../src/words/say.ts'
import { wholeText } from '../support/ear.ts'
import { action, learner, playing, quizRig, type House } from '../support/quiz-rig.ts'

const say = sayer('en')
const ME = learner('teacher')
const PUPIL = learner('pupil')
const ADMIN = learner('admin', { manages: true })
const DIRECT = learner('teacher', { server: undefined as never, channel: 'D1', site: 'direct' })
const SHELF = serverShelf({ platform: 'discord', server: 'S1' })

const upload = (text: string, name = 'Class 7b.csv'): Upload => ({ name, size: text.length, read: async () => text })

const row = (n: number): string => `Question ${n}?,right ${n},wrong ${n}`
const csv = (...rows: readonly string[]): string => ['question,right,wrong1', ...rows].join('\n')
const GOOD = csv(row(1), row(2), row(3))

const given = (house: House, text: string, who: Asker = ME, more: Readonly<Record<string, unknown>> = {}): Promise<Reply> =>
  house.ear.answer({ kind: 'command', root: 'quiz', sub: 'deck add', input: { file: upload(text), ...more }, asker: who })

/** The one button of a dry run, whatever its language. */
const keep = (dry: Reply): string => {
  const [button] = dry.buttons
  expect(button?.action).toContain('quiz.deck-keep')
  return button?.action ?? ''
}

const kept = async (house: House, text = GOOD, who: Asker = ME, more: Readonly<Record<string, unknown>> = {}): Promise<Reply> =>
  house.press(keep(await given(house, text, who, more)), who)

const opened = async (): Promise<House> => (await quizRig()).open()

describe('adding a deck', () => {
  test('without a file asks for one, in words and by a form with a field for it', async () => {
    const house = await opened()
    for (const who of [ME, learner('me', { platform: 'slack' }), learner('me', { platform: 'web' })]) {
      const reply = await house.say('deck add', who)
      expect(reply.form).toMatchObject({ root: 'quiz', sub: 'deck add' })
      expect(reply.form?.fields.map(({ kind, name }) => [kind, name])).toEqual([
        ['file', 'file'],
        ['text', 'name'],
        ['choice', 'language'],
      ])
    }
  })

  test('first says what would be kept, and keeps nothing until its button is pressed', async () => {
    const house = await opened()
    const dry = await given(house, GOOD)
    expect(dry.audience).toBe('asker')
    expect(wholeText(dry)).toContain(say('deck.dryTitle', { name: 'Class 7b' }))
    expect(wholeText(dry)).toContain(say('deck.dryCount', { good: 3, faults: 0 }))
    expect(await house.store.quiz.decks.list(SHELF)).toEqual([])
    const reply = await house.press(action(dry, say('deck.keep', { count: 3 })), ME)
    expect(wholeText(reply)).toContain(say('deck.keptTitle', { name: 'Class 7b' }))
    expect(await house.store.quiz.decks.list(SHELF)).toMatchObject([{ name: 'Class 7b', count: 3, locale: 'en' }])
    const again = await house.press(action(dry, say('deck.keep', { count: 3 })), ME)
    expect(again.failure).toBe('not-found')
    expect(wholeText(again)).toContain(say('deck.noDraft'))
  })

  test('lies ready for a day, and the list of decks tells its maker so, and nobody else', async () => {
    const house = await opened()
    await given(house, GOOD)
    for (const [locale, said] of [
      ['en', 'Checked, but not kept yet:\n\n- Class 7b: questions: 3, in English; it waits until 3 November, 09:00'],
      ['fr', 'Class 7b\u202f: questions\u202f: 3, langue\u202f: anglais\u202f; en attente jusqu’au 3 novembre, 9'],
      ['pl', 'Class 7b: liczba pytań: 3, język: angielski; czeka do: 3 listopada, 9.00'],
    ] as const)
      for (const where of [ME, DIRECT]) expect(wholeText(await house.say('deck list', { ...where, locale }))).toContain(said)
    const theirs = await house.say('deck list', PUPIL)
    expect(wholeText(theirs)).toContain(say('deck.none'))
    expect(wholeText(theirs)).not.toContain('Class 7b')
    const list = await house.say('deck list')
    expect(wholeText(list)).toContain(say('deck.none'))
    expect(wholeText(await house.press(action(list, 'Keep “Class 7b”')))).toContain(say('deck.keptTitle', { name: 'Class 7b' }))
    const after = await house.say('deck list')
    expect(wholeText(after)).toContain(`${say('deck.servers')}\n\n- Class 7b`)
    expect(wholeText(after)).not.toMatch(/not kept yet|waits until/)
    expect(wholeText(after)).not.toContain(say('deck.none'))
  })

  test('that lay ready for longer than a day is listed without a time until it is cleaned away', async () => {
    const { open, clock } = await quizRig()
    const house = await open()
    const { decks, pseudonyms } = house.store.quiz
    const deck = readDeck('Old.csv', GOOD, 'en').deck
    for (const [name, agoMs] of [
      ['Old', DRAFT_MS],
      ['New', DRAFT_MS - 60_000],
    ] as const)
      await decks.put(draftShelf(pseudonyms.of(ME)), { ...deck, name, madeAt: new Date(clock.now().getTime() - agoMs) })
    const shown = wholeText(await house.say('deck list'))
    expect(shown).toContain('- New: questions: 3, in English; it waits until 2 November, 09:01\n- Old: questions: 3, in English\n')
  })

  test('names every bad line, and keeps the good ones if that is wished', async () => {
    const house = await opened()
    const dry = await given(house, csv(row(1), 'No answer?,,wrong', row(2), 'Twice?,same,same'))
    expect(wholeText(dry)).toContain(say('deck.dryCount', { good: 2, faults: 2 }))
    expect(wholeText(dry)).toContain('Line 3, right')
    expect(wholeText(dry)).toContain('Line 5, wrong1')
    await house.press(action(dry, say('deck.keepGood', { count: 2 })), ME)
    expect(await house.store.quiz.decks.list(SHELF)).toMatchObject([{ count: 2 }])
  })

  test('of more faults than a message holds tells the first, and all in a file; on the web all at once', async () => {
    const house = await opened()
    const rows = Array.from({ length: 120 }, (_, n) => `Question ${n}?,,wrong`)
    const dry = await given(house, csv(...rows))
    expect(dry.failure).toBe('bad-input')
    expect(dry.buttons).toEqual([])
    expect(wholeText(dry).length).toBeLessThan(3500)
    expect(dry.file?.text.trim().split('\n')).toHaveLength(120)
    for (let n = 0; n < 120; n++) expect(dry.file?.text).toContain(`Line ${n + 2}, right`)
    const onWeb = await given(house, csv(...rows), learner('me', { platform: 'web' }))
    expect(onWeb.file).toBeUndefined()
    for (let n = 0; n < 120; n++) expect(wholeText(onWeb)).toContain(`Line ${n + 2}, right`)
  })

  test('is called as was said, and is in the language that was said', async () => {
    const house = await opened()
    await kept(house, GOOD, ME, { name: 'Klasa', language: 'pl' })
    expect(await house.store.quiz.decks.list(SHELF)).toMatchObject([{ name: 'Klasa', locale: 'pl' }])
  })

  test('of a name that is there says what it would replace, and replaces it when it is kept', async () => {
    const house = await opened()
    await kept(house)
    const dry = await given(house, csv(row(9)))
    expect(wholeText(dry)).toContain(say('deck.replaces', { name: 'Class 7b', count: 3 }))
    expect(await house.store.quiz.decks.list(SHELF)).toMatchObject([{ count: 3 }])
    await house.press(keep(dry), ME)
    expect(await house.store.quiz.decks.list(SHELF)).toMatchObject([{ count: 1 }])
  })

  test('lies ready for a day, and for nobody else', async () => {
    const rig = await quizRig()
    const house = await rig.open()
    const dry = await given(house, GOOD)
    expect((await house.press(keep(dry), PUPIL)).failure).toBe('not-found')
    await rig.seconds(86_401)
    await house.store.purge(rig.clock.now())
    expect((await house.press(keep(dry), ME)).failure).toBe('not-found')
  })

  test('between two people is one’s own, which no server sees', async () => {
    const house = await opened()
    expect(wholeText(await kept(house, GOOD, DIRECT))).toContain(say('deck.keptOwn', { count: 3 }))
    expect(await house.store.quiz.decks.list(SHELF)).toEqual([])
    expect(wholeText(await house.say('deck list', DIRECT))).toContain(
      `Class 7b: ${say('deck.item', { count: 3, language: say('language.en') })}`,
    )
    expect(wholeText(await house.say('deck list', PUPIL))).toContain(say('deck.none'))
  })

  test('on Slack in direct messages, where there is a workspace all the same, is one’s own too', async () => {
    const house = await opened()
    const slack = learner('teacher', { platform: 'slack', server: 'T1', channel: 'D1', site: 'direct' })
    expect(wholeText(await kept(house, GOOD, slack))).toContain(say('deck.keptOwn', { count: 3 }))
  })

  test('beyond fifty is refused', async () => {
    const house = await opened()
    const { questions } = readDeck('x.csv', GOOD, 'en').deck
    for (let n = 0; n < 50; n++) await house.store.quiz.decks.put(SHELF, { name: `n${n}`, locale: 'en', questions, madeAt: new Date(0) })
    expect(wholeText(await kept(house))).toContain(say('deck.full', { most: 50 }))
  })
})

describe('a deck', () => {
  test('is played by whoever starts a round with its name', async () => {
    const house = await opened()
    await kept(house)
    await house.say('start 3 deck:"class 7B"', PUPIL)
    expect((await playing(house)).questions.map(({ text }) => text).toSorted()).toEqual(['Question 1?', 'Question 2?', 'Question 3?'])
  })

  test.each(['csv', 'json', 'gift', 'anki'] as const)('comes back as %s with nothing lost', async (format) => {
    const house = await opened()
    await kept(house)
    const { file, audience } = await house.say(`deck export "Class 7b" format:${format}`, ME)
    expect(audience).toBe('asker')
    const { deck, faults } = readDeck(file?.name ?? '', file?.text ?? '', 'en')
    expect(faults).toEqual([])
    const [label] = await house.store.quiz.decks.list(SHELF)
    expect(deck.questions).toEqual((await house.store.quiz.decks.get(SHELF, label?.id ?? ''))?.questions)
  })

  test('gives its answers away, is replaced and removed only for whoever made it or manages the server', async () => {
    const house = await opened()
    const card = await kept(house)
    for (const ask of ['deck export "Class 7b"', 'deck remove "Class 7b"', 'deck remove "Class 7b" sure:yes']) {
      const refused = await house.say(ask, PUPIL)
      expect(refused.failure).toBe('forbidden')
      expect(refused.file).toBeUndefined()
    }
    expect((await given(house, csv(row(9)), PUPIL)).failure).toBe('forbidden')
    expect((await house.press(action(card, say('deck.button.export')), ADMIN)).file?.name).toBe('griot-deck-class-7b.csv')
    await house.say('deck remove "Class 7b" sure:yes', ADMIN)
    expect(await house.store.quiz.decks.list(SHELF)).toEqual([])
  })

  test('is removed only after it was asked once', async () => {
    const house = await opened()
    const asked = await house.press(action(await kept(house), say('deck.button.remove')), ME)
    expect(wholeText(asked)).toContain(say('deck.removeAsk', { name: 'Class 7b', count: 3 }))
    expect(await house.store.quiz.decks.list(SHELF)).toHaveLength(1)
    expect(wholeText(await house.press(action(asked, say('button.removeSure')), ME))).toContain(say('deck.removed', { name: 'Class 7b' }))
    expect(await house.store.quiz.decks.list(SHELF)).toEqual([])
    expect((await house.press(action(asked, say('button.removeSure')), ME)).failure).toBe('not-found')
  })

  test('stays on the server’s shelf as nobody’s when its maker is forgotten; one’s own and what lies ready go', async () => {
    const house = await opened()
    await kept(house)
    await kept(house, GOOD, DIRECT)
    await given(house, csv(row(7)), DIRECT, { name: 'Ready' })
    const me = house.parts.pseudonyms.of(ME)
    expect((await house.store.quiz.people.show(me))['quiz_deck']).toHaveLength(3)
    await house.store.quiz.people.forget(me)
    expect(await house.store.quiz.people.show(me)).toEqual({})
    expect(await house.store.quiz.decks.list(SHELF)).toMatchObject([{ name: 'Class 7b' }])
    expect((await house.say('deck remove "Class 7b"', ME)).failure).toBe('forbidden')
  })
})

test('nothing breaks in any of it', async () => {
  const rig = await quizRig()
  const house = await rig.open()
  for (const line of ['deck', 'deck list', 'deck export', 'deck export nothing', 'deck remove nothing', 'deck keep aaaaaaaaaa'])
    await house.say(line, ME)
  for (const text of ['', '\u0000', '{', 'a,b', '"'.repeat(1000)]) await given(house, text)
  expect(rig.reports).toEqual([])
})
