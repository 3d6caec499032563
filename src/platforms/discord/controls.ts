import type { APIActionRowComponent, APIButtonComponentWithCustomId, APIStringSelectComponent } from 'discord.js'
import type { Button, Menu } from '../../chat/reply.ts'
import { shortened } from './markdown.ts'

/** https://docs.discord.com/developers/components/reference */
export const CONTROL_LIMITS = {
  customIdBytes: 100,
  label: 80,
  optionLabel: 100,
  optionHint: 100,
  options: 25,
  placeholder: 150,
  perRow: 5,
  buttons: 15,
} as const

/** The id of the menu itself; no action can be called so. Its choices are what is pressed. */
const MENU_ID = '#menu'

export type Row = APIActionRowComponent<APIButtonComponentWithCustomId> | APIActionRowComponent<APIStringSelectComponent>

/** What is pressed under a message, and whether there was more of it than Discord shows. */
export type Controls = { readonly rows: readonly Row[]; readonly cut: boolean }

/** The menu, then the buttons in rows of five. What cannot be pressed (an id too long, or there twice) is left out. */
export function toControls(menu: Menu | undefined, buttons: readonly Button[]): Controls {
  const options = menu ? pressable(menu.options) : []
  const keys = pressable(buttons)
  const shown = keys.slice(0, CONTROL_LIMITS.buttons).map(toButton)
  const rows = Array.from({ length: Math.ceil(shown.length / CONTROL_LIMITS.perRow) }, (_, i): Row => {
    return { type: 1, components: shown.slice(i * CONTROL_LIMITS.perRow, (i + 1) * CONTROL_LIMITS.perRow) }
  })
  return {
    rows: menu && options.length > 0 ? [toSelect(menu.label, options), ...rows] : rows,
    cut: keys.length > CONTROL_LIMITS.buttons || options.length > CONTROL_LIMITS.options,
  }
}

function pressable<T extends { readonly action: string }>(items: readonly T[]): T[] {
  const seen = new Set<string>([MENU_ID])
  return items.filter(({ action }) => {
    if (seen.has(action) || action.trim() === '' || !action.isWellFormed() || Buffer.byteLength(action) > CONTROL_LIMITS.customIdBytes)
      return false
    seen.add(action)
    return true
  })
}

const toButton = ({ label, action }: Button): APIButtonComponentWithCustomId => ({
  type: 2,
  style: 2,
  custom_id: action,
  label: named(label, CONTROL_LIMITS.label),
})

function toSelect(label: string, options: Menu['options']): Row {
  const choices = options.slice(0, CONTROL_LIMITS.options).map(({ label, hint, action }) => {
    const description = shortened(hint ?? '', CONTROL_LIMITS.optionHint)
    return { label: named(label, CONTROL_LIMITS.optionLabel), value: action, ...(description && { description }) }
  })
  return { type: 1, components: [{ type: 3, custom_id: MENU_ID, placeholder: named(label, CONTROL_LIMITS.placeholder), options: choices }] }
}

/** Discord refuses a label in which nothing can be seen. */
const named = (label: string, most: number): string => shortened(label, most) || '…'
