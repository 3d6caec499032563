import type { QuizTables } from './quiz/schema.ts'

/** Columns are of two kinds, text and integer, so that both engines agree on every value. Instants are milliseconds since 1970, and no server is ''. */
export type Tables = QuizTables & {
  meta: { name: string; value: string }
  /** A channel that schedules were ever made in: how many, so that a number is never given twice. */
  channel: { platform: string; server: string; channel: string; numbers: number }
  subscription: SubscriptionTable
  delivery: DeliveryTable
  settlement: SettlementTable
  /** A server that somebody here named; `gone_at` is the day it sent us away. */
  server: { platform: string; server: string; gone_at: number | null }
  lease: { name: string; holder: string; until_at: number }
  /** Until when the sends of a platform are spoken for. */
  pace: { platform: string; free_at: number }
  /** What messages show, as JSON, and the last day on which one began to show it. */
  shown: { hash: string; shows: string; day: string }
  refusal: { platform: string; server: string; channel: string; refused_at: number }
  /** How the deliveries of one UTC day stand, as one process counted them: the sum over processes is what counts. */
  tally: { day: string; holder: string; planned: number; sent: number; silent: number; dropped: number }
  web_channel: { name: string; owner: string; revision: number; messages: number; last_at: number }
  web_message: WebMessageTable
}

export type SubscriptionTable = {
  id: string
  number: number
  platform: string
  server: string
  channel: string
  /** JSON. */
  wish: string
  /** Sealed. */
  maker: string
  made_at: number
  planned_through: number
  /** Null while it rests or its server is gone. */
  next_at: number | null
  paused_at: number | null
  paused_by: string | null
  reason: string | null
  why: string | null
}

export type DeliveryTable = {
  key: string
  owner: string | null
  platform: string
  server: string
  /** Null where it goes to a person. */
  channel: string | null
  /** JSON; sealed where it goes to a person; empty for a channel itself. */
  place: string
  post: string
  /** JSON. */
  subject: string
  due_at: number
  expires_at: number | null
  amends: string | null
  /** When a worker is to look at it: when it is due, when it is to be tried again. Null when it is settled. */
  look_at: number | null
  /** Until when whoever has its token holds it. In no index, so that holding it changes none. */
  held_until: number | null
  /** 1 from the mark before a send until we know how it ended. */
  sending: number
  attempt: number
  token: string | null
  first_tried_at: number | null
  last_tried_at: number | null
  message: string | null
  /** The hash of what it shows; rows of older versions hold the JSON itself. */
  shows: string | null
  state: State
  why: string | null
  ended_at: number | null
}

/** `withdrawn` was certainly never sent and may be planned again under its key; to everybody outside it is dropped. */
export type State = 'waiting' | 'done' | 'silent' | 'dropped' | 'withdrawn'

/** A settlement that was taken back keeps its row, empty, so that other processes learn of it. `channel` is '' for a whole server. */
export type SettlementTable = {
  platform: string
  server: string
  channel: string
  locale: string | null
  zone: string | null
  revision: number
}

export type WebMessageTable = {
  channel: string
  number: number
  key: string
  /** JSON. */
  reply: string
  sent_at: number
  amended_at: number | null
  revision: number
}
