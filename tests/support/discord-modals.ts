/**
 * What Discord would refuse in a window, by its documented limits that its schema lacks
 * (https://docs.discord.com/developers/components/reference#label): the schema takes any mixture of components.
 */
type Component = {
  readonly type?: number
  readonly custom_id?: string
  readonly label?: string
  readonly description?: string
  readonly component?: Component
  readonly required?: boolean
  readonly min_values?: number
  readonly max_values?: number
  readonly value?: string
  readonly style?: number
  readonly options?: readonly { readonly label: string; readonly value: string; readonly default?: boolean }[]
}

const SUBMIT = 5
const AUTOCOMPLETE = 4

/** Empty where Discord would open it; `to` is the kind of the interaction that it answers. */
export function modalFaults(data: unknown, to: number): string[] {
  const {
    custom_id = '',
    title = '',
    components = [],
  } = (data ?? {}) as {
    custom_id?: string
    title?: string
    components?: readonly Component[]
  }
  const fields = components.map(({ component }) => component ?? {})
  const ids = fields.map((field) => field.custom_id)
  const checks: readonly (readonly [fault: string, holds: boolean])[] = [
    ['a window in answer to a window or to typing', to !== SUBMIT && to !== AUTOCOMPLETE],
    ['a custom_id of 1 to 100', custom_id !== '' && custom_id.length <= 100],
    ['a title of 1 to 45', title.trim() !== '' && title.length <= 45],
    ['1 to 5 labels and nothing else', components.length >= 1 && components.length <= 5 && components.every(({ type }) => type === 18)],
    ['a label of 1 to 45', components.every(({ label = '' }) => label.trim() !== '' && label.length <= 45)],
    ['a description of 1 to 100', components.every(({ description = '-' }) => description.trim() !== '' && description.length <= 100)],
    [
      'a custom_id twice, or none',
      new Set(ids).size === ids.length && ids.every((id) => id !== undefined && id !== '' && id.length <= 100),
    ],
    ['a field that cannot be filled in', fields.every(isSound)],
  ]
  return checks.flatMap(([fault, holds]) => (holds ? [] : [fault]))
}

function isSound({ type, style, value = '', required, min_values, max_values, options = [] }: Component): boolean {
  // A choice that must be made has at least one value, and one that need not may have none.
  const counted = min_values === (required === false ? 0 : 1)
  if (type === 4) return (style === 1 || style === 2) && value.length <= 4000 && (style === 2 || !value.includes('\n'))
  if (type === 19) return counted && max_values === 1
  const values = options.map((one) => one.value)
  return (
    type === 3 &&
    counted &&
    options.length >= 1 &&
    options.length <= 25 &&
    new Set(values).size === values.length &&
    options.filter((one) => one.default).length <= 1 &&
    options.every((one) => one.label.trim() !== '' && one.label.length <= 100 && one.value !== '' && one.value.length <= 100)
  )
}
