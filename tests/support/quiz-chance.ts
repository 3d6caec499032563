import type { Delivery } from '../../src/delivery/outbox.ts'
import { type Random, seededRandom } from '../../src/kernel/random.ts'
import type { Event, Game, Move, Rules } from '../../src/quiz/engine/game.ts'
import { AskSubject, firstStep, RevealSubject, stepsOf } from '../../src/quiz/engine/steps.ts'
import { askedQuestion, begun, moved, T } from './quiz-games.ts'

/** One move of a round, and what it made of it. */
export type Turn = {
  readonly before: Game
  readonly move: Move
  readonly game: Game
  readonly events: readonly Event[]
  readonly why?: string
}

export type History = { readonly begins: Game; readonly turns: readonly Turn[]; readonly steps: readonly Delivery[]; readonly end: Game }

const PEOPLE = ['ada', 'bob', 'cy', 'dee', 'eve']

const pick = <T>(random: Random, things: readonly T[]): T => things[Math.floor(random() * things.length)]!
const chance = (random: Random, share: number): boolean => random() < share

const randomRules = (random: Random): Rules => ({
  mode: pick(random, ['round', 'round', 'class', 'daily'] as const),
  seconds: pick(random, [null, 5, 20, 60]),
  changeable: chance(random, 0.5),
  shuffle: chance(random, 0.5),
  speed: chance(random, 0.5),
  names: chance(random, 0.5),
  typed: chance(random, 0.3),
  pace: pick(random, ['by-itself', 'by-hand'] as const),
})

/** A whole round in a world that is late, dies between any two steps and does things again, among people who press anything at any time. */
export function randomRound(seed: string): History {
  const random = seededRandom(seed)
  const count = 1 + Math.floor(random() * 4)
  const questions = Array.from({ length: count }, (_, n) => askedQuestion(n, { solemn: chance(random, 0.2) }))
  const world = roundWorld(begun(randomRules(random), questions), random)
  const busy = 10 + Math.floor(random() * 60)
  for (let n = 0; n < busy; n++) {
    if (chance(random, 0.4)) world.pass(pick(random, [50, 1000, 6000, 25_000]))
    else world.press()
  }
  world.finish()
  return world.history()
}

function roundWorld(begins: Game, random: Random) {
  const turns: Turn[] = []
  const steps: Delivery[] = []
  const open = new Map<string, Delivery>()
  let game = begins
  let nowMs = T

  const plan = (planned: readonly Delivery[]): void => {
    for (const step of planned) {
      // As in the outbox: a key that was there already is left alone, whatever became of it.
      if (steps.some(({ key }) => key === step.key)) continue
      steps.push(step)
      open.set(step.key, step)
    }
  }

  function make(move: Move): void {
    const result = moved(game, move)
    turns.push({ before: game, move, ...result })
    game = result.game
    for (const event of result.events) plan(stepsOf(game, event))
  }

  /** Says whether the delivery is done; where the process died before that was written, it is carried again. */
  function carry(step: Delivery): boolean {
    if (step.post === 'quiz-ask') {
      const { question, turn } = AskSubject.parse(step.subject)
      if (game.phase !== 'asking' || game.at !== question || game.turn !== turn) return true
      const sentMs = nowMs
      if (chance(random, 0.2)) return false
      if (chance(random, 0.3)) press()
      if (chance(random, 0.2)) nowMs += 7000
      make({ kind: 'stands', question, turn, message: `message-${question}`, sentMs, nowMs })
    }
    if (step.post === 'quiz-reveal') {
      const { question, turn } = RevealSubject.parse(step.subject)
      make({ kind: 'reveal', question, turn, nowMs })
      if (game.at !== question || game.turn !== turn || game.revealedMs === undefined) return true
      if (chance(random, 0.2)) return false
      if (chance(random, 0.3)) press()
      make({ kind: 'next', question: question + 1, nowMs })
    }
    return chance(random, 0.9)
  }

  function work(): void {
    for (const step of [...open.values()].toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()))
      if (step.dueAt.getTime() <= nowMs && carry(step)) open.delete(step.key)
  }

  function press(): void {
    if (chance(random, 0.25) && turns.length > 0) return make(pick(random, turns).move)
    make(randomMove(game, nowMs, random))
  }

  /** What remains to be done by somebody patient. */
  function finish(): void {
    for (let n = 0; n < 400 && (game.phase !== 'over' || open.size > 0); n++) {
      if (game.phase === 'paused') make({ kind: 'resume', nowMs })
      if (game.phase === 'open' && game.closesMs === undefined) make({ kind: 'reveal', question: game.at, nowMs })
      if (game.told) make({ kind: 'next', question: game.at + 1, byHand: true, nowMs })
      const dueMs = [...open.values()].map(({ dueAt }) => dueAt.getTime())
      nowMs = Math.max(nowMs, dueMs.length > 0 ? Math.min(...dueMs) : nowMs)
      work()
    }
  }

  plan([firstStep(begins, new Date(T))])
  return {
    press,
    finish,
    pass: (ms: number) => {
      nowMs += ms
      work()
    },
    history: (): History => ({ begins, turns, steps, end: game }),
  }
}

function randomMove(game: Game, nowMs: number, random: Random): Move {
  const question = chance(random, 0.9) ? game.at : Math.floor(random() * 6) - 1
  const person = pick(random, PEOPLE)
  if (chance(random, 0.7)) {
    const option = Math.floor(random() * 6) - 1
    return { kind: 'answer', question, person, option, atMs: nowMs - Math.floor(random() * 4000), nowMs }
  }
  return pick<() => Move>(random, [
    () => ({ kind: 'pause', nowMs }),
    () => ({ kind: 'resume', nowMs }),
    () => ({ kind: 'resume', nowMs }),
    () => ({
      kind: 'unheard',
      fromMs: nowMs - pick(random, [2000, 9000, 40_000]),
      untilMs: nowMs - pick(random, [0, 0, 1000, 5000]),
      nowMs,
    }),
    () => ({ kind: 'reveal', question, nowMs }),
    () => ({ kind: 'reveal', question, turn: game.turn - 1, nowMs }),
    () => ({ kind: 'next', question: question + 1, byHand: true, nowMs }),
    () => ({ kind: 'more-time', person, factor: pick(random, [1.5, 2, 3]), nowMs }),
    () => (chance(random, 0.15) ? { kind: 'stop', why: 'stopped', nowMs } : { kind: 'resume', nowMs }),
  ])()
}
