import { decide } from '../../src/quiz/engine/decide.ts'
import { evolve } from '../../src/quiz/engine/evolve.ts'
import { type Event, type Game, type Move, newGame, type Rules } from '../../src/quiz/engine/game.ts'
import type { Asked } from '../../src/quiz/question.ts'

/** When the rounds of these tests begin. */
export const T = Date.parse('2026-11-02T09:00:00Z')

export const RULES: Rules = {
  mode: 'round',
  seconds: 20,
  changeable: false,
  shuffle: false,
  speed: false,
  names: false,
  typed: false,
  pace: 'by-itself',
}

/** Question `n` of a round, of four options. */
export const askedQuestion = (n: number, changes: Partial<Asked> = {}): Asked => ({
  id: `mali/question-${n}`,
  kind: 'date',
  difficulty: 2,
  about: { pack: 'mali', event: `event-${n}` },
  solemn: false,
  text: `Question ${n}?`,
  options: ['first', 'second', 'third', 'fourth'],
  right: n % 4,
  explanation: `Because of ${n}.`,
  accepts: [],
  sources: [{ title: 'A source', publisher: 'A publisher', url: 'https://example.org/' }],
  ...changes,
})

/** A round that begins: two questions, 20 seconds each, unless said otherwise. */
export const begun = (rules: Partial<Rules> = {}, questions: readonly Asked[] = [askedQuestion(0), askedQuestion(1)]): Game =>
  newGame({
    id: 'abcdefghij',
    place: { kind: 'channel', platform: 'discord', server: 'S', channel: 'C' },
    locale: 'en',
    rules: { ...RULES, ...rules },
    starter: 'teacher',
    questions,
  })

/** What a move makes of a game: the game after it, and what happened; each event is applied as a store applies it. */
export function moved(game: Game, move: Move): { readonly game: Game; readonly events: readonly Event[]; readonly why?: string } {
  const decision = decide(game, move)
  if (decision.kind === 'nothing') return { game, events: [], why: decision.why }
  return { game: decision.events.reduce(evolve, game), events: decision.events }
}

/** The game after moves, each of which must bring something. */
export const after = (game: Game, ...moves: readonly Move[]): Game =>
  moves.reduce((present, move) => {
    const { game: then, why } = moved(present, move)
    if (why !== undefined) throw new Error(`${move.kind} brought nothing: ${why}`)
    return then
  }, game)

/** A turn that comes after all others. */
const LATEST = 99

/** The moves of these tests, so many milliseconds after the beginning. */
export const stands = (question: number, sentMs: number, nowMs = sentMs, turn = LATEST): Move => ({
  kind: 'stands',
  question,
  turn,
  message: `message-${question}`,
  sentMs: T + sentMs,
  nowMs: T + nowMs,
})
export const answers = (person: string, question: number, option: number, atMs: number, nowMs = atMs): Move => ({
  kind: 'answer',
  question,
  person,
  option,
  atMs: T + atMs,
  nowMs: T + nowMs,
})
export const timeUp = (question: number, turn: number, ms: number): Move => ({ kind: 'reveal', question, turn, nowMs: T + ms })
export const close = (question: number, ms: number): Move => ({ kind: 'reveal', question, nowMs: T + ms })
export const next = (question: number, ms: number): Move => ({ kind: 'next', question, nowMs: T + ms })
export const nextByHand = (question: number, ms: number): Move => ({ kind: 'next', question, byHand: true, nowMs: T + ms })
export const pause = (ms: number): Move => ({ kind: 'pause', nowMs: T + ms })
export const resume = (ms: number): Move => ({ kind: 'resume', nowMs: T + ms })
export const unheard = (fromMs: number, untilMs: number, ms = untilMs): Move => ({
  kind: 'unheard',
  fromMs: T + fromMs,
  untilMs: T + untilMs,
  nowMs: T + ms,
})
export const stop = (ms: number): Move => ({ kind: 'stop', why: 'stopped', nowMs: T + ms })
export const moreTime = (person: string, factor: number, ms: number): Move => ({ kind: 'more-time', person, factor, nowMs: T + ms })
