import type { Ask } from '../../chat/command.ts'
import { gather } from '../../delivery/gather.ts'
import { nameIn } from '../cards/names.ts'
import type { Game } from '../engine/game.ts'
import type { QuizParts } from '../parts.ts'
import type { Given, Taken } from '../rounds.ts'
import { nothingOf } from './nothing.ts'

/** Answers that come while others are being written go together; at most so many. */
const AT_ONCE = 500
/** No press takes longer to reach us: a platform's clock that is further behind ours is not believed, and one that is ahead makes nothing later than now. */
const LONGEST_WAY_MS = 10_000
/** Rounds whose manner is remembered. */
const MOST_ROUNDS = 500

/** A question of a round; it counts from 1. */
export type Which = { readonly round: string; readonly question: number }

/** What became of an answer that counts; `changed` where it took the place of another. */
export type Counted = { readonly changed: boolean; readonly game: Game }

/** How an answer was given: one of the options, or in words of one's own. */
export type How = 'chosen' | 'typed'

/** Counts somebody's answer. Rejects with `Failure` where it does not count, or the round takes none that are given so. */
export type Counting = (ask: Ask, which: Which, option: number, how: How) => Promise<Counted>

/** What never changes of a round, remembered: five hundred learners ask for it in one second. */
type Manner = Pick<Game, 'rules' | 'locale'>

/** Counts the answers of this process together: whatever comes while others are being written goes in one transaction. */
export function counting(parts: Pick<QuizParts, 'rounds' | 'pseudonyms'>): Counting {
  const { rounds, pseudonyms } = parts
  const give = gather<Given, Taken>((given) => rounds.answer(given), AT_ONCE)
  const mannerOf = manners(parts)
  return async (ask, { round, question }, option, how) => {
    const manner = await mannerOf(round)
    if (!manner) throw nothingOf('no-round')
    // Whoever could do the other would learn what a name of the right answer alone leads to, or what there is to choose from.
    if (manner.rules.typed !== (how === 'typed')) throw nothingOf('no-option')
    const { asker, now } = ask
    const person = pseudonyms.of(asker)
    const taken = await give({
      round,
      from: { platform: asker.platform, server: asker.server, channel: asker.channel },
      move: { kind: 'answer', question: question - 1, person, option, atMs: atMs(ask), nowMs: now.getTime() },
      name: nameIn(round, person, manner.locale, manner.rules.mode === 'class' ? undefined : asker.name),
    })
    if (taken.kind === 'counted') return taken
    // What is heard twice is done once, and told twice; but that other words mean the same is not told where nothing can be changed.
    if (taken.why === 'same' && taken.game && (how === 'chosen' || manner.rules.changeable)) return { changed: false, game: taken.game }
    throw nothingOf(taken.why === 'same' ? 'counted' : taken.why)
  }
}

function manners({ rounds }: Pick<QuizParts, 'rounds'>): (round: string) => Promise<Manner | undefined> {
  const known = new Map<string, Manner>()
  return async (round) => {
    const remembered = known.get(round)
    if (remembered) return remembered
    const game = await rounds.game(round)
    if (!game) return undefined
    const [oldest] = known.keys()
    if (known.size >= MOST_ROUNDS && oldest !== undefined) known.delete(oldest)
    const manner = { rules: game.rules, locale: game.locale }
    known.set(round, manner)
    return manner
  }
}

/** When it was given: the platform's own time, unless its clock and ours disagree. */
function atMs({ asker, now }: Ask): number {
  const [nowMs, givenMs] = [now.getTime(), (asker.askedAt ?? now).getTime()]
  return givenMs >= nowMs - LONGEST_WAY_MS ? Math.min(givenMs, nowMs) : nowMs
}
