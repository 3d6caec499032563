import { describe, expect, test } from 'vitest'
import type { Ear } from '../../src/chat/platform.ts'
import type { Form, Reply } from '../../src/chat/reply.ts'
import { toModal } from '../../src/platforms/discord/modal.ts'
import { connected, heldClock, isPrivate, keyOf, partsOf, textOf } from '../support/discord-client.ts'
import { command, press, select, submit, type Entry } from '../support/discord-payloads.ts'
import { words } from '../support/discord-posting.ts'
import { schemaFaults, withoutSpec, wrongWithMessage, wrongWithModal } from '../support/discord-schema.ts'
import type { Answered } from '../support/discord-server.ts'
import { givingRoots } from '../support/giving-roots.ts'

type Modal = NonNullable<ReturnType<typeof toModal>>
const modalOf = (answer: Answered): Modal => {
  if (answer.type !== 9) throw new Error(`this is no window but ${answer.type}`)
  return answer.data as Modal
}
const WINDOW = '#form|quiz|deck add'
/** The words of an answer as they are read. */
const saidIn = (answer: Answered): string => textOf(answer).replaceAll('\\', '').trim()
const line = (id: string, value: string): Entry => ({ id, type: 4, value })
const begun = () => connected({ roots: givingRoots() })

describe('a form', () => {
  test(`is a window with a label for every field, opened by the callback${withoutSpec}`, async () => {
    const { server } = await begun()
    const before = (await server.received({ kind: 'rest' })).length
    const window = modalOf(await server.interact(command('quiz', 'deck add')))
    expect((await server.received({ kind: 'rest' })).length - before).toBe(1)
    expect(wrongWithModal(window)).toEqual([])
    expect(window.components.map(({ label, component }) => [label, component.type, component.custom_id, component.required])).toEqual([
      ['Name of the deck', 4, 'name', true],
      ['words', 4, 'words', false],
      ['count', 4, 'count', false],
      ['topic', 3, 'topic', true],
      ['file', 19, 'file', false],
    ])
    expect(window.components[0]).toMatchObject({ description: 'any name', component: { style: 1, value: 'Kati' } })
    expect(window.components[1]).toMatchObject({ component: { style: 2, value: 'first\nsecond' } })
    expect(window.components[3]).toMatchObject({ component: { options: [{ value: 'army' }, { value: 'vote', default: true }] } })
    expect(window.title).toMatch(/^A title .*…$/)
  })

  test('is opened by a press as well, under a public message and under a private one', async () => {
    const { server } = await begun()
    const open = await server.interact(command('quiz', 'next'))
    expect(modalOf(await server.interact(press(open.message!, keyOf(open, 'quiz.deck-add')))).custom_id).toBe(WINDOW)
    const closed = { ...open.message!, flags: (1 << 15) | (1 << 6) }
    expect(modalOf(await server.interact(press(closed, 'quiz.deck-add'))).custom_id).toBe(WINDOW)
  })

  test('that has more fields than a window is said in words', async () => {
    const { server } = await begun()
    const answer = await server.interact(command('quiz', 'settings'))
    expect([answer.type, saidIn(answer)]).toEqual([4, 'type the settings'])
  })

  test('that comes too late for a window is said in words, in the place of the announcement', async () => {
    const clock = heldClock()
    const { promise, resolve } = Promise.withResolvers<Reply>()
    const ear: Ear = { answer: () => promise, complete: () => [], home: () => promise }
    const { server } = await connected({ clock, ear, roots: givingRoots() })
    const announced = server.interact(command('quiz', 'deck add'))
    await clock.sleeping((ms) => ms === 1_200)
    clock.wake()
    expect((await announced).type).toBe(5)
    resolve({ ...words('type it'), form: { title: 'x', submit: 'x', root: 'quiz', sub: 'deck add', fields: [] } })
    const [edit] = await server.waitFor({ kind: 'rest', method: 'PATCH', path: '/messages/@original' })
    expect(JSON.stringify(edit)).toContain('type it')
    expect(await server.received({ kind: 'rest', path: '/callback' })).toHaveLength(1)
  })
})

