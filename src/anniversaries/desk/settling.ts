import type { Ask } from '../../chat/command.ts'
import type { Reply } from '../../chat/reply.ts'
import type { Settled, Settler } from '../../chat/settlements.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Locale } from '../../words/locale.ts'
import { settingsCard } from './cards/settings.ts'
import type { Desk } from './desk.ts'
import { managing, placeOf } from './permit.ts'
import { zoneOf } from './wishing.ts'

/** What `/schedule settings` was given. */
export type Wanting = {
  readonly level?: 'channel' | 'server' | undefined
  readonly language?: Locale | undefined
  readonly zone?: string | undefined
  readonly reset?: boolean | undefined
}

/** Settles the language and the zone of a channel or of its server; with nothing to settle, shows what holds. */
export async function settle(desk: Desk, ask: Ask, { level = 'channel', language, zone: typed, reset = false }: Wanting): Promise<Reply> {
  const { platform, server, channel } = placeOf(ask)
  managing(ask)
  if (language === undefined && typed === undefined && !reset) return settingsCard(desk, ask)
  if (level === 'server' && server === undefined) throw new Failure('bad-input', 'settings.noServer')
  const zone = zoneOf(typed)
  const before: Settled = reset ? {} : desk.settlements.of(ask.asker)[level]
  const place: Settler = { platform, ...(server !== undefined && { server }), ...(level === 'channel' && { channel }) }
  await desk.settlements.settle(place, { ...before, ...(language && { locale: language }), ...(zone && { zone }) })
  return settingsCard(desk, ask, ask.say('settings.saved'))
}
