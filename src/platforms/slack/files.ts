import type { webApi } from '@slack/bolt'
import type { Upload } from '../../chat/platform.ts'
import { note, paragraph, type Attached, type Reply } from '../../chat/reply.ts'
import { upload } from '../../chat/upload.ts'
import { Failure } from '../../kernel/failure.ts'
import { sayer } from '../../words/say.ts'
import { reasonOf, type Trouble } from './api.ts'
import type { Log } from '../../kernel/log.ts'
import { isLoopback } from '../../kernel/loopback.ts'
import { field } from './views.ts'

export type FilesSettings = {
  readonly client: webApi.WebClient
  readonly botToken: string
  readonly apiUrl: string
  readonly log: Log
  /** Takes what a call threw, and says what it was. */
  readonly failed: (method: string, error: unknown) => Trouble
}

export type Files = {
  /** A file of a submitted window, as Slack names it there. */
  readonly given: (file: unknown) => Upload | undefined
  /** Puts the file of a reply into the conversation between us and this person, since no ephemeral message can carry one, and says in its place where it lies or why it does not. Never rejects. */
  handed(reply: Reply, user: string): Promise<Reply>
}

const READING = 'files:read'
const WRITING = ['files:write', 'im:write'] as const
const POST_MS = 10_000
/** Said of an address to which nothing is sent, and which is not written down. */
const STRANGE = 'an address that is not Slack’s'

/** Files in and out. Bytes come from Slack and go to Slack alone, wherever an answer of its API points; a Slack on this machine, as tests and rehearsals use it, keeps its own. */
export function files({ client, botToken, apiUrl, log, failed }: FilesSettings): Files {
  const api = new URL(apiUrl)
  const isSlack = (url: URL): boolean =>
    url.username === '' &&
    url.password === '' &&
    ((url.protocol === 'https:' && url.port === '' && /(?:^|\.)slack\.com$/.test(url.hostname)) ||
      (isLoopback(api) && url.origin === api.origin))
  const addressOf = (given: unknown): URL => {
    const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
    if (!url || !isSlack(url)) throw new Error(STRANGE)
    return url
  }

  /** Its bytes, by the token, from the address that Slack names now. */
  async function opened(id: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { file } = await client.files.info({ file: id }).catch((error: unknown) => {
      const trouble = failed('files.info', error)
      throw isMissing(trouble) ? new Failure('unavailable', 'error.fileScope', { scopes: READING }) : error
    })
    const headers = { authorization: `Bearer ${botToken}` }
    const response = await fetch(addressOf(file?.url_private_download), { headers, redirect: 'error', signal })
    // Whom Slack does not know it shows a page to log in.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') === true
    if (response.ok && response.body && !isPage) return response.body
    await response.body?.cancel()
    throw new Error(`status ${response.status}`)
  }

  async function sent({ name, type, text }: Attached, user: string): Promise<void> {
    const bytes = Buffer.from(text)
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({ filename: name, length: bytes.length })
    const init = {
      method: 'POST',
      headers: { 'content-type': type },
      body: bytes,
      redirect: 'error',
      signal: AbortSignal.timeout(POST_MS),
    } as const
    const response = await fetch(addressOf(url), init)
    await response.body?.cancel()
    if (!response.ok || id === undefined) throw new Error(`status ${response.status}`)
    const { channel } = await client.conversations.open({ users: user })
    await client.files.completeUploadExternal({ files: [{ id, title: name }], channel_id: channel?.id ?? '' })
  }

  return {
    given(file) {
      const [id, name, size] = [field(file, 'id'), field(file, 'name'), field(file, 'size')]
      if (typeof id !== 'string' || id === '') return undefined
      return upload({
        name: typeof name === 'string' ? name : '',
        size: typeof size === 'number' ? size : 0,
        open: (signal) => opened(id, signal),
        lost: (error) => log.warn('slack file not read', { reason: whyOf(error) }),
      })
    },
    async handed(whole, user) {
      // The very same reply: what answers many is drawn once.
      if (!whole.file) return whole
      const { file, ...reply } = whole
      const say = sayer(reply.locale)
      try {
        await sent(file, user)
        return { ...reply, blocks: [...reply.blocks, note(say('slack.fileSent', { file: file.name }))] }
      } catch (error) {
        const trouble = failed('files', error)
        const why = isMissing(trouble)
          ? say('slack.fileScope', { file: file.name, scopes: WRITING.join(', ') })
          : say('slack.fileFailed', { file: file.name })
        return { ...reply, blocks: [...reply.blocks, paragraph(why)] }
      }
    },
  }
}

const isMissing = (trouble: Trouble): boolean => trouble.kind === 'refused' && trouble.error === 'missing_scope'

const whyOf = (error: unknown): string =>
  error instanceof Error && (error.message === STRANGE || /^status \d+$/.test(error.message)) ? error.message : reasonOf(error)
