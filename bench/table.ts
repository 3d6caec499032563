/** Rows of one kind in Markdown, under a head of their fields' names. Empty where there are no rows. */
export function table(title: string, rows: Readonly<Record<string, Readonly<Record<string, number | string>>>> | undefined): string {
  const named = Object.entries(rows ?? {})
  if (named.length === 0) return ''
  const fields = Object.keys(named[0]?.[1] ?? {})
  const lines = [
    [title, ...fields],
    [':--', ...fields.map(() => '--:')],
    ...named.map(([name, row]) => [name, ...fields.map((field) => String(row[field]))]),
  ]
  return `${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n\n`
}
