import { App, type Receiver, webApi } from '@slack/bolt'
import type { Root } from '../../chat/command.ts'
import type { Ear, Platform, Roll } from '../../chat/platform.ts'
import type { Route } from '../../chat/route.ts'
import { systemClock, type Clock } from '../../kernel/clock.ts'
import { StartFault } from '../../kernel/failure.ts'
import type { Log } from '../../kernel/log.ts'
import { shortId, systemRandom } from '../../kernel/random.ts'
import type { Locale } from '../../words/locale.ts'
import { clientOptions, libraryLog } from './api.ts'
import { connection } from './connection.ts'
import { files } from './files.ts'
import { listenTo } from './listeners.ts'
import { membership } from './membership.ts'
import { people } from './people.ts'
import { httpReceiver } from './receiver.ts'
import { responder } from './respond.ts'
import { sending } from './sending.ts'
import type { SendingSettings, Standing } from './standing.ts'
import { socket, type Socket } from './socket.ts'

export type SlackSettings = {
  readonly botToken: string
  /** For HTTP; one of this and `appToken` is needed. */
  readonly signingSecret?: string | undefined
  /** For Socket Mode, which is used where there is one. */
  readonly appToken?: string | undefined
  readonly apiUrl: string
  readonly roots: readonly Root[]
  readonly log: Log
  /** For waiting and forgetting. Signatures are always checked by the real time. */
  readonly clock: Clock
  /** The language of a window that opens before its owner's is known; English unless given. */
  readonly locale?: Locale
  /** Who is told in which workspace we are. */
  readonly roll?: Roll | undefined
} & Pick<SendingSettings, 'fetch' | 'sendMs' | 'worldTime'>

/** How Slack's requests come in. */
type Way = { readonly receiver: Receiver; readonly route?: Route; readonly held?: Socket; readonly detail: string }

/** Slack, through a Bolt app: over Socket Mode, or over HTTP on the shared server. */
export function slack(settings: SlackSettings): Platform {
  const { botToken, roots, log, clock, apiUrl, locale = 'en' } = settings
  const client = new webApi.WebClient(botToken, clientOptions(apiUrl, log))
  const way = wayIn(settings)
  const app = boltApp(settings, way.receiver)
  const standing: Standing = {}
  const members = settings.roll && membership({ roll: settings.roll, clock, log })
  let ear: Ear | undefined
  let user: string | undefined
  const link = connection({
    attempt: async () => {
      const me = await client.auth.test()
      Object.assign(standing, { team: me.team_id, bot: me.bot_id, scopes: me.response_metadata?.scopes })
      user = me.user_id
      if (me.team_id !== undefined) members?.present(me.team_id)
      await way.held?.connect()
    },
    ...(way.held && held(way.held)),
    detail: way.detail,
    clock,
    log,
  })
  listenTo(app, {
    ear: () => {
      if (!ear) throw new Error('nobody listens yet')
      return ear
    },
    roots,
    locale,
    people: people({
      lookUp: (user) => client.users.info({ user, include_locale: true }),
      failed: (error) => link.failed('users.info', error),
      clock,
    }),
    clock,
    respond: responder(apiUrl, log),
    files: files({ client, botToken, apiUrl, log, failed: (method, error) => link.failed(method, error) }),
    call: (method, run) =>
      run(client).then(
        () => true,
        (error: unknown) => {
          link.failed(method, error)
          return false
        },
      ),
    removed(team, word, users) {
      if (users && user !== undefined && !users.includes(user)) return
      members?.left(team)
      if (standing.team === undefined || standing.team === team) link.removed(word)
    },
  })
  return {
    name: 'slack',
    routes: way.route ? [openWhile(way.route, () => ear !== undefined && link.isOpen())] : [],
    listen(given) {
      ear = given
      return link.start()
    },
    ready: () => link.ready(),
    ...sending({ ...settings, standing, revoked: (method, error) => void link.failed(method, error) }),
    async close() {
      link.close()
      members?.close()
      await way.held?.close()
    },
  }
}

function wayIn({ appToken, signingSecret, apiUrl, log }: SlackSettings): Way {
  const report = (error: unknown) => log.error('broken', { id: shortId(systemRandom()), heard: 'slack', error })
  const clock = systemClock()
  if (appToken !== undefined) {
    const held = socket({ appToken, clientOptions: clientOptions(apiUrl, log), clock, log, report })
    return { receiver: held.receiver, held, detail: 'connected by Socket Mode' }
  }
  if (signingSecret === undefined)
    throw new StartFault(
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing: Slack needs the first for HTTP or the second for Socket Mode.',
    )
  return { ...httpReceiver({ signingSecret, clock, report }), detail: 'listening at /slack/events' }
}

const held = (socket: Socket) => ({ ended: () => socket.ended(), leave: () => socket.close() })

/** A Bolt app that calls nobody by itself and remembers nothing. */
function boltApp({ botToken, apiUrl, log }: SlackSettings, receiver: Receiver): App {
  const app = new App({
    receiver,
    authorize: async () => ({ botToken }),
    convoStore: false,
    ignoreSelf: false,
    logger: libraryLog(log),
    clientOptions: clientOptions(apiUrl, log),
  })
  // Thrown on, so that the receiver answers with an error and reports it.
  app.error(async (error) => {
    throw error
  })
  return app
}

const openWhile = (route: Route, isOpen: () => boolean): Route => ({
  ...route,
  handle: (request) => (isOpen() ? route.handle(request) : { status: 503, body: 'not listening\n' }),
})
