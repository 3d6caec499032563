import { createHash } from 'node:crypto'
import { basename } from 'node:path/win32'
import type { Upload } from '../../chat/platform.ts'
import type { RouteAnswer, RouteRequest } from '../../chat/route.ts'
import { upload } from '../../chat/upload.ts'

/** Files are at most so large, in bytes, whatever a command would take. */
export const LARGEST_FILE = 256_000
/** What is sent without a file is at most so large. */
const LARGEST_FORM = 65_536

/** What a form brought: its fields, and its files by the names of theirs. The digest of each file is a field too, so that another file is another request. */
export type Sent = { readonly fields: URLSearchParams; readonly files: ReadonlyMap<string, Upload> }

const plain = (status: number, body: string): RouteAnswer => ({ status, headers: { 'content-type': 'text/plain' }, body })

/** What a page sent; an answer that refuses it, for a body that no form of ours sends. */
export async function sentWith(request: RouteRequest): Promise<Sent | RouteAnswer> {
  const type = request.headers['content-type'] ?? ''
  if (/^multipart\/form-data\b/i.test(type)) return inParts(request.rawBody, type)
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return plain(415, 'send a form\n')
  if (request.rawBody.length > LARGEST_FORM) return plain(413, 'too large\n')
  return { fields: new URLSearchParams(request.rawBody.toString('utf8')), files: new Map() }
}

async function inParts(body: Buffer, type: string): Promise<Sent | RouteAnswer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => undefined)
  if (!form) return plain(400, 'the form cannot be read\n')
  const fields = new URLSearchParams()
  const files = new Map<string, Upload>()
  for (const [field, value] of form) {
    if (typeof value === 'string') fields.append(field, value)
    // A browser sends an empty file without a name where none was chosen.
    else if (value.size > 0 || value.name !== '') {
      const bytes = Buffer.from(await value.arrayBuffer())
      fields.append(`digest.${field}`, createHash('sha256').update(bytes).digest('base64url'))
      files.set(field, fileOf(value.name, bytes))
    }
  }
  return { fields, files }
}

/** A file as it was given, of which no more is read than a page may give. */
function fileOf(given: string, bytes: Buffer): Upload {
  const file = upload({ name: basename(given), size: bytes.length, open: async () => chunks(bytes), lost: () => undefined })
  return { ...file, read: (limit) => file.read(Math.min(limit, LARGEST_FILE)) }
}

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}
