import type { ChannelPlace } from '../../chat/platform.ts'
import type { Locale } from '../../words/locale.ts'
import type { Asked } from '../question.ts'

/** `round` is for whoever is in the channel, `class` for a class with a teacher, `daily` has one question and a day for it. */
export const MODES = ['round', 'class', 'daily'] as const
export type Mode = (typeof MODES)[number]

/** How a round is played, as its starter chose. */
export type Rules = {
  readonly mode: Mode
  /** Seconds for each question; null where there is no hurry and the starter closes. */
  readonly seconds: number | null
  /** Whether an answer may be changed until the question closes. */
  readonly changeable: boolean
  /** Whether each learner sees the options in an order of his own, behind one button. */
  readonly shuffle: boolean
  /** Whether being fast counts; never where a question is solemn, nor in a class. */
  readonly speed: boolean
  /** Whether the reveal names who was right. */
  readonly names: boolean
  /** Whether the answer is typed instead of chosen. */
  readonly typed: boolean
  /** Whether the next question comes by itself, or when the starter calls it. */
  readonly pace: 'by-itself' | 'by-hand'
}

/** A person as quiz data knows one: an HMAC, the same in all rounds of an installation. */
export type Person = string

export type Answer = {
  /** The place among the options as everybody sees them; -1 where a typed answer was none of them. */
  readonly option: number
  /** When it was given: the platform's own time, else that of hearing it. */
  readonly atMs: number
}

/**
 * `asking`: the question was given to the platform and may stand there already; `open`: it stands there; `revealed`: its answer was
 * told, or is about to be; `over`: nothing comes any more.
 */
export type Phase = 'asking' | 'open' | 'paused' | 'revealed' | 'over'

/** A round as it stands. Instants are milliseconds since 1970, so that it is written as JSON as it is. */
export type Game = {
  readonly id: string
  readonly place: ChannelPlace
  readonly locale: Locale
  readonly rules: Rules
  readonly starter: Person
  readonly questions: readonly Asked[]
  readonly phase: Phase
  /** The place of the present question in `questions`. */
  readonly at: number
  /** Counts how often the present question's time was set: a reveal that was planned for an earlier one says nothing. */
  readonly turn: number
  /** When the present question is to be posted, where that was not at once: before that nobody can have seen it. */
  readonly askMs?: number
  /** The message of the present question, since it stands there. */
  readonly message?: string
  /** When its time began; a pause or an absence moves it on, so that `closesMs - openedMs` is always the whole time of the question. */
  readonly openedMs?: number
  /** By how much each pause or absence moved its time on, and when the question went on: who had answered by then had the time before. */
  readonly shifts?: readonly { readonly untilMs: number; readonly byMs: number }[]
  /** When the present question closes for those without more time; missing where it is open until it is closed by hand. */
  readonly closesMs?: number
  /** When it was closed by hand: for everybody, whatever time was left. Its answer is told a moment later. */
  readonly closedMs?: number
  /** What was left of it when it was paused, below 0 where only those with more time had some; missing where there was no limit. */
  readonly leftMs?: number
  /** In which turn it is asked again, after an absence: what was asked before stands there unheard. */
  readonly againTurn?: number
  /** How long the house was away while the present question stood there: it had its full time after that. */
  readonly awayMs?: number
  /** When the present question's answer was revealed. */
  readonly revealedMs?: number
  /** The answer stands in the channel, and the starter may call the next question. Only where the pace is by hand. */
  readonly told?: true
  /** Why it is over, when it is. */
  readonly ending?: 'played' | 'stopped' | 'refused'
  /** Who has so many times the time: 1.5 or 2. */
  readonly factors: Readonly<Record<Person, number>>
  /** Answers to the present question; a store that was asked about some people gives only theirs. */
  readonly answers: Readonly<Record<Person, Answer>>
}