describe('a submitted window', () => {
  test('is heard as its command, with values of the command’s own types', async () => {
    const { server } = await begun()
    const entries = [
      line('name', ' Kati '),
      line('words', 'a\nb'),
      line('count', '3'),
      { id: 'topic', type: 3, value: 'army' } as const,
      line('admin', 'yes'),
    ]
    const answer = await server.interact(submit(WINDOW, entries))
    expect([answer.type, isPrivate(answer)]).toEqual([4, true])
    expect(saidIn(answer)).toContain('"words":"a\\nb"'.replaceAll('\\', ''))
    expect(saidIn(answer)).toContain('"count":3')
    expect(saidIn(answer)).toContain('"topic":"army"')
    expect(saidIn(answer)).toContain('no file')
    expect(saidIn(answer)).not.toContain('admin')
    expect(wrongWithMessage(answer.data)).toEqual([])
  })

  test('from under a message is answered beside it', async () => {
    const { server } = await begun()
    const open = await server.interact(command('quiz', 'next'))
    const shown = JSON.stringify(open.message)
    const answer = await server.interact(submit(WINDOW, [line('name', 'Kati')], {}, open.message))
    expect([answer.type, isPrivate(answer)]).toEqual([4, true])
    expect(JSON.stringify((await server.messages()).find(({ id }) => id === open.message?.id))).toBe(shown)
  })

  test('with a fault is answered for whoever filled it in alone', async () => {
    const { server } = await begun()
    for (const [entries, told] of [
      [[line('name', 'nothing')], 'can be: Kati'],
      [[line('name', 'Kati'), line('count', 'many')], 'whole number from 1 to 10'],
      [[line('name', 'Kati'), { id: 'topic', type: 3, value: 'other' } as const], 'can be'],
      [[line('name', 'Kati'), line('file', 'deck.csv')], 'a file cannot be typed'],
    ] as const) {
      const answer = await server.interact(submit(WINDOW, entries))
      expect([told, answer.type, isPrivate(answer)]).toEqual([told, 4, true])
      expect(saidIn(answer)).toContain(told)
    }
  })

  test('that leaves out what is asked for is told so in words, since no window follows on a window', async () => {
    const { server } = await begun()
    const answer = await server.interact(submit(WINDOW, [line('name', '  ')]))
    expect([answer.type, saidIn(answer)]).toEqual([4, 'type the name'])
  })

  test('of a command that is gone is answered, and one that is none of ours is not', async () => {
    const { server, said } = await begun()
    expect(saidIn(await server.interact(submit('#form|quiz|gone', [line('name', 'x')])))).toContain('There is no command')
    await server.dispatch(submit('somebody else', [line('name', 'x')]))
    await said('an interaction of an unknown kind')
  })

  test.each([[undefined], [null], [7], ['x'], [[null, 7, { component: 7 }, { component: { type: 4 } }]]])(
    'of an odd shape ends nothing (%j)',
    async (components) => {
      const { server } = await begun()
      const whole = submit(WINDOW, [line('name', 'Kati')])
      const answer = await server.interact({ ...whole, data: { ...(whole['data'] as object), components } })
      expect(saidIn(answer)).toBe('type the name')
    },
  )
})

describe('which forms are windows', () => {
  const form = (fields: Form['fields'], more: Partial<Form> = {}): Form => ({
    title: 'T',
    submit: 'S',
    root: 'quiz',
    sub: 'deck add',
    fields,
    ...more,
  })
  const text = { kind: 'text', name: 'a', label: 'A', required: true } as const
  const options = (count: number, value = (i: number) => `v${i}`) =>
    Array.from({ length: count }, (_, i) => ({ label: `L${i}`, value: value(i) }))
  const chosen = (given: ReturnType<typeof options>) => form([{ ...text, kind: 'choice', options: given }])

  test.each([
    ['without fields', form([])],
    ['of six fields', form(Array.from({ length: 6 }, (_, i) => ({ ...text, name: `a${i}` })))],
    ['with 26 choices', chosen(options(26))],
    ['without a choice', chosen([])],
    ['with a value that is too long', chosen(options(2, () => 'x'.repeat(101)))],
    ['with a value twice', chosen(options(2, () => 'x'))],
    ['whose command is too long for an id', form([text], { sub: 'x'.repeat(100) })],
  ])('none %s', (_, given) => expect(toModal(given)).toBeUndefined())

  test(`one whose words are too long, blank or odd is drawn within every limit${withoutSpec}`, () => {
    for (const odd of ['x'.repeat(5000), ' \u200b ', '\ud800', 'a\nb', '**@everyone** <@1>'])
      for (const kind of ['text', 'long', 'file'] as const) {
        const modal = toModal(
          form(
            [
              { ...text, kind, label: odd, hint: odd, value: odd },
              { ...text, name: 'b', kind: 'choice', options: [{ label: odd, value: 'v' }] },
            ],
            { title: odd },
          ),
        )
        expect([odd.slice(0, 20), kind, wrongWithModal(modal)]).toEqual([odd.slice(0, 20), kind, []])
      }
  })
})

describe('a choice from a menu', () => {
  test(`under a public message answers the presser alone${withoutSpec}`, async () => {
    const { server } = await begun()
    const open = await server.interact(command('quiz', 'next'))
    const menu = partsOf(open).find(({ type }) => type === 3)
    const chosen = await server.interact(select(open.message!, menu?.custom_id ?? '', menu?.options?.[0]?.value ?? ''))
    expect([chosen.type, isPrivate(chosen), saidIn(chosen)]).toEqual([4, true, '## counted\nkidal'])
    expect(schemaFaults('CreateMessageInteractionCallbackRequest', { type: chosen.type, data: chosen.data })).toEqual([])
  })
})
