import type { ModalView } from '@slack/types'
import type { App, webApi } from '@slack/bolt'
import { rootOf } from '../../chat/grammar.ts'
import { actionOf, type Root } from '../../chat/command.ts'
import type { Asker, Ear, Heard } from '../../chat/platform.ts'
import type { Reply } from '../../chat/reply.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Locale } from '../../words/locale.ts'
import { askerOf, isManaged, nameOfAction, PRESS_MS, rootOfAction, soon } from './asking.ts'
import type { Files } from './files.ts'
import { channelIn, faultsIn, FORM, submittedIn, toWindow } from './forms.ts'
import type { People, Sender } from './people.ts'
import { toMessage, type Placing } from './render.ts'
import type { Respond } from './respond.ts'
import { unescaped } from './text.ts'
import { ASK, askModal, field, lineMissing, lineOf, toHome, waitModal } from './views.ts'

export type Listening = {
  readonly ear: () => Ear
  readonly roots: readonly Root[]
  readonly locale: Locale
  readonly people: People
  readonly clock: Pick<Clock, 'sleep'>
  readonly respond: Respond
  readonly files: Files
  /** One call of the Web API, whose failure is logged and goes no further; resolves to whether it went well. */
  readonly call: (method: string, run: (client: webApi.WebClient) => Promise<unknown>) => Promise<boolean>
  /** A workspace sent us away, in this word of Slack's. `user` is the bot user whose token was revoked, where that was the word. */
  readonly removed: (team: string, word: string, users?: readonly string[]) => void
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const idOf = (value: unknown): string | undefined => text(field(value, 'id')) || undefined
/** Slack's own time of a press: seconds and a fraction. */
const instantOf = (stamp: unknown): Date | undefined =>
  typeof stamp === 'string' && /^\d{1,11}(?:\.\d{1,9})?$/.test(stamp) ? new Date(Math.floor(Number(stamp) * 1000)) : undefined
const triggerOf = (body: unknown): string => text(field(body, 'trigger_id'))

/** Whoever pressed, submitted or chose something; commands and events carry the same in flat fields. */
const presser = (body: unknown): Sender => ({
  user: idOf(field(body, 'user')) ?? '',
  name: text(field(field(body, 'user'), 'name')) || text(field(field(body, 'user'), 'username')),
  server: idOf(field(body, 'team')),
  channel: idOf(field(body, 'channel')) ?? channelIn(field(body, 'view')),
})

/** Everything that Griot listens to in Slack. What is answered in the acknowledgement comes before it, and so does what a press does, where it is done soon; the rest follows. */
export function listenTo(app: App, given: Listening): void {
  onCommand(app, given)
  onPress(app, given)
  onAsk(app, given)
  onForm(app, given)
  onHome(app, given)
  onRemoval(app, given)
}

const opened = ({ call }: Listening, trigger: string, view: ModalView): Promise<boolean> =>
  call('views.open', (client) => client.views.open({ trigger_id: trigger, view }))

const replaced = ({ call }: Listening, viewId: string, view: ModalView): Promise<boolean> =>
  call('views.update', (client) => client.views.update({ view_id: viewId, view }))

/** Says a reply after the acknowledgement: a form in a window, and words, or a form whose window cannot be had, at the address that came along. */
async function say(given: Listening, reply: Reply, { body, sender, placing }: { body: unknown; sender: Sender; placing: Placing }) {
  if (reply.form && (await opened(given, triggerOf(body), toWindow(reply, sender.channel)))) return
  await given.respond(field(body, 'response_url'), toMessage(reply, placing))
}

function onCommand(app: App, given: Listening): void {
  const { ear, people, roots, clock, files } = given
  app.command(/.*/, async ({ command, ack }) => {
    const sender = {
      user: text(command.user_id),
      server: text(command.team_id),
      channel: text(command.channel_id),
      name: text(command.user_name),
    }
    const root = text(command.command).replace(/^\//, '')
    const told = askerOf(people, sender, { managed: isManaged(roots, root), request: triggerOf(command) })
      .then((asker) => ear().answer({ kind: 'line', root, text: unescaped(text(command.text)), asker }))
      .then((reply) => files.handed(reply, sender.user))
    const reply = await soon(told, clock)
    if (reply && !reply.form) await ack(toMessage(reply))
    else {
      await ack()
      await say(given, reply ?? (await told), { body: command, sender, placing: 'new' })
    }
    await people.learn(sender)
  })
}

function onPress(app: App, given: Listening): void {
  const { ear, locale, people, roots, clock, files } = given
  app.action({ type: 'block_actions' }, async ({ body, payload, ack }) => {
    const sender = presser(body)
    const trigger = triggerOf(body)
    if (field(payload, 'action_id') === ASK) {
      await ack()
      await opened(given, trigger, askModal(people.asker(sender).locale ?? locale))
      return
    }
    const action = text(field(field(payload, 'selected_option'), 'value') ?? field(payload, 'value'))
    const askedAt = instantOf(field(payload, 'action_ts'))
    const told = askerOf(people, sender, {
      managed: isManaged(roots, rootOfAction(action), nameOfAction(action) ?? ''),
      request: trigger,
      askedAt,
    })
      .then((asker) => ear().answer({ kind: 'press', action, asker }))
      .then((reply) => files.handed(reply, sender.user))
    await soon(told, clock, PRESS_MS)
    await ack()
    const reply = await told
    const view = field(body, 'view')
    if (field(view, 'type') === 'modal') await replaced(given, text(field(view, 'id')), toWindow(reply, sender.channel))
    else if (view) await opened(given, trigger, toWindow(reply, sender.channel))
    else {
      const isPrivate = field(field(body, 'container'), 'is_ephemeral') === true
      await say(given, reply, { body, sender, placing: isPrivate ? 'instead' : 'beside' })
    }
    await people.learn(sender)
  })
}

function onAsk(app: App, given: Listening): void {
  const { ear, roots, locale, people, clock, files } = given
  app.shortcut(ASK, async ({ shortcut, ack }) => {
    await ack()
    const sender = presser(shortcut)
    await opened(given, text(shortcut.trigger_id), askModal(people.asker(sender).locale ?? locale))
    await people.learn(sender)
  })
  app.view(ASK, async ({ body, view, ack }) => {
    const sender = presser(body)
    const line = lineOf(view.state)
    const known = people.asker(sender).locale ?? locale
    if (line === '') return ack(lineMissing(known))
    const { root } = heardLine(roots, line, people.asker(sender))
    const told = askerOf(people, sender, { managed: isManaged(roots, root), request: text(field(view, 'id')) })
      .then((asker) => ear().answer(heardLine(roots, line, asker)))
      .then((reply) => files.handed(reply, sender.user))
    const reply = await soon(told, clock)
    await ack({ response_action: 'update', view: reply ? toWindow(reply, undefined) : waitModal(known) })
    if (!reply) await replaced(given, text(field(view, 'id')), toWindow(await told, undefined))
    await people.learn(sender)
  })
}

/** What was filled in is heard as its command. A window is submitted once under its id, however often its button is pressed. */
function onForm(app: App, given: Listening): void {
  const { ear, roots, locale, people, clock, files } = given
  app.view(FORM, async ({ body, view, ack }) => {
    const submitted = submittedIn(view, roots, files.given)
    if (!submitted) return ack({ response_action: 'clear' })
    const { channel, ...meant } = submitted
    const sender = presser(body)
    const viewId = text(field(view, 'id'))
    const told = askerOf(people, sender, { managed: isManaged(roots, meant.root, actionOf(meant.root, meant.sub)), request: viewId })
      .then((asker) => ear().answer({ kind: 'command', ...meant, asker }))
      .then((reply) => files.handed(reply, sender.user))
    const reply = await soon(told, clock)
    if (!reply) {
      await ack({ response_action: 'update', view: waitModal(people.asker(sender).locale ?? locale) })
      await replaced(given, viewId, toWindow(await told, channel))
      return
    }
    const faults = reply.failure ? faultsIn(view, reply) : undefined
    await ack(faults ?? { response_action: 'update', view: toWindow(reply, channel) })
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

/** Slack sends both, in any order. */
function onRemoval(app: App, { removed }: Listening): void {
  app.event('app_uninstalled', async ({ body }) => removed(text(body.team_id), 'app_uninstalled'))
  app.event('tokens_revoked', async ({ event, body }) => {
    const bots: unknown = field(field(event, 'tokens'), 'bot')
    if (Array.isArray(bots) && bots.length > 0) removed(text(body.team_id), 'tokens_revoked', bots.map(String))
  })
}

/** A line without a slash command around it: it may begin with one, and words that name none go to the first root. */
function heardLine(roots: readonly Root[], line: string, asker: Asker): Extract<Heard, { kind: 'line' }> {
  const [first = '', ...rest] = line.split(/\s+/)
  const root = rootOf(roots, first)?.name ?? (first.startsWith('/') ? first.slice(1) : undefined)
  return root === undefined
    ? { kind: 'line', root: roots[0]?.name ?? '', text: line, asker }
    : { kind: 'line', root, text: rest.join(' '), asker }
}
