import { Routes, type RawFile, type REST } from 'discord.js'
import { fromActionId } from '../../chat/action.ts'
import type { Root } from '../../chat/command.ts'
import type { Ear, Heard } from '../../chat/platform.ts'
import type { Choice, Reply } from '../../chat/reply.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { attachments, toFile, withFile } from './attachments.ts'
import { fromInteraction, type Asked, type Understanding } from './interaction.ts'
import { shortened } from './markdown.ts'
import { toModal, type Modal } from './modal.ts'
import type { Leave } from './overrides.ts'
import { EPHEMERAL, MESSAGE_LIMITS, toMessage, type Message } from './render.ts'
import { troubleOf } from './rest.ts'

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object */
type Callback =
  | { readonly type: 4 | 7; readonly data: Message }
  | { readonly type: 5; readonly data: { readonly flags: number } }
  | { readonly type: 6 }
  | { readonly type: 8; readonly data: { readonly choices: readonly Choice[] } }
  | { readonly type: 9; readonly data: Modal }

const CHOICES = 25
const LONGEST_CHOICE = 100

/** Discord waits three seconds for a first word; an answer that is not there after this is announced. */
const PATIENCE_MS = 1_200

/** Interaction already answered: after an attempt of ours that seemed to fail, this means that it had not. */
const ALREADY_ANSWERED = 40060

/** After an attempt of ours to clear a message away that seemed to fail, this means that it had not. */
const UNKNOWN_MESSAGE = 10008

export type EarsSettings = {
  readonly ear: Ear
  readonly rest: REST
  readonly apiUrl: string
  readonly appId: string
  readonly roots: readonly Root[]
  readonly leave: Leave
  readonly clock: Clock
  readonly log: Log
}

export type Ears = {
  /** Answers one interaction as it came over the wire. Never rejects: what goes wrong is logged. */
  readonly hear: (payload: unknown) => Promise<void>
}

/**
 * Hears interactions and answers each in its own callback: one round trip, and Discord shows the answer at once. An answer that has
 * to wait is announced in time and put in the place of the announcement; either way it is one answer.
 */
export function ears({ ear, rest, apiUrl, appId, roots, leave, clock, log }: EarsSettings): Ears {
  /** The commands that Discord keeps from those who may not manage a server. */
  const managed = new Set(roots.flatMap((root) => (root.managed ? [root.name] : [])))
  const command: Understanding['command'] = (root, sub) =>
    roots.find(({ name }) => name === root)?.commands.find((spec) => spec.sub === sub)
  const understanding: Understanding = { attachments: attachments(apiUrl, log), command }

  /** Puts an answer in the place of its announcement. One for the asker alone cannot stand where all were told to wait: that place is cleared for it. */
  async function settle(asked: Spoken, reply: Reply, announced: Callback, token: string): Promise<void> {
    const { message, files } = spoken(asked, reply)
    const isPrivate = announced.type !== 5 || (announced.data.flags & EPHEMERAL) !== 0
    if (isPrivate || (message.flags & EPHEMERAL) === 0)
      return replace(rest, Routes.webhookMessage(appId, token), { ...message, flags: message.flags & ~EPHEMERAL }, files)
    // Said while the announcement still stands, it would be seen by all.
    await twice(
      () => rest.delete(Routes.webhookMessage(appId, token), { auth: false }),
      (again) => troubleOf(again).code === UNKNOWN_MESSAGE,
    )
    await rest.post(Routes.webhook(appId, token), { body: message, files, auth: false })
  }

  async function hear(payload: unknown): Promise<void> {
    const interaction = fromInteraction(payload, managed, understanding)
    if (!interaction) return log.warn('discord: an interaction that cannot be read')
    const { id, token, asked } = interaction
    if (!asked) return log.warn('discord: an interaction of an unknown kind')
    try {
      const route = Routes.interactionCallback(id, token)
      if (asked.kind === 'typing') return await post(rest, route, { type: 8, data: { choices: toChoices(ear.complete(asked.typing)) } }, [])
      const answer = judged(asked, managed, leave).then((heard) => ear.answer(heard))
      if (await isThere(answer, clock)) {
        const { callback, files } = toCallback(asked, await answer)
        return await post(rest, route, callback, files)
      }
      const announced = toAnnouncement(asked, managed, command)
      await post(rest, route, announced, [])
      await settle(asked, await answer, announced, token)
    } catch (error) {
      const { kind, fields } = troubleOf(error)
      log.warn(`discord: an answer was ${kind === 'refused' ? 'refused' : 'lost'}`, { asked: asked.kind, trouble: kind, ...fields })
    }
  }
  return { hear }
}

/** Why nobody waits any more: without a reason of its own, an abort makes an error with a stack each time. */
const OVER = 'over'

