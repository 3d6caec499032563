import { Routes, type REST } from 'discord.js'
import type { Ear } from '../../chat/platform.ts'
import type { Choice, Reply } from '../../chat/reply.ts'
import type { Log } from '../../kernel/log.ts'
import { fromInteraction, type Asked } from './interaction.ts'
import { shortened } from './markdown.ts'
import { EPHEMERAL, toMessage, type Message } from './render.ts'
import { troubleOf } from './rest.ts'

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object */
type Callback =
  | { readonly type: 4 | 7; readonly data: Message }
  | { readonly type: 8; readonly data: { readonly choices: readonly Choice[] } }

const CHOICES = 25
const LONGEST_CHOICE = 100

/** Interaction already answered: after an attempt of ours that seemed to fail, this means that it had not. */
const ALREADY_ANSWERED = 40060

export type Ears = {
  /** Answers one interaction as it came over the wire. Never rejects: what goes wrong is logged. */
  readonly hear: (payload: unknown) => Promise<void>
}

/** Hears interactions and answers each in its own callback: one round trip, and Discord shows the answer at once. */
export const ears = (ear: Ear, rest: REST, log: Log): Ears => ({
  async hear(payload) {
    const interaction = fromInteraction(payload)
    if (!interaction) return log.warn('discord: an interaction that cannot be read')
    const { id, token, asked } = interaction
    if (!asked) return log.warn('discord: an interaction of an unknown kind')
    try {
      await post(rest, Routes.interactionCallback(id, token), await toCallback(ear, asked))
    } catch (error) {
      const { kind, fields } = troubleOf(error)
      log.warn(`discord: an answer was ${kind === 'refused' ? 'refused' : 'lost'}`, { asked: asked.kind, trouble: kind, ...fields })
    }
  },
})

/** Discord takes one answer per interaction, so that a second try after a breakdown cannot be seen twice. */
async function post(rest: REST, route: `/${string}`, body: Callback): Promise<void> {
  try {
    await rest.post(route, { body, auth: false })
  } catch (error) {
    const { kind } = troubleOf(error)
    if (kind === 'refused' || kind === 'limited') throw error
    await rest.post(route, { body, auth: false }).catch((again: unknown) => {
      if (troubleOf(again).code !== ALREADY_ANSWERED) throw again
    })
  }
}

async function toCallback(ear: Ear, asked: Asked): Promise<Callback> {
  switch (asked.kind) {
    case 'command':
      return { type: 4, data: toMessage(await ear.answer(asked.heard)) }
    case 'typing':
      return { type: 8, data: { choices: toChoices(ear.complete(asked.typing)) } }
    case 'press':
      return toPressed(await ear.answer(asked.heard), asked.under)
  }
}

/** Under a private message the answer takes its place (whether it is private cannot be changed); under a public one it is for the presser alone. */
function toPressed(reply: Reply, under: 'public' | 'private'): Callback {
  const message = toMessage({ ...reply, audience: 'asker' })
  return under === 'public' ? { type: 4, data: message } : { type: 7, data: { ...message, flags: message.flags & ~EPHEMERAL } }
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
