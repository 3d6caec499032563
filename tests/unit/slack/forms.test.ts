import { describe, expect, it } from 'vitest'
import type { Field, Form, Reply } from '../../../src/chat/reply.ts'
import { faultsIn, submittedIn, toWindow } from '../../../src/platforms/slack/forms.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { managedRoots } from '../../support/slack-commands.ts'
import { slackViewFaults } from '../../support/slack-schema.ts'

const long = 'a long word '.repeat(500)
const text: Field = { kind: 'text', name: 'event', label: 'Event', required: true }
const time: Field = { kind: 'text', name: 'time', label: 'Godzina', required: true }
const choice = (options: number): Field => ({
  kind: 'choice',
  name: 'topic',
  label: 'Topic',
  required: false,
  value: 'value 3',
  options: Array.from({ length: options }, (_, i) => ({ label: `${long} ${i}`, value: `value ${i}` })),
})
const formOf = (fields: readonly Field[]): Form => ({ title: 'Title', submit: 'Add', root: 'schedule', sub: 'add', fields })
const replyOf = (form?: Form, parts: Partial<Reply> = {}): Reply => ({
  locale: 'en',
  audience: 'asker',
  blocks: [{ kind: 'text', body: ['the words'] }],
  buttons: [],
  footer: [],
  solemn: false,
  ...(form && { form }),
  ...parts,
})

describe('a form', () => {
  it.each([
    ['ordinary', [text, choice(5)]],
    ['long in every part', [{ ...text, label: long, hint: long, value: long }, choice(300)]],
    ['empty in what may be', [{ ...text, hint: ' ', value: '\u200b' }]],
    ['long altogether', Array.from({ length: 200 }, (_, i) => ({ ...text, name: `field${i}` }))],
    ['of a value that is not offered', [{ ...choice(3), value: 'gone' }]],
    [
      'of options that Slack cannot carry',
      [
        {
          ...choice(2),
          options: [
            { label: 'x', value: 'v'.repeat(151) },
            { label: 'y', value: 'y' },
          ],
        },
      ],
    ],
  ] as const)('that is %s is a window that Slack takes', (_, fields) => {
    for (const locale of LOCALES) {
      const reply = replyOf({ ...formOf(fields as readonly Field[]), title: long, submit: long }, { locale })
      expect(slackViewFaults(toWindow(reply, 'C0000PLACE'))).toEqual([])
    }
  })

  it('without a field gives way to the words of its reply', () => {
    expect(JSON.stringify(toWindow(replyOf(formOf([])), 'C1'))).toContain('the words')
  })
})

describe('what is submitted', () => {
  const roots = managedRoots()
  const view = (values: Readonly<Record<string, unknown>>, metadata: object = { root: 'schedule', sub: 'add', channel: 'C1' }) => ({
    private_metadata: JSON.stringify(metadata),
    state: { values },
  })
  const line = (name: string, value: unknown) => ({ [name]: { [name]: { type: 'plain_text_input', value } } })

  it('has the types of its command, and nothing that the command does not know or that was left empty', () => {
    const values = { ...line('event', ' Kati '), ...line('count', '3'), ...line('topic', '  '), ...line('admin', 'yes') }
    expect(submittedIn(view(values), roots)).toEqual({ root: 'schedule', sub: 'add', channel: 'C1', input: { event: 'Kati', count: 3 } })
  })

  it('is of no channel where none was named, and nothing where its command is none of ours', () => {
    expect(submittedIn(view({}, { root: 'schedule', sub: 'add', channel: 7 }), roots)?.channel).toBeUndefined()
    for (const metadata of [{ root: '__proto__', sub: 'add' }, { root: 'schedule', sub: 'constructor' }, {}])
      expect(submittedIn(view({}, metadata), roots)).toBeUndefined()
    for (const odd of [undefined, null, 7, 'x', [], { private_metadata: '{' }]) expect(submittedIn(odd, roots)).toBeUndefined()
  })

  it('and wrong is told beside the field that is named, in a text that Slack takes', () => {
    const window = toWindow(replyOf(formOf([text, choice(2)])), 'C1')
    const failed = (words: string) =>
      faultsIn(window, replyOf(undefined, { failure: 'bad-input', blocks: [{ kind: 'text', body: [words] }] }))
    expect(failed('The topic is odd')).toMatchObject({ errors: { topic: 'The topic is odd' } })
    expect(failed('Nobody knows why')).toMatchObject({ errors: { event: 'Nobody knows why' } })
    expect(failed('')).toMatchObject({ errors: { event: '…' } })
    expect(Object.values(failed(long)?.errors ?? {})[0]?.length).toBeLessThanOrEqual(500)
    expect(faultsIn({}, replyOf())).toBeUndefined()
  })

  it('and wrong is told beside the field whose words are quoted, whatever language says so', () => {
    const window = { ...toWindow(replyOf(formOf([text, choice(2), time])), 'C1'), state: { values: line('time', '25:99') } }
    for (const said of ['“25:99” cannot be read', '„25:99” to nie godzina', 'Impossible de lire «\u202f25:99\u202f» comme une heure'])
      expect(faultsIn(window, replyOf(undefined, { failure: 'bad-input', blocks: [{ kind: 'text', body: [said] }] }))).toMatchObject({
        errors: { time: said },
      })
  })
})
