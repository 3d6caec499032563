import type { CommandSpec } from './command.ts'
import type { Upload } from './platform.ts'

/** What a form gives for one field: words, a file, or nothing. */
export type Filling = string | Upload | undefined

/** The fields of a filled form as the arguments of its command: numbers and choices of yes and no come as words, and what is empty was not given. */
export const filled = (
  spec: CommandSpec,
  valueOf: (name: string, type: CommandSpec['params'][number]['type']) => Filling,
): Readonly<Record<string, string | number | boolean | Upload>> =>
  Object.fromEntries(
    spec.params.flatMap(({ name, type }): [string, string | number | boolean | Upload][] => {
      const value = valueOf(name, type)
      if (value === undefined || (typeof value === 'string' && value.trim() === '')) return []
      if (typeof value !== 'string') return [[name, value]]
      return [[name, type === 'integer' ? Number(value) : type === 'boolean' ? value === 'true' : value.trim()]]
    }),
  )
