import { fold } from '../words/fold.ts'
import { sayer } from '../words/say.ts'
import { shownCommands, type Root } from './command.ts'
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
  const [first = '', second, ...rest] = typed.split(/\s+/)
  const root = roots.find((r) => r.name === fold(first))
  if (!root || (second === undefined && !/\s$/.test(line))) {
    return roots
      .flatMap((r) =>
        shownCommands(r).map((spec) => ({ spec, line: `/${[r.name, spec.sub && say(`cmd.${spec.key}.name`)].filter(Boolean).join(' ')}` })),
      )
      .filter((c) => fold(c.line).includes(fold(typed)))
      .slice(0, MOST)
      .map(({ spec, line: whole }) => ({ line: `${whole} `, label: whole, hint: say(`cmd.${spec.key}.summary`) }))
  }
  const lone = root.commands.find((spec) => spec.sub === '')
  const command = lone ?? shownCommands(root).find((spec) => namesOf(spec).includes(fold(second ?? '')))
  if (!command || (!lone && rest.length === 0)) {
    return shownCommands(root)
      .filter((spec) => namesOf(spec).some((name) => name.startsWith(fold(second ?? ''))))
      .slice(0, MOST)
      .map((spec) => ({
        line: `/${root.name} ${say(`cmd.${spec.key}.name`)} `,
        label: `/${root.name} ${say(`cmd.${spec.key}.name`)}`,
        hint: say(`cmd.${spec.key}.summary`),
      }))
  }
  const words = lone ? [second ?? '', ...rest] : rest
  const param = command.params.find((p) => p.required) ?? command.params[0]
  if (!param?.complete) return []
  const said = `/${root.name}${lone ? '' : ` ${second ?? ''}`}`
  return ear
    .complete({ root: root.name, sub: command.sub, param: param.name, typed: words.join(' '), asker })
    .slice(0, MOST)
    .map(({ name }) => ({ line: `${said} ${name}`, label: name, hint: said }))
}
