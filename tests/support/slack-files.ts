import type { IncomingMessage, ServerResponse } from 'node:http'

type Fields = Readonly<Record<string, unknown>>
type Said = { readonly ok: boolean; readonly error?: string } & Fields

/** A file as a submitted window names it (docs.slack.dev, File object). */
export type FileObject = { readonly id: string; readonly name: string; readonly size: number; readonly url_private_download: string }
/** Where a file leads: to its bytes, to another address, to a page that asks to log in, or to bytes without an end; or the address is this. */
export type How = 'moved' | 'page' | 'endless' | { readonly url: string }
/** A file of ours that somebody can see. */
export type Shared = { readonly channel: string; readonly name: string; readonly type: string; readonly text: string }

type Ticket = { readonly name: string; readonly length: number; bytes?: Buffer; type?: string }

/** Slack's files: what people put into windows, and what we hand over. */
export function slackFiles(origin: () => string) {
  const held = new Map<string, { readonly file: FileObject; readonly bytes: Buffer; readonly how: How | undefined }>()
  const tickets = new Map<string, Ticket>()
  const shared: Shared[] = []
  let serial = 0
  let uploadUrl: string | undefined

  function ticket(body: Fields): Said {
    const [name, length] = [body['filename'], Number(body['length'])]
    if (typeof name !== 'string' || name === '' || !(length > 0)) return { ok: false, error: 'invalid_arguments' }
    const id = `F0000OURS${(serial += 1)}`
    tickets.set(id, { name, length })
    return { ok: true, file_id: id, upload_url: uploadUrl ?? `${origin()}/upload/${id}?secret-of-the-address` }
  }

  function complete(body: Fields): Said {
    const given = (Array.isArray(body['files']) ? body['files'] : []) as readonly { id: string; title?: string }[]
    const done = given.flatMap(({ id }) => tickets.get(id) ?? [])
    if (done.length !== 1 || done.some(({ bytes }) => bytes === undefined)) return { ok: false, error: 'file_not_found' }
    if (!/^[CDG]/.test(String(body['channel_id']))) return { ok: false, error: 'channel_not_found' }
    for (const { name, type = '', bytes } of done) shared.push({ channel: String(body['channel_id']), name, type, text: String(bytes) })
    return { ok: true, files: given.map(({ id, title }) => ({ id, title })) }
  }

  return {
    shared,
    /** From now on uploads are sent to this address. */
    sendUploadsTo: (url: string) => void (uploadUrl = url),
    put(name: string, text: string | Uint8Array, how?: How, size?: number): FileObject {
      const bytes = Buffer.from(text)
      const id = `F0000THEIRS${(serial += 1)}`
      const url = typeof how === 'object' ? how.url : `${origin()}/files-pri/${id}/download?secret-of-the-address`
      const file = { id, name, size: size ?? bytes.length, url_private_download: url }
      held.set(id, { file, bytes, how })
      return file
    },
    /** What Slack says to a call about files; undefined where it is about something else. */
    call(name: string, body: Fields): Said | undefined {
      if (name === 'files.getUploadURLExternal') return ticket(body)
      if (name === 'files.completeUploadExternal') return complete(body)
      if (name !== 'files.info') return undefined
      const found = held.get(String(body['file']))
      return found ? { ok: true, file: found.file } : { ok: false, error: 'file_not_found' }
    },
    /** Serves bytes to whoever has the token, and takes those that were announced; false where it is neither. */
    async serve(request: IncomingMessage, response: ServerResponse, token: string): Promise<boolean> {
      const [, kind, id = ''] = /^\/(files-pri|upload)\/(\w+)/.exec(request.url ?? '') ?? []
      if (kind === undefined) return false
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      if (kind === 'upload') {
        const ticket = tickets.get(id)
        const bytes = Buffer.concat(chunks)
        if (!ticket || ticket.length !== bytes.length || request.headers.authorization !== undefined) response.writeHead(400).end()
        else {
          Object.assign(ticket, { bytes, type: request.headers['content-type'] })
          response.writeHead(200).end(`OK - ${bytes.length}`)
        }
        return true
      }
      const found = held.get(id)
      if (!found) response.writeHead(404).end()
      else if (found.how === 'moved' || request.headers.authorization !== `Bearer ${token}`)
        response.writeHead(302, { location: `${origin()}/files-pri/${id}/login` }).end()
      else if (found.how === 'page') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>')
      else if (found.how === 'endless') {
        response.writeHead(200)
        const more = (): void => void (response.writable && response.write('x'.repeat(16_384), () => setImmediate(more)))
        more()
      } else response.writeHead(200, { 'content-type': 'text/csv' }).end(found.bytes)
      return true
    },
  }
}