/** Whether an answer is there in time. */
async function isThere(answer: Promise<Reply>, clock: Clock): Promise<boolean> {
  const there = answer.then(() => true)
  const enough = new AbortController()
  const late = clock.sleep(PATIENCE_MS, enough.signal).then(
    () => false,
    () => false,
  )
  const first = await Promise.race([there, late])
  enough.abort(OVER)
  return first
}

/** Discord takes one answer per interaction, so that a second try after a breakdown cannot be seen twice. */
async function post(rest: REST, route: `/${string}`, body: Callback, files: RawFile[]): Promise<void> {
  await twice(
    () => rest.post(route, { body, files, auth: false }),
    (again) => troubleOf(again).code === ALREADY_ANSWERED,
  )
}

/** Putting the same words in the same place twice is as once. */
const replace = (rest: REST, route: `/${string}`, body: Message, files: RawFile[]): Promise<void> =>
  twice(
    () => rest.patch(route, { body, files, auth: false }),
    () => false,
  )

async function twice(trying: () => Promise<unknown>, fine: (error: unknown) => boolean): Promise<void> {
  try {
    await trying()
  } catch (error) {
    const { kind } = troubleOf(error)
    if (kind === 'refused' || kind === 'limited') throw error
    await trying().catch((again: unknown) => {
      if (!fine(again)) throw again
    })
  }
}

type Spoken = Exclude<Asked, { kind: 'typing' }>

/** Discord judges who may type a command, and leaves a press and a window to us: whoever does not manage the server may do by these what the server lets them type. */
async function judged(asked: Spoken, managed: ReadonlySet<string>, leave: Leave): Promise<Heard> {
  if (asked.kind === 'command' || asked.presser === undefined || asked.heard.asker.manages === true) return asked.heard
  const { heard, presser } = asked
  const [root = ''] = heard.kind === 'command' ? [heard.root] : (fromActionId(heard.action)?.name.split('.') ?? [])
  if (!managed.has(root) || !(await leave(root, presser))) return heard
  return { ...heard, asker: { ...heard.asker, manages: true } }
}

type Sent<T> = T & { readonly files: RawFile[] }

/**
 * A form that fits one is a window, but no window follows on a window. Under a private message the answer takes its place (whether it
 * is private cannot be changed); under a public one it is for the presser alone.
 */
function toCallback(asked: Spoken, reply: Reply): Sent<{ callback: Callback }> {
  const modal = reply.form && asked.kind !== 'form' ? toModal(reply.form) : undefined
  if (modal) return { callback: { type: 9, data: modal }, files: [] }
  const { message, files } = spoken(asked, reply)
  if (asked.kind !== 'press' || asked.under === 'public') return { callback: { type: 4, data: message }, files }
  return { callback: { type: 7, data: { ...message, flags: message.flags & ~EPHEMERAL } }, files }
}

/** A file goes with what one person sees alone. */
function spoken(asked: Spoken, said: Reply): Sent<{ message: Message }> {
  const reply: Reply = asked.kind === 'press' ? { ...said, audience: 'asker' } : said
  if (!reply.file || reply.audience !== 'asker') return { message: toMessage(reply), files: [] }
  const message = toMessage(reply, { ...MESSAGE_LIMITS, components: MESSAGE_LIMITS.components - 1 })
  return { message: withFile(message, reply.file), files: [toFile(reply.file)] }
}

/** "Is thinking …": who will see the answer is settled here. What nobody knows yet is for everyone only where the command is, and was not asked for in private. */
function toAnnouncement(asked: Spoken, managed: ReadonlySet<string>, command: Understanding['command']): Callback & { type: 5 | 6 } {
  if (asked.kind === 'press') return asked.under === 'private' ? { type: 6 } : { type: 5, data: { flags: EPHEMERAL } }
  const { heard } = asked
  if (heard.kind !== 'command') return { type: 5, data: { flags: EPHEMERAL } }
  const isOpen = command(heard.root, heard.sub)?.audience === 'everyone' && !managed.has(heard.root) && heard.input['share'] !== false
  return { type: 5, data: { flags: isOpen ? 0 : EPHEMERAL } }
}

/** At most 25, each with a name that can be seen; one whose value Discord would refuse is left out. */
export function toChoices(choices: readonly Choice[]): Choice[] {
  const seen = new Set<string>()
  const shown = choices.flatMap(({ name, value }) => {
    const label = shortened(name, LONGEST_CHOICE)
    const usable = label !== '' && value !== '' && value.length <= LONGEST_CHOICE && value.isWellFormed() && !seen.has(label)
    seen.add(label)
    return usable ? [{ name: label, value }] : []
  })
  return shown.slice(0, CHOICES)
}