/** What somebody wants, or what time or the platform brought. */
export type Move =
  /** The present question's message, which was asked for in that turn, stands there since `sentMs`; we learned of it at `nowMs`. */
  | {
      readonly kind: 'stands'
      readonly question: number
      readonly turn: number
      readonly message: string
      readonly sentMs: number
      readonly nowMs: number
    }
  | {
      readonly kind: 'answer'
      readonly question: number
      readonly person: Person
      readonly option: number
      readonly atMs: number
      readonly nowMs: number
    }
  /** Its time is up (`turn` says which), or the starter closes it by hand (no `turn`): then its answer is told in another `turn`, a moment later. */
  | { readonly kind: 'reveal'; readonly question: number; readonly turn?: number; readonly nowMs: number }
  /**
   * The answer before question `question` (from 0, as everywhere) was told, or will never be; or the starter calls for that question
   * (`byHand`). Where the pace is by hand the first alone brings nothing but the end of the round.
   */
  | { readonly kind: 'next'; readonly question: number; readonly byHand?: true; readonly nowMs: number }
  | { readonly kind: 'pause'; readonly nowMs: number }
  | { readonly kind: 'resume'; readonly nowMs: number }
  /** From `fromMs` until `untilMs` nobody was there to hear an answer: what was asked meanwhile is asked again, with its full time. */
  | { readonly kind: 'unheard'; readonly fromMs: number; readonly untilMs: number; readonly nowMs: number }
  | { readonly kind: 'stop'; readonly why: 'stopped' | 'refused'; readonly nowMs: number }
  | { readonly kind: 'more-time'; readonly person: Person; readonly factor: number; readonly nowMs: number }

/** What happened. A round is its beginning and these, in their order. */
export type Event =
  | { readonly kind: 'opened'; readonly message: string; readonly openedMs: number; readonly closesMs?: number; readonly awayMs?: number }
  | { readonly kind: 'answered'; readonly person: Person; readonly option: number; readonly atMs: number }
  | { readonly kind: 'closed'; readonly nowMs: number }
  | { readonly kind: 'revealed'; readonly nowMs: number }
  | { readonly kind: 'told'; readonly nowMs: number }
  | { readonly kind: 'asked'; readonly question: number; readonly nowMs: number }
  | { readonly kind: 'paused'; readonly nowMs: number; readonly leftMs?: number }
  | { readonly kind: 'resumed'; readonly nowMs: number; readonly closesMs?: number }
  /** The present question is asked once more; what was answered to it counts. */
  | { readonly kind: 'asked-again'; readonly nowMs: number; readonly awayMs: number }
  /** `closesMs` is the last closing of all, where it moved. */
  | { readonly kind: 'given-time'; readonly person: Person; readonly factor: number; readonly closesMs?: number }
  | { readonly kind: 'ended'; readonly ending: NonNullable<Game['ending']>; readonly nowMs: number }

/** Why nothing happened. Each has words: `quiz.no.<why>`. */
export type Nothing =
  /** The question is over, or another one is asked by now. */
  | 'closed'
  | 'paused'
  | 'too-late'
  /** An answer counts already, and the round lets nobody change it, or it is the later one. */
  | 'counted'
  /** The very same answer again. */
  | 'same'
  | 'no-option'
  | 'over'
  /** It is so already. */
  | 'already'
  /** Not what the round waits for now. */
  | 'not-now'

export type Decision =
  | { readonly kind: 'happened'; readonly events: readonly Event[] }
  | { readonly kind: 'nothing'; readonly why: Nothing }

/** A round that begins: its first question was given to nobody yet. */
export const newGame = (given: Pick<Game, 'id' | 'place' | 'locale' | 'rules' | 'starter' | 'questions'>): Game => ({
  id: given.id,
  place: given.place,
  locale: given.locale,
  rules: given.rules,
  starter: given.starter,
  questions: given.questions,
  phase: 'asking',
  at: 0,
  turn: 0,
  factors: {},
  answers: {},
})

/** How many questions had their answer revealed: of these alone anything may be told. */
export const revealedCount = (game: Game): number => game.at + (game.revealedMs === undefined ? 0 : 1)
