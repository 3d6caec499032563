import type { IncomingMessage, ServerResponse } from 'node:http'

/** A file that came with a request of ours. */
export type SentFile = { readonly field: string; readonly name: string; readonly type: string; readonly text: string }

/** A file that somebody attaches, as an interaction names it (https://docs.discord.com/developers/resources/message#attachment-object). */
export type Attachment = {
  readonly id: string
  readonly filename: string
  readonly size: number
  readonly url: string
  readonly proxy_url: string
  readonly content_type: string
  readonly ephemeral: boolean
}

/** Where an attachment leads: to its bytes, to another address, to a refusal, or to bytes without an end. */
export type Held = { readonly name: string; readonly bytes: Buffer; readonly how?: 'moved' | 'gone' | 'endless' }

/** The body of a request, and the files that came with it: JSON, or JSON with files as Discord wants them. */
export async function bodyOf(bytes: Buffer, type: string): Promise<{ readonly body: unknown; readonly files: readonly SentFile[] }> {
  if (!type.startsWith('multipart/form-data'))
    return { body: bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as unknown), files: [] }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const files: SentFile[] = []
  for (const [field, value] of form)
    if (typeof value !== 'string') files.push({ field, name: value.name, type: value.type, text: await value.text() })
  const payload = form.get('payload_json')
  return { body: JSON.parse(typeof payload === 'string' ? payload : 'null') as unknown, files }
}

/** What Discord would find wrong with the files of a message: each is named in `attachments`, and none else is. */
export function fileFaults(data: unknown, files: readonly SentFile[]): string[] {
  const { attachments = [] } = (data ?? {}) as { attachments?: readonly { readonly id?: unknown; readonly filename?: unknown }[] }
  const sent = files.map(({ field, name }) => `${field} ${name}`)
  const named = attachments.map(({ id, filename }) => `files[${String(id)}] ${String(filename)}`)
  return JSON.stringify(sent) === JSON.stringify(named) ? [] : [`files ${sent.join()} are named ${named.join()}`]
}

/** Discord's store of attachments: nobody needs a token for it, and nobody knows its addresses. */
export function fakeStore(origin: () => string, snowflake: () => string) {
  const held = new Map<string, Held>()
  return {
    put(name: string, text: string | Uint8Array, how?: Held['how'], size?: number): Attachment {
      const bytes = Buffer.from(text)
      const id = snowflake()
      held.set(id, { name, bytes, ...(how && { how }) })
      const url = `${origin()}/attachments/${id}/file?ex=secret-of-the-address`
      return {
        id,
        filename: name,
        size: size ?? bytes.length,
        url,
        proxy_url: url,
        content_type: 'text/csv; charset=utf-8',
        ephemeral: true,
      }
    },
    /** Serves what is asked for here; false where it is no attachment. */
    serve(request: IncomingMessage, response: ServerResponse): boolean {
      const [, id = ''] = /^\/attachments\/(\d+)\//.exec(request.url ?? '') ?? []
      const file = held.get(id)
      if (id === '') return false
      if (!file || file.how === 'gone' || request.headers.authorization !== undefined)
        response.writeHead(404).end('This content is no longer available.')
      else if (file.how === 'moved') response.writeHead(302, { location: `${origin()}/attachments/${id}/elsewhere` }).end()
      else if (file.how === 'endless') {
        response.writeHead(200, { 'content-type': 'text/csv' })
        const more = (): void => void (response.writable && response.write('x'.repeat(16_384), () => setImmediate(more)))
        more()
      } else response.writeHead(200, { 'content-type': 'text/csv' }).end(file.bytes)
      return true
    },
  }
}
