import * as z from 'zod'
import type { Field, Form } from '../../chat/reply.ts'
import { shortened } from './markdown.ts'

/** https://docs.discord.com/developers/components/reference#label, and the components that it may hold */
export const MODAL_LIMITS = {
  fields: 5,
  title: 45,
  label: 45,
  description: 100,
  typed: 4000,
  options: 25,
  option: 100,
  customId: 100,
} as const

/** The mark of a window's id, behind which stands its command; no action begins so. */
const FORM = '#form'

export type Modal = {
  readonly custom_id: string
  readonly title: string
  readonly components: readonly Label[]
}
type Label = { readonly type: 18; readonly label: string; readonly description?: string; readonly component: Filled }
type Filled =
  | {
      readonly type: 4
      readonly custom_id: string
      readonly style: 1 | 2
      readonly required: boolean
      readonly max_length: number
      readonly value?: string
    }
  | {
      readonly type: 3
      readonly custom_id: string
      readonly required: boolean
      readonly min_values: 0 | 1
      readonly options: readonly { readonly label: string; readonly value: string; readonly default?: true }[]
    }
  | { readonly type: 19; readonly custom_id: string; readonly required: boolean; readonly min_values: 0 | 1; readonly max_values: 1 }

/** A form as a window of Discord's; undefined where it does not fit one whole, and its reply says in words what to type. */
export function toModal({ title, root, sub, fields }: Form): Modal | undefined {
  const id = [FORM, root, sub].join('|')
  const components = fields.map(toLabel).filter((label) => label !== undefined)
  const fits = fields.length > 0 && fields.length <= MODAL_LIMITS.fields && components.length === fields.length
  return fits && id.length <= MODAL_LIMITS.customId
    ? { custom_id: id, title: shortened(title, MODAL_LIMITS.title) || '…', components }
    : undefined
}

function toLabel(field: Field): Label | undefined {
  const description = shortened(field.hint ?? '', MODAL_LIMITS.description)
  const component = toComponent(field)
  return (
    component && {
      type: 18,
      label: shortened(field.label, MODAL_LIMITS.label) || '…',
      ...(description !== '' && { description }),
      component,
    }
  )
}

function toComponent(field: Field): Filled | undefined {
  const { name: custom_id, required, value } = field
  switch (field.kind) {
    case 'text':
    case 'long': {
      const style = field.kind === 'long' ? 2 : 1
      const typed = (style === 1 ? value?.replace(/\s*\n\s*/g, ' ') : value)?.toWellFormed().slice(0, MODAL_LIMITS.typed)
      return { type: 4, custom_id, style, required, max_length: MODAL_LIMITS.typed, ...(typed && { value: typed }) }
    }
    case 'file':
      return { type: 19, custom_id, required, min_values: required ? 1 : 0, max_values: 1 }
    case 'choice': {
      const options = field.options.map((one) => ({
        label: shortened(one.label, MODAL_LIMITS.option) || '…',
        value: one.value,
        ...(one.value === value && { default: true as const }),
      }))
      const values = new Set(options.map((one) => one.value))
      const sound = options.every((one) => one.value !== '' && one.value.length <= MODAL_LIMITS.option && one.value.isWellFormed())
      const fits = sound && values.size === options.length && options.length > 0 && options.length <= MODAL_LIMITS.options
      return fits ? { type: 3, custom_id, required, min_values: required ? 1 : 0, options } : undefined
    }
  }
}

/** The command of a submitted window; undefined where it is none of ours. */
export function commandOf(customId: string): { readonly root: string; readonly sub: string } | undefined {
  const [mark, root, sub, ...more] = customId.split('|')
  return mark === FORM && root !== undefined && sub !== undefined && more.length === 0 ? { root, sub } : undefined
}

const Component = z.object({
  type: z.number(),
  custom_id: z.string(),
  value: z.string().optional().catch(undefined),
  values: z.array(z.string()).catch([]),
})
const Labelled = z.object({ component: Component })
const FILE = 19

/** What stands in one field of a submitted window: words, or the id of a file. */
export type Entered = { readonly kind: 'words' | 'file'; readonly value: string }

/** What was filled in, by the name of its field. */
export function enteredIn(components: readonly unknown[]): ReadonlyMap<string, Entered> {
  const pairs = components.flatMap((given): [string, Entered][] => {
    const read = Labelled.safeParse(given)
    if (!read.success) return []
    const { type, custom_id: name, value, values } = read.data.component
    return [[name, { kind: type === FILE ? 'file' : 'words', value: value ?? values[0] ?? '' }]]
  })
  return new Map(pairs)
}
