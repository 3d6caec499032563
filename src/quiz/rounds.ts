import type { ChannelPlace, PlatformName } from '../chat/platform.ts'
import type { Delivery } from '../delivery/outbox.ts'
import type { Answer, Event, Game, Move, Nothing, Person } from './engine/game.ts'

/**
 * Whoever takes part, as a round shows them until it ends: the name is sealed where it is kept, and gone with the round or its season. With
 * it goes the `code` that was theirs when their class ended.
 */
export type Player = { readonly person: Person; readonly name: string; readonly code?: string }

/** What became of a move: the game as it stands now, and what happened, or why nothing did. */
export type Moved = { readonly game: Game; readonly events: readonly Event[]; readonly nothing?: Nothing }

export type AnswerMove = Extract<Move, { kind: 'answer' }>

/** One learner's answer on its way: to which round, asked for from where, and what to call its giver. */
export type Given = {
  readonly round: string
  /** Where it came from: an answer from any other place than the round's own is refused as if there were no such round. */
  readonly from: { readonly platform: PlatformName; readonly server?: string | undefined; readonly channel?: string | undefined }
  readonly move: AnswerMove
  readonly name: string
}

/** What became of an answer: it counts (and replaced an earlier one), or why not; `no-round` where there is none, or not there. */
export type Taken =
  | { readonly kind: 'counted'; readonly changed: boolean; readonly game: Game }
  | { readonly kind: 'refused'; readonly why: Nothing | 'no-round'; readonly game?: Game }

/** One answer as it was counted at the end. */
export type Line = Answer & { readonly person: Person; readonly question: number; readonly openedMs: number; readonly closesMs?: number }

/** A round with all that was answered in it. */
export type Sheet = {
  readonly game: Game
  readonly startedAt: Date
  readonly endedAt?: Date
  readonly lines: readonly Line[]
  readonly players: readonly Player[]
}

/** How one person stands, over rounds. */
export type Standing = {
  readonly person: Person
  readonly name?: string
  readonly rounds: number
  readonly answered: number
  readonly right: number
  readonly points: number
}

export type NewRound = {
  readonly game: Game
  readonly startedAt: Date
  readonly starterName: string /** A subscription of daily questions. */
  readonly owner?: string
}

/** Where scores are added up: a channel, or its whole server; since when. */
export type Reach = { readonly place: ChannelPlace; readonly whole: 'channel' | 'server'; readonly since?: Date }

/**
 * The rounds of an installation. Every move is judged by `decide` and applied by `evolve`, in one transaction with the deliveries that
 * `stepsOf` makes of it; of two moves of one round at once, the second sees what the first did.
 */
export type Rounds = {
  /** Writes a new round with the delivery of its first question; of two in one channel at a time the second is refused, and told of the first. */
  begin(round: NewRound): Promise<{ readonly kind: 'begun' } | { readonly kind: 'busy'; readonly game: Game }>
  /** The round that is not over in this channel, of a mode other than `daily`. */
  running(place: ChannelPlace): Promise<Game | undefined>
  /** A round as it stands, with the answers of these people to the present question. */
  game(id: string, people?: readonly Person[]): Promise<Game | undefined>
  /** Any move but an answer. Undefined where there is no such round. */
  move(id: string, move: Exclude<Move, AnswerMove>): Promise<Moved | undefined>
  /**
   * Says that answers are heard; to be called every `everyMs`, and before an answer is told. Where no process had said so for three times
   * as long, each question that stood open meanwhile is asked again. Resolves to how many were.
   */
  attend(everyMs: number): Promise<number>
  /** Counts answers, of any rounds, together; resolves to what became of each, in their order, when all that counts is durable. */
  answer(given: readonly Given[]): Promise<readonly Taken[]>
  /** All of a round; only what a report, an export or a reveal needs. */
  sheet(id: string): Promise<Sheet | undefined>
  /** The last rounds of a channel, the newest first, over or not. */
  recent(
    place: ChannelPlace,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly startedAt: Date; readonly mode: Game['rules']['mode'] }[]>
  /** The best first, at most `limit`. */
  standings(reach: Reach, limit: number): Promise<readonly Standing[]>
  /** One person's own, over everything. */
  mine(person: Person): Promise<Standing | undefined>
  /** How often each question was answered, and rightly; of the whole installation. */
  tallies(questions: readonly string[]): Promise<Readonly<Record<string, { readonly answered: number; readonly right: number }>>>
}

/** The round's own deliveries, so that whoever writes a move writes them too. Pure; see `engine/steps.ts`. */
export type Steps = (game: Game, event: Event) => readonly Delivery[]
