import { fromActionId } from '../../chat/action.ts'
import { quotable } from '../../chat/clean.ts'
import type { CommandSpec, Param, Root } from '../../chat/command.ts'
import { elsewhere, readLine } from '../../chat/grammar.ts'
import type { Asker, Heard, Upload } from '../../chat/platform.ts'
import { Failure } from '../../kernel/failure.ts'
import { fold } from '../../words/fold.ts'

/** What is asked, once it is known which command it means: `managed` ones are for those who manage a channel. */
export type Question = {
  readonly managed: boolean
  /** Whether it matters who asks; it does of everything `managed`. */
  readonly personal: boolean
  /** Missing where the words cannot be read: then the answer says so. */
  readonly command?: CommandSpec | undefined
  /** Whether anything was said besides the command's name. */
  readonly isFilled: boolean
  readonly heard: (asker: Asker) => Heard
}

/** A line or a press that names none of the commands: `roots` says which there are. */
export type Unknown = { readonly unknown: 'press' } | { readonly unknown: 'root'; readonly command: string; readonly roots: string }

/** What a line means. It needs no slash, and words that name no command go to the first pack's. */
export function lineQuestion(roots: readonly Root[], line: string): Question | Unknown {
  const [first = '', ...rest] = line.replace(/^\//, '').split(/\s+/)
  const named = roots.find((root) => root.name === fold(first))
  if (!named && line.startsWith('/'))
    return { unknown: 'root', command: quotable(`/${first}`), roots: roots.map((root) => `/${root.name}`).join(', ') }
  const root = named ?? roots[0]
  const text = named ? rest.join(' ') : line
  const read = root && meant(roots, root, text)
  return {
    managed: read ? isManaged(roots, read.command.root) : root?.managed === true,
    personal: read ? isPersonal(roots, read.command) : root?.managed === true || root?.personal === true,
    command: read?.command,
    isFilled: Object.keys(read?.input ?? {}).length > 0,
    heard: (asker) => ({ kind: 'line', root: root?.name ?? '', text, asker }),
  }
}

/** What a press means: one of the commands that were given to us, or nothing. */
export function pressQuestion(roots: readonly Root[], press: string): Question | Unknown {
  const action = fromActionId(press)
  const command = action && roots.flatMap((root) => root.commands).find((spec) => spec.action === action.name)
  if (!action || !command) return { unknown: 'press' }
  return {
    managed: isManaged(roots, command.root),
    personal: isPersonal(roots, command),
    command,
    isFilled: action.parts.length > 0,
    heard: (asker) => ({ kind: 'press', action: press, asker }),
  }
}

/** What a filled form means. What was left empty is left out. */
export function formQuestion(
  roots: readonly Root[],
  name: string,
  sub: string,
  filled: Readonly<Record<string, string | Upload>>,
): Question | Unknown {
  const root = roots.find((one) => one.name === name)
  const command = root?.commands.find((spec) => spec.sub === sub)
  if (!root || !command) return { unknown: 'press' }
  const input = Object.fromEntries(
    command.params.flatMap((param) => {
      const value = valueOf(param.type, filled[param.name])
      return value === undefined ? [] : [[param.name, value]]
    }),
  )
  return {
    managed: root.managed === true,
    personal: isPersonal(roots, command),
    command,
    isFilled: Object.keys(input).length > 0,
    heard: (asker) => ({ kind: 'command', root: root.name, sub, input, asker }),
  }
}

/** What stands in a field, as its command takes it; undefined where it was left empty. */
function valueOf(type: Param['type'], given: string | Upload | undefined): unknown {
  if (typeof given !== 'string') return type === 'file' ? given : undefined
  const text = given.trim()
  if (text === '' || type === 'file') return undefined
  if (type === 'integer') return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : text
  return type === 'boolean' ? text === 'true' : text
}

/** Whether a button is a command for somebody who is known: it is sent as a form, since a link may be followed by anybody. */
export const isPersonalPress = (roots: readonly Root[], press: string): boolean => {
  const name = fromActionId(press)?.name
  return roots.some((root) => root.commands.some((spec) => spec.action === name && isPersonal(roots, spec)))
}

const isPersonal = (roots: readonly Root[], spec: CommandSpec): boolean =>
  spec.personal === true || roots.some((root) => root.name === spec.root && (root.managed === true || root.personal === true))

const isManaged = (roots: readonly Root[], name: string): boolean => roots.find((root) => root.name === name)?.managed === true

/** A line may name a command of another root: `/mali help` asks for help. */
function meant(roots: readonly Root[], root: Root, text: string) {
  try {
    return elsewhere(roots, root, text) ?? readLine(root, text)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
