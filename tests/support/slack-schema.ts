import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageFaults, viewFaults } from './slack-limits.ts'

/** The folder with Slack's own schemas and samples, where the environment names one. */
/** Said in the name of what is skipped without the schemas. */
export const withoutSpecs = process.env['PLATFORM_SPECS'] ? '' : ' (PLATFORM_SPECS is not set)'

export const SPECS = process.env['PLATFORM_SPECS'] ? join(process.env['PLATFORM_SPECS'], 'slack') : undefined

const read = (file: string): unknown => JSON.parse(readFileSync(join(SPECS ?? '', file), 'utf8'))

let blockSchema: ValidateFunction | undefined

/** What Slack's schema says against a list of blocks; it knows no rich_text and no file_input, which our own table checks. Nothing without the folder. */
function schemaFaults(blocks: unknown): string[] {
  if (!SPECS || !Array.isArray(blocks)) return []
  blockSchema ??= addFormats
    .default(new Ajv2020({ strict: false, allErrors: true }))
    .compile(read('block-kit-limits.tightknit-subset.json') as object)
  const known = blocks.filter(
    (block: { type?: unknown; element?: { type?: unknown } }) => block.type !== 'rich_text' && block.element?.type !== 'file_input',
  )
  // The schema is one for messages, and takes 50 blocks; our own table counts those of views.
  const parts = Array.from({ length: Math.ceil(known.length / 50) }, (_, i) => known.slice(i * 50, i * 50 + 50))
  return parts.flatMap((part) =>
    blockSchema?.(part) ? [] : (blockSchema?.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
  )
}

const blocksOf = (value: unknown): unknown => (value as { blocks?: unknown } | null)?.blocks

/** Everything that Slack would refuse in a message, by its schema and by our table. */
export const slackMessageFaults = (message: unknown): string[] => [...messageFaults(message), ...schemaFaults(blocksOf(message))]

/** Everything that Slack would refuse in a home tab or a modal. */
export const slackViewFaults = (view: unknown): string[] => [...viewFaults(view), ...schemaFaults(blocksOf(view))]

/** What Slack's schema says against an app manifest; nothing without the folder. */
export function manifestFaults(manifest: unknown, version: '1.0.0' | '2.0.0'): string[] {
  if (!SPECS) return []
  const validate = addFormats
    .default(new Ajv({ strict: false, allErrors: true }))
    .compile(read(`manifest/schemas/manifest.schema.${version}.json`) as object)
  return validate(manifest) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/**
 * The fields of `sent` that Slack's own sample of the same payload does not have, or has of another type; nothing without the folder.
 * The samples are unions of all cases, and their values blank: an empty object or list in them says nothing of what is inside.
 */
export const strangeFields = (sent: unknown, sample: string): string[] =>
  SPECS ? strange(sent, read(join('java-sdk-samples', sample)), '') : []

function strange(sent: unknown, sample: unknown, path: string): string[] {
  if (sent === null || sent === undefined) return []
  if (Array.isArray(sent) || Array.isArray(sample)) {
    if (!Array.isArray(sent) || !Array.isArray(sample)) return [`${path}: list or not`]
    return sample.length === 0
      ? []
      : sent.flatMap((item, i) => (sample.some((one) => strange(item, one, path).length === 0) ? [] : [`${path}[${i}]`]))
  }
  if (typeof sent !== 'object' || typeof sample !== 'object' || sample === null)
    return typeof sent === typeof sample ? [] : [`${path}: ${typeof sent}, not ${typeof sample}`]
  const known = sample as Record<string, unknown>
  if (Object.keys(known).length === 0) return []
  return Object.entries(sent).flatMap(([name, value]) =>
    name in known ? strange(value, known[name], `${path}.${name}`) : [`${path}.${name}: not in Slack's sample`],
  )
}
