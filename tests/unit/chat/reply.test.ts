import { expect, test } from 'vitest'
import { withEnvelope } from '../../../src/chat/action.ts'
import { heading, lead, list, note, paragraph, withActions, wordsOf, type ActionId, type Reply } from '../../../src/chat/reply.ts'

const action = 'mali.today' as ActionId
const reply: Reply = {
  locale: 'en',
  audience: 'everyone',
  blocks: [
    heading('h'),
    paragraph('a ', lead('b', action)),
    list([[lead('c', action)], ['d']]),
    note(lead('e', action)),
    { kind: 'divider' },
  ],
  menu: { label: 'm', options: [{ label: 'o', action }] },
  buttons: [{ label: 'x', action }],
  footer: [],
  solemn: false,
}

test('a change of actions reaches the words, the menu and the buttons, and leaves the rest as it was', () => {
  const changed = withActions(reply, (id) => withEnvelope(id, { locale: 'pl' }))
  const text = JSON.stringify(changed)
  expect(text.match(/pl:mali\.today/g)?.length).toBe(5)
  expect(JSON.parse(text.replaceAll('pl:mali.today', 'mali.today'))).toEqual(reply)
})

test('words whose action cannot be made are only words', () => {
  expect(lead('words', undefined)).toBe('words')
  expect(wordsOf([lead('words', action), '!'])).toBe('words!')
})
