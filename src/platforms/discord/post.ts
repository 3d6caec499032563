import {
  ComponentType,
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APITextDisplayComponent,
} from 'discord.js'
import type { Sending } from '../../chat/platform.ts'
import { CONTROL_LIMITS } from './controls.ts'
import { MARK_BYTES, marked, markOf } from './mark.ts'
import { EPHEMERAL, MESSAGE_LIMITS, toMessage } from './render.ts'

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>

/** What is posted to a channel: the message, and before it the one role that it rings for. */
export type Post = {
  readonly flags: number
  readonly allowed_mentions: { readonly parse: []; readonly roles?: readonly string[] }
  readonly components: readonly (APITextDisplayComponent | APIContainerComponent)[]
}

/**
 * A message for everyone in a channel, found again by the mark of its key. It rings for nobody but the role, and where people died
 * for nobody at all.
 */
export function toPost({ reply, ping }: Sending, key: string): Post {
  const role = reply.solemn || ping === undefined || !/^\d{1,20}$/.test(ping) ? undefined : ping
  const call = role === undefined ? undefined : `<@&${role}>`
  const { flags, components } = toMessage(
    reply,
    call === undefined
      ? MESSAGE_LIMITS
      : { characters: MESSAGE_LIMITS.characters - call.length, components: MESSAGE_LIMITS.components - 1 },
  )
  return {
    flags: flags & ~EPHEMERAL,
    allowed_mentions: { parse: [], ...(role !== undefined && { roles: [role] }) },
    components: [...(call === undefined ? [] : [{ type: 10 as const, content: call }]), withMark(components[0], markOf(key))],
  }
}

/** The mark goes into the menu, which has room, or else into the shortest button; without either the message stays unmarked. */
function withMark(container: APIContainerComponent, mark: string): APIContainerComponent {
  const ids = container.components.flatMap((row) => (isRow(row) ? row.components.flatMap(idsOf) : []))
  const [shortest] = ids.toSorted((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b))
  if (shortest === undefined || Buffer.byteLength(shortest) + MARK_BYTES > CONTROL_LIMITS.customIdBytes) return container
  const withIt = <T extends object>(one: T): T => (idsOf(one).includes(shortest) ? { ...one, custom_id: marked(shortest, mark) } : one)
  return {
    ...container,
    components: container.components.map((row) => (isRow(row) ? { ...row, components: row.components.map(withIt) } : row)),
  }
}

const isRow = (component: APIComponentInContainer): component is ActionRow => component.type === ComponentType.ActionRow
const idsOf = (one: object): string[] => ('custom_id' in one && typeof one.custom_id === 'string' ? [one.custom_id] : [])
