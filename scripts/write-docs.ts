import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packSchema } from '../src/almanac/schema.ts'
import { commandTable } from '../src/chat/table.ts'
import { readConfig } from '../src/config.ts'
import { configTable, envExample } from '../src/config/documents.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { logger } from '../src/kernel/log.ts'
import { assemble } from '../src/main/assemble.ts'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** A document with the part between `<!-- name -->` and `<!-- /name -->` made anew. */
export const withPart = (document: string, name: string, part: string): string =>
  document.replace(
    new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
    (_, open: string, close: string) => `${open}${part.trimEnd()}\n${close}`,
  )

/** Every file of the repository that is made from the code, by its path. */
export function documents(): Readonly<Record<string, string>> {
  const read = readConfig({})
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const { roots } = assemble(read.config, { clock: systemClock(), log: logger({ level: 'silent', secrets: [] }) })
  const readme = readFileSync(at('README.md'), 'utf8')
  return {
    'README.md': withPart(withPart(readme, 'commands', commandTable(roots, 'en')), 'configuration', configTable()),
    '.env.example': envExample(),
    'data/pack.schema.json': `${JSON.stringify(packSchema(), null, 2)}\n`,
  }
}

if (import.meta.main) for (const [path, text] of Object.entries(documents())) writeFileSync(at(path), text)
