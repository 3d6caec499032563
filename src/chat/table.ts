import type { Locale } from '../words/locale.ts'
import { sayer } from '../words/say.ts'
import { shownCommands, usage, type Root } from './command.ts'

/** All commands as a Markdown table, for the documents. */
export function commandTable(roots: readonly Root[], locale: Locale): string {
  const say = sayer(locale)
  const rows = roots.flatMap((root) =>
    shownCommands(root).map((spec) => `| \`${usage(spec, locale).replaceAll('|', '\\|')}\` | ${say(`cmd.${spec.key}.summary`)} |`),
  )
  return ['| command | answer |', '| --- | --- |', ...rows].join('\n')
}
