import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Field, Form } from '../../../src/chat/reply.ts'
import { formHtml, fromFilled } from '../../../src/platforms/web/forms.ts'
import { anyText } from '../../support/replies.ts'

const FILING = { to: '/channels/here', mark: `${'a'.repeat(26)}.${'b'.repeat(43)}`, locale: 'pl' }
const formOf = (...fields: Field[]): Form => ({ title: 'A form', submit: 'Send', root: 'schedule', sub: 'add', fields })
const OPTIONS = [
  { label: 'One', value: '1' },
  { label: 'Two', value: '2' },
]

describe('a form as HTML', () => {
  test('whatever its words, holds nothing but our own tags', () => {
    const TAGS = /<\/?(form|input|div|label|select|option|small|button)( [a-z-]+(="[^"<>]*")?)*>/g
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const fields: Field[] = [
          { kind: 'text', name: a, label: b, hint: a, required: true, value: b },
          { kind: 'choice', name: b, label: a, required: false, value: a, options: [{ label: a, value: b }] },
        ]
        const html = formHtml({ ...formOf(...fields), title: a, submit: b, root: a, sub: b }, FILING)
        expect(html.replace(TAGS, '')).not.toMatch(/[<>]/)
      }),
    )
  })

  test('begins with the value that is given, and with nothing where something has still to be chosen', () => {
    const choice = (required: boolean, value?: string): string =>
      formHtml(formOf({ kind: 'choice', name: 'n', label: 'N', required, options: OPTIONS, ...(value && { value }) }), FILING)
    const begins = (html: string): string | undefined => /<option value="([^"]*)" selected>/.exec(html)?.[1]
    expect([choice(true, '2'), choice(true), choice(false), choice(false, '1')].map(begins)).toEqual(['2', '', '', '1'])
    expect([choice(true, '2'), choice(false, '2')].map((html) => html.includes('<option value="">'))).toEqual([false, true])
  })
})

describe('what was filled in', () => {
  test('is read by the names of its fields, and nothing else that was sent is taken for one', () => {
    const body = new URLSearchParams({ root: 'schedule', sub: 'add', mark: 'x', kind: 'forged', 'field.kind': 'daily', 'field.root': 'r' })
    expect(fromFilled({ fields: body, files: new Map() })).toEqual({ root: 'schedule', sub: 'add', values: { kind: 'daily', root: 'r' } })
  })

  test('is nothing where no form was sent', () => {
    expect(fromFilled({ fields: new URLSearchParams({ line: '/mali today', 'field.kind': 'daily' }), files: new Map() })).toBeUndefined()
  })
})
