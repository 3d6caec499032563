import type { App, webApi } from '@slack/bolt'
import { rootOf } from '../../chat/grammar.ts'
import type { Root } from '../../chat/command.ts'
import type { Asker, Ear, Heard } from '../../chat/platform.ts'
import type { Locale } from '../../words/locale.ts'
import type { People, Sender } from './people.ts'
import { toMessage } from './render.ts'
import type { Respond } from './respond.ts'
import { unescaped } from './text.ts'
import { ASK, askModal, field, lineMissing, lineOf, toHome, toModal } from './views.ts'

export type Listening = {
  readonly ear: () => Ear
  readonly roots: readonly Root[]
  readonly locale: Locale
  readonly people: People
  readonly respond: Respond
  /** One call of the Web API, whose failure is logged and goes no further. */
  readonly call: (method: string, run: (client: webApi.WebClient) => Promise<unknown>) => Promise<void>
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const idOf = (value: unknown): string | undefined => text(field(value, 'id')) || undefined

/** Whoever pressed, submitted or chose something; commands and events carry the same in flat fields. */
const presser = (body: unknown): Sender => ({
  user: idOf(field(body, 'user')) ?? '',
  server: idOf(field(body, 'team')),
  channel: idOf(field(body, 'channel')),
})

/** Everything that Griot listens to in Slack. Only what is answered in the acknowledgement comes before it; the rest follows. */
export function listenTo(app: App, given: Listening): void {
  onCommand(app, given)
  onPress(app, given)
  onAsk(app, given)
  onHome(app, given)
}

function onCommand(app: App, { ear, people }: Listening): void {
  app.command(/.*/, async ({ command, ack }) => {
    const sender = { user: text(command.user_id), server: text(command.team_id), channel: text(command.channel_id) }
    const reply = await ear().answer({
      kind: 'line',
      root: text(command.command).replace(/^\//, ''),
      text: unescaped(text(command.text)),
      asker: people.asker(sender),
    })
    await ack(toMessage(reply))
    await people.learn(sender)
  })
}

function onPress(app: App, { ear, locale, people, respond, call }: Listening): void {
  app.action({ type: 'block_actions' }, async ({ body, payload, ack }) => {
    await ack()
    const sender = presser(body)
    const asker = people.asker(sender)
    const trigger = text(field(body, 'trigger_id'))
    const opened = (view: ReturnType<typeof toModal>) => call('views.open', (client) => client.views.open({ trigger_id: trigger, view }))
    if (field(payload, 'action_id') === ASK) {
      await opened(askModal(asker.locale ?? locale))
      return
    }
    const action = text(field(field(payload, 'selected_option'), 'value') ?? field(payload, 'value'))
    const reply = await ear().answer({ kind: 'press', action, asker })
    const view = field(body, 'view')
    if (field(view, 'type') === 'modal')
      await call('views.update', (client) => client.views.update({ view_id: text(field(view, 'id')), view: toModal(reply) }))
    else if (view) await opened(toModal(reply))
    else
      await respond(
        field(body, 'response_url'),
        toMessage(reply, field(field(body, 'container'), 'is_ephemeral') === true ? 'instead' : 'beside'),
      )
    await people.learn(sender)
  })
}

function onAsk(app: App, { ear, roots, locale, people, call }: Listening): void {
  app.shortcut(ASK, async ({ shortcut, ack }) => {
    await ack()
    const sender = presser(shortcut)
    await call('views.open', (client) =>
      client.views.open({ trigger_id: text(shortcut.trigger_id), view: askModal(people.asker(sender).locale ?? locale) }),
    )
    await people.learn(sender)
  })
  app.view(ASK, async ({ body, view, ack }) => {
    const sender = presser(body)
    const asker = people.asker(sender)
    const line = lineOf(view.state)
    if (line === '') return ack(lineMissing(asker.locale ?? locale))
    await ack({ response_action: 'update', view: toModal(await ear().answer(heardLine(roots, line, asker))) })
    await people.learn(sender)
  })
}

function onHome(app: App, { ear, people, call }: Listening): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return
    const sender = { user: text(event.user), server: text(body.team_id) }
    // Nobody waits for the acknowledgement of an event, so that even the first home can be in the person's language.
    await people.learn(sender)
    const reply = await ear().home(people.asker(sender))
    await call('views.publish', (client) => client.views.publish({ user_id: sender.user, view: toHome(reply) }))
  })
}

/** A line without a slash command around it: it may begin with one, and words that name none go to the first root. */
function heardLine(roots: readonly Root[], line: string, asker: Asker): Heard {
  const [first = '', ...rest] = line.split(/\s+/)
  const root = rootOf(roots, first)?.name ?? (first.startsWith('/') ? first.slice(1) : undefined)
  return root === undefined
    ? { kind: 'line', root: roots[0]?.name ?? '', text: line, asker }
    : { kind: 'line', root, text: rest.join(' '), asker }
}
