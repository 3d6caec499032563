/** The tables of the quiz. A `person` is an HMAC; the only names are sealed. */
export type QuizTables = {
  quiz_round: RoundTable
  /** What happened to a round, in order, but for its answers: of those the ones that count are kept, each in a row that can be deleted alone. */
  quiz_event: { round: string; number: number; event: string }
  quiz_answer: AnswerTable
  quiz_player: PlayerTable
  /** How often a question was answered, and rightly, before its answer was told; by nobody in particular. */
  quiz_tally: { question: string; answered: number; rightly: number }
  quiz_deck: DeckTable
  /** `mark` tells one reporter of a question from another, and nothing else. */
  quiz_report: { question: string; mark: string; locale: string; edition: string; reported_at: number }
  quiz_roster: RosterTable
  review_card: CardTable
  review_log: LogTable
  review_setting: { person: string; per_day: number; touched_at: number }
}

export type RoundTable = {
  id: string
  platform: string
  server: string
  channel: string
  mode: string
  phase: string
  /** The subscription that it belongs to. */
  owner: string | null
  /** '' where whoever started it has been forgotten. */
  starter: string
  /** The questions, as JSON; written once. */
  asked: string
  /** The game without its questions and answers, as JSON. */
  state: string
  /** How many events were written. */
  version: number
  started_at: number
  ended_at: number | null
}

export type AnswerTable = {
  round: string
  /** Its place in the round. */
  question: number
  person: string
  chosen: number
  given_at: number
  /** 1 or 0, and what it was worth: null until the question's answer is told. */
  is_right: number | null
  points: number | null
}

export type PlayerTable = {
  round: string
  person: string
  /** Sealed. */
  name: string
  /** What the person held in the channel's roster when the class ended; null where that was nothing, or it is no class, or not over. */
  code: string | null
}

export type DeckTable = {
  id: string
  owner: string
  name: string
  folded: string
  locale: string
  /** JSON. */
  questions: string
  many: number
  made_at: number
  /** The pseudonym of whoever put it on a server's shelf. */
  maker: string | null
}

export type RosterTable = {
  platform: string
  server: string
  channel: string
  /** The code without regard to capitals. */
  folded: string
  code: string
  /** Who gave out the list; null where they have asked to be forgotten. */
  keeper: string | null
  /** Its place in the list. */
  number: number
  person: string | null
}

export type CardTable = {
  person: string
  question: string
  /** JSON; empty where it was suspended before it was ever answered. */
  card: string
  due_at: number
  suspended: number
  touched_at: number
}

export type LogTable = {
  person: string
  request: string
  /** Counts from 1 for each person. */
  number: number
  question: string
  /** JSON; null where the question was new. */
  card_before: string | null
  /** JSON. */
  card_after: string
  grade: number
  reviewed_at: number
  day: string
}

/** The columns that name a row of each table; in their order a backup is written. */
export const QUIZ_KEYS = {
  quiz_round: ['id'],
  quiz_event: ['round', 'number'],
  quiz_answer: ['round', 'question', 'person'],
  quiz_player: ['round', 'person'],
  quiz_tally: ['question'],
  quiz_deck: ['id'],
  quiz_report: ['question', 'mark'],
  quiz_roster: ['platform', 'server', 'channel', 'folded'],
  review_card: ['person', 'question'],
  review_log: ['person', 'request'],
  review_setting: ['person'],
} as const satisfies { readonly [name in keyof QuizTables]: readonly string[] }
