import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { GIVEN_OUT, givingRoots, type Witness } from '../support/giving-roots.ts'
import type { Answer, Driver, Given, Stage } from './driver.ts'

const en = sayer('en')
const call = (sub: string, values: Readonly<Record<string, string | number>> = {}) => ({ root: 'quiz', sub, values })
const PAPER = { name: 'Mój deck.csv', text: '\ufeffquestion;answer\nWhere is Kati?;près de Bamako 😀\n' } as const
/** What is read of it: the mark that spreadsheets put before it is none of its words. */
const READ = JSON.stringify(PAPER.text.slice(1))

/** Presses, choices, windows, files, private receipts and who asked, on every platform that a driver can put commands of ours behind. */
export function givingContract(name: string, driver: Driver): void {
  const missing = driver.exceptions.stage
  describe.skipIf(missing !== undefined)(`${name}: what is given${missing === undefined ? '' : ` (${missing})`}`, () => {
    const witness: Witness = { askers: [], pressed: [] }
    let stage: Stage
    beforeAll(async () => {
      if (!driver.stage) throw new Error('a stage is missing without a reason')
      stage = await driver.stage(givingRoots(witness))
    })
    afterAll(() => stage.close())

    const words = ({ answer }: Given): Answer => {
      if (!answer) throw new Error('this is no answer')
      expect(answer.faults).toEqual([])
      return answer
    }
    const fieldsOf = ({ window }: Given) => {
      if (!window) throw new Error('this is no window')
      return window.fields
    }

    describe('a form', () => {
      test('opens in a window for a command of two words, with each field of its kind, and what is known filled in', async () => {
        expect(fieldsOf(await stage.ask(call('deck add')))).toEqual([
          { name: 'name', label: 'Name of the deck', kind: 'text', required: true, value: 'Kati' },
          { name: 'words', label: en('arg.words.name'), kind: 'long', required: false, value: 'first\nsecond' },
          { name: 'count', label: en('arg.count.name'), kind: 'text', required: false, value: '' },
          { name: 'topic', label: en('arg.topic.name'), kind: 'choice', required: true, value: 'vote' },
          { name: 'file', label: en('arg.file.name'), kind: 'file', required: false, value: '' },
        ])
      })

      test('opens for a press, and leaves the message under which it was pressed as it is', async () => {
        const open = await stage.ask(call('next'))
        const before = await stage.standing(open)
        expect(fieldsOf(await stage.press(open, 'Add'))).toHaveLength(5)
        expect(await stage.standing(open)).toBe(before)
      })

      test('that is filled in is heard as its command: numbers, lines, choices and a file', async () => {
        const window = await stage.ask(call('deck add'))
        const values = { name: ' Kati ', words: 'one\ntwo', count: '3', topic: 'army', file: PAPER }
        const { private: isPrivate, text } = words(await stage.submit(window, values))
        expect(isPrivate).toBe(true)
        expect(text).toContain(JSON.stringify({ name: 'Kati', words: 'one\ntwo', count: 3, topic: 'army' }))
        expect(text).toContain(`${PAPER.name} says ${READ}`)
      })

      test('may be sent without what is not asked for', async () => {
        const { text } = words(await stage.submit(await stage.ask(call('deck add')), { name: 'Kati', topic: 'vote' }))
        expect(text).toContain(JSON.stringify({ name: 'Kati', topic: 'vote' }))
        expect(text).toContain('no file')
      })

      test('with a fault is told so to whoever filled it in alone', async () => {
        for (const [values, told] of [
          [{ name: 'nothing', topic: 'vote' }, 'Kati'],
          [{ name: 'Kati', topic: 'vote', count: 'many' }, '1 to 10'],
          [{ name: 'Kati', topic: 'vote', file: { name: 'x.csv', text: 'x'.repeat(3000) } }, 'at most 2 KB'],
        ] as const) {
          const { private: isPrivate, text } = words(await stage.submit(await stage.ask(call('deck add')), values))
          expect([told, isPrivate, text.includes(told) || text]).toEqual([told, true, true])
        }
      })
    })

    describe('a file', () => {
      test('that is given with a command is read', async (context) => {
        context.skip('attach' in driver.exceptions, driver.exceptions.attach)
        const given = await stage.ask(call('deck add', { name: 'Kati' }), { option: 'file', paper: PAPER })
        expect(words(given).text).toContain(`${PAPER.name} says ${READ}`)
      })

      test('that is handed over reaches whoever asked alone, whole, by a command and by a press', async () => {
        const given = [await stage.ask(call('deck export')), await stage.press(await stage.ask(call('next')), 'Export')]
        for (const one of given) {
          expect([words(one).private, words(one).text.includes('here it is')]).toEqual([true, true])
          expect(one.files.map(({ text }) => text)).toEqual([GIVEN_OUT.text])
          expect(one.files[0]?.name).toMatch(/deck\.csv$/)
        }
      })

      test('is not there where none was handed over', async () => expect((await stage.ask(call('next'))).files).toEqual([]))
    })

    describe('an answer', () => {
      test('by a button or from a menu counts, and its receipt is for the presser alone; what all see stays', async () => {
        const open = await stage.ask(call('next'))
        const before = await stage.standing(open)
        witness.pressed.length = 0
        for (const [given, place] of [
          [await stage.press(open, 'Gao'), 'gao'],
          [await stage.choose(open, 'Kidal'), 'kidal'],
          [await stage.press(open, 'Bamako'), 'bamako'],
        ] as const) {
          const { private: isPrivate, replaced, text } = words(given)
          expect([place, isPrivate, replaced, text.includes('counted'), text.includes(place)]).toEqual([place, true, false, true, true])
        }
        expect(witness.pressed).toEqual(['gao', 'kidal', 'bamako'])
        expect(await stage.standing(open)).toBe(before)
      })

      test('changed under its receipt takes the receipt’s place', async () => {
        const receipt = await stage.press(await stage.ask(call('next')), 'Gao')
        expect(words(await stage.press(receipt, 'again'))).toMatchObject({ private: true, replaced: true })
      })
    })

    describe('whoever asks', () => {
      test('is called by one name, however they ask', async () => {
        witness.askers.length = 0
        const open = await stage.ask(call('next'))
        await stage.press(open, 'Gao')
        await stage.submit(await stage.ask(call('deck add')), { name: 'Kati', topic: 'vote' })
        expect(new Set(witness.askers.map((asker) => asker.name))).toEqual(new Set([stage.called]))
        expect(witness.askers.length).toBeGreaterThanOrEqual(4)
        expect(new Set(witness.askers.map(({ user, platform }) => `${platform} ${user}`)).size).toBe(1)
      })

      test('presses at an instant that the platform tells', async () => {
        const open = await stage.ask(call('next'))
        witness.askers.length = 0
        await stage.press(open, 'Gao')
        expect(witness.askers[0]?.askedAt).toBeInstanceOf(Date)
        expect(Number.isNaN(witness.askers[0]?.askedAt?.getTime())).toBe(false)
      })
    })

    test('no line of the log holds a name, a person, or what was given and handed over', () => {
      const log = stage.lines.join('')
      for (const secret of [
        `"${stage.called}"`,
        witness.askers[0]?.user ?? '',
        PAPER.name,
        'Where is Kati',
        GIVEN_OUT.name,
        'one\\ntwo',
        'secret',
      ])
        expect(log).not.toContain(secret)
      expect(witness.askers.length).toBeGreaterThan(0)
    })
  })
}
