import type { Shelf } from '../almanac/shelf.ts'
import type { ChannelPlace, Reason, Rights } from '../chat/platform.ts'
import type { Body } from '../chat/reply.ts'
import type { Settlements } from '../chat/settlements.ts'
import type { Tell } from '../delivery/outbox.ts'
import type { Random } from '../kernel/random.ts'
import type { Locale } from '../words/locale.ts'
import type { Say } from '../words/say.ts'
import type { Decks, Reports } from './deck.ts'
import type { People, Pseudonyms, Roster } from './people.ts'
import type { Questions } from './question.ts'
import type { Reviews } from './review/reviews.ts'
import type { Rounds } from './rounds.ts'

/** All that the quiz works with. */
export type QuizParts = {
  readonly rounds: Rounds
  readonly decks: Decks
  readonly reports: Reports
  readonly reviews: Reviews
  readonly people: People
  readonly roster: Roster
  readonly pseudonyms: Pseudonyms
  /** The packs' own questions. */
  readonly questions: Questions
  readonly shelves: readonly Shelf[]
  readonly settlements: Pick<Settlements, 'of'>
  /** Asks the platform now. Never throws. */
  readonly rightsOf: (place: ChannelPlace) => Promise<Rights>
  readonly random: Random
  /** How often it is said that answers are heard. */
  readonly attendMs: number
  /** Used where nobody settled on another. */
  readonly locale: Locale
  /** What stands under every post, such as the notice of a rehearsal. */
  readonly footer?: ((say: Say) => Body) | undefined
  /** Whom to tell that a channel refused its daily question, whose subscription and wish are in the subject. Without it nobody is told. */
  readonly refusedDaily?: ((subject: DailyRefused, place: ChannelPlace, reason: Reason, now: Date) => Tell) | undefined
}

/** What a daily question was sent for. */
export type DailyRefused = { readonly subscription: string; readonly date: string; readonly wish: unknown }
