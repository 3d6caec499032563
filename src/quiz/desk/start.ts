import type { Ask } from '../../chat/command.ts'
import { localeFor } from '../../chat/dispatch.ts'
import { idFor } from '../../chat/identity.ts'
import type { ChannelPlace } from '../../chat/platform.ts'
import type { Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Locale } from '../../words/locale.ts'
import { nameIn } from '../cards/names.ts'
import { begunCard, busyCard } from '../cards/panel.ts'
import { setupCard } from '../cards/setup.ts'
import { newGame } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import { type Drawn, drawn } from './drawing.ts'
import { noChannelCard, placeOf } from './place.ts'
import { rulesOf, type Wanted } from './rules.ts'
import { mayEnd } from './steering.ts'

/** What `/quiz start` was given. */
export type Starting = Omit<Drawn, 'number'> & Wanted & { readonly number?: number | undefined; readonly language?: Locale | undefined }

const USUAL = 5

/** Begins a round in this channel, unless one is played there; called without words it asks how, where a surface has forms. */
export async function start(parts: QuizParts, ask: Ask, given: Starting): Promise<Reply> {
  const place = placeOf(ask)
  if (!place) return noChannelCard(ask)
  const running = await parts.rounds.running(place)
  const id = idFor(ask)
  if (running && running.id !== id) return busyCard(ask, running, mayEnd(parts, ask, running))
  const locale = given.language ?? localeFor(ask.asker, 'everyone', parts.locale, parts.settlements.of(ask.asker))
  // Discord asks for each argument by itself; elsewhere a bare command opens a form.
  if (ask.asker.platform !== 'discord' && Object.values(given).every((value) => value === undefined))
    return setupCard(parts.shelves, ask, locale)
  await postable(parts, ask, place)
  const rules = rulesOf(given)
  const wished = given.number ?? USUAL
  const questions = await drawn(parts, ask, locale, { ...given, number: wished }, rules.typed)
  const starter = parts.pseudonyms.of(ask.asker)
  const game = newGame({ id, place, locale, rules, starter, questions })
  const starterName = nameIn(id, starter, locale, rules.mode === 'class' ? undefined : ask.asker.name)
  const begun = await parts.rounds.begin({ game, startedAt: ask.now, starterName })
  if (begun.kind === 'busy' && begun.game.id !== id) return busyCard(ask, begun.game, mayEnd(parts, ask, begun.game))
  return begunCard(ask, game, wished)
}

/** Throws `Failure` with what to grant where nothing could be posted. */
async function postable({ rightsOf }: Pick<QuizParts, 'rightsOf'>, { asker, say }: Ask, place: ChannelPlace): Promise<void> {
  const rights = asker.rights ?? (await rightsOf(place))
  if (rights.kind === 'unknown') return
  const lacks = rights.lacks.filter((lack) => lack !== 'threads')
  if (lacks.length === 0) return
  throw new Failure('conflict', 'quiz.lacks', { lacks: lacks.map((lack) => say(`lack.${lack}`, { platform: place.platform })).join(' ') })
}
