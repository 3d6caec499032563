import * as z from 'zod'
import { OPTIONAL_PACK_FILES, PACK_FILES } from './load.ts'
import { EventFile } from './pack.ts'

/** The JSON Schema of every file of a pack, by file name, for editors and other programs; made from the same definitions that read them. */
export function packSchema(): Readonly<Record<string, unknown>> {
  const files = { ...PACK_FILES, ...OPTIONAL_PACK_FILES, 'events/*.json': EventFile }
  const of = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A pack of Griot',
    description: 'A directory that holds these files; each key of `files` names one, and its value is the schema of that file.',
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(files).map(([file, schema]) => {
        const { $schema: _, ...rest } = of(schema as z.ZodType) as Record<string, unknown>
        return [file, rest]
      }),
    ),
    required: Object.keys(PACK_FILES),
  }
}
