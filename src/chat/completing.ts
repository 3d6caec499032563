import { fold } from '../words/fold.ts'
import { sayer, type Say } from '../words/say.ts'
import { shownCommands, type CommandSpec, type Root } from './command.ts'
import { namesOf } from './grammar.ts'
import type { Asker, Ear } from './platform.ts'

/** One way to go on with a line: the whole line it would become, and what it means. */
export type Continuation = { readonly line: string; readonly label: string; readonly hint: string }

const MOST = 12

/**
 * Ways to go on with a half-typed line, for surfaces that have no completion of their own:
 * first the commands, then the values of the argument that is being typed. Names of every language are understood.
 */
export function continuations(roots: readonly Root[], ear: Ear, line: string, asker: Asker): readonly Continuation[] {
  const say = sayer(asker.locale ?? 'en')
  const typed = line.trimStart().replace(/^\//, '')
  const [first = '', ...words] = typed.split(/\s+/)
  const root = roots.find((r) => r.name === fold(first))
  if (!root || words.length === 0) {
    const all = roots.flatMap((r) => shownCommands(r).map((spec) => toContinuation(r, spec, say)))
    return all.filter(({ label }) => fold(label).includes(fold(typed))).slice(0, MOST)
  }
  const named = commandIn(root, words)
  if (!named) {
    const begun = fold(words.join(' '))
    const shown = shownCommands(root).filter((spec) => namesOf(spec).some((name) => name.startsWith(begun)))
    return shown.map((spec) => toContinuation(root, spec, say)).slice(0, MOST)
  }
  const { command, said, rest } = named
  const param = command.params.find((p) => p.required) ?? command.params[0]
  if (!param?.complete) return []
  const called = [`/${root.name}`, ...said].join(' ')
  return ear
    .complete({ root: root.name, sub: command.sub, param: param.name, typed: rest.join(' '), asker })
    .slice(0, MOST)
    .map(({ name }) => ({ line: `${called} ${name}`, label: name, hint: called }))
}

function toContinuation(root: Root, spec: CommandSpec, say: Say): Continuation {
  const label = `/${[root.name, spec.sub && say(`cmd.${spec.key}.name`)].filter(Boolean).join(' ')}`
  return { line: `${label} `, label, hint: say(`cmd.${spec.key}.summary`) }
}

type Named = { readonly command: CommandSpec; readonly said: readonly string[]; readonly rest: readonly string[] }

/** The command that the first words name, once something follows its name; a command that is its own root needs none. */
function commandIn(root: Root, words: readonly string[]): Named | undefined {
  const lone = root.commands.find((spec) => spec.sub === '')
  if (lone) return { command: lone, said: [], rest: words }
  for (const count of [2, 1]) {
    const [said, rest] = [words.slice(0, count), words.slice(count)]
    const name = fold(said.join(' '))
    const command = rest.length === 0 ? undefined : shownCommands(root).find((spec) => namesOf(spec).includes(name))
    if (command) return { command, said, rest }
  }
  return undefined
}
