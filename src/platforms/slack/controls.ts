import type { ActionsBlock, Button, PlainTextOption } from '@slack/types'
import type { Menu, Reply } from '../../chat/reply.ts'
import { LONGEST, plain } from './draw.ts'
import { clean, isBlank, oneLine } from './text.ts'

/** Slack's limits on what can be chosen, and the share of a message that we give to buttons. */
const MOST = { buttons: 25, options: 100, buttonValue: 2000, optionValue: 150, buttonBytes: 4000 } as const

/** One row of buttons, whose values are their actions. An action that Slack would change or refuse makes no button. */
export function buttonRow(buttons: Reply['buttons']): ActionsBlock[] {
  const elements: Button[] = []
  let left: number = MOST.buttonBytes
  for (const { label, action } of buttons) {
    if (!fits(action, MOST.buttonValue)) continue
    const button: Button = {
      type: 'button',
      action_id: `button-${elements.length}`,
      text: plain(labelOf(label), LONGEST.label),
      value: action,
    }
    left -= sizeOf(button)
    if (left < 0 || elements.length === MOST.buttons) break
    elements.push(button)
  }
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

/** What a menu offers; the values are the actions. */
export const optionsOf = (menu: Menu | undefined): readonly PlainTextOption[] =>
  (menu?.options ?? [])
    .filter(({ action }) => fits(action, MOST.optionValue))
    .slice(0, MOST.options)
    .map(({ label, hint, action }) => ({
      text: plain(labelOf(label), LONGEST.label),
      value: action,
      ...(hint !== undefined && !isBlank(oneLine(hint)) && { description: plain(oneLine(hint), LONGEST.label) }),
    }))

/** A menu with as many of the options as there are bytes for. */
export function menuRow(menu: Menu | undefined, options: readonly PlainTextOption[], bytes: number): ActionsBlock[] {
  if (!menu) return []
  const placeholder = plain(labelOf(menu.label), LONGEST.placeholder)
  const row = (chosen: PlainTextOption[]): ActionsBlock => ({
    type: 'actions',
    elements: [{ type: 'static_select', action_id: 'menu', placeholder, options: chosen }],
  })
  const chosen: PlainTextOption[] = []
  let left = bytes - sizeOf(row([]))
  for (const option of options) {
    left -= sizeOf(option) + 1
    if (left < 0) break
    chosen.push(option)
  }
  return chosen.length === 0 ? [] : [row(chosen)]
}

/** How many things can be chosen in a row. */
export const countOf = (rows: readonly ActionsBlock[]): number =>
  rows
    .flatMap((row) => row.elements)
    .reduce((sum, chosen) => sum + (chosen.type === 'static_select' ? (chosen.options?.length ?? 0) : 1), 0)

/** Bytes of JSON. */
export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

/** Whether an action comes back from Slack as it was sent. */
const fits = (action: string, max: number): boolean =>
  action.length <= max && !isBlank(action) && clean(action) === action && !action.includes('\n')

const labelOf = (label: string): string => {
  const text = oneLine(label)
  return isBlank(text) ? '…' : text
}
