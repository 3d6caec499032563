import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closesMsOf } from '../../../src/quiz/engine/closing.ts'
import { decide } from '../../../src/quiz/engine/decide.ts'
import { evolve } from '../../../src/quiz/engine/evolve.ts'
import type { Answer, Event, Game, Move, Nothing } from '../../../src/quiz/engine/game.ts'
import { rankingOf } from '../../../src/quiz/engine/scoring.ts'
import type { Line } from '../../../src/quiz/rounds.ts'
import { type History, randomRound, type Turn } from '../../support/quiz-chance.ts'
import { moved } from '../../support/quiz-games.ts'

const ROUNDS = 10_000
const histories = (count: number, what: string): readonly string[] => Array.from({ length: count }, (_, n) => `${what} ${n}`)

/** Throws where something that must hold does not, saying where; an `expect` for each of some millions of facts would take minutes. */
function must(fact: boolean, what: string, turn?: Turn): asserts fact {
  if (!fact)
    throw new Error(
      `${what}${turn ? `: ${JSON.stringify({ move: turn.move, events: turn.events, why: turn.why, before: turn.before })}` : ''}`,
    )
}

/** A second and simpler account of a round, kept from its events alone. */
function account(begins: Game) {
  const timeMs = begins.rules.seconds === null ? undefined : begins.rules.seconds * 1000
  const factors = new Map<string, number>()
  const lines: Line[] = []
  let at = 0
  let counted = new Map<string, Answer>()
  let stands = false
  let revealed = false
  let over = false
  let paused = false
  let usedMs = 0
  let runsFromMs: number | undefined
  let closedMs: number | undefined

  const note: { readonly [K in Event['kind']]: (event: Extract<Event, { kind: K }>) => void } = {
    opened: ({ openedMs }) => {
      must(!stands && !revealed, 'a question opens once')
      stands = true
      if (!paused) runsFromMs = openedMs
    },
    answered: ({ person, option, atMs }) => {
      must(!revealed, 'nothing is answered after the reveal')
      must(!paused, 'nothing is answered in a pause')
      must(begins.rules.changeable || !counted.has(person), 'an answer that counts is not changed where that is not allowed')
      must(option >= (begins.rules.typed ? -1 : 0) && option < 4, 'only what can be chosen counts')
      counted.set(person, { option, atMs })
    },
    closed: ({ nowMs }) => {
      must(stands && !revealed && closedMs === undefined, 'a question is closed once, while it is open')
      if (paused) runsFromMs = nowMs
      paused = false
      closedMs = nowMs
    },
    revealed: () => {
      must(stands && !revealed && !paused, 'a question is revealed once, after it was open')
      revealed = true
      const lastMs = timeMs === undefined || runsFromMs === undefined ? undefined : runsFromMs - usedMs + timeMs
      const opened = lastMs === undefined || timeMs === undefined ? 0 : lastMs - timeMs
      for (const [person, answer] of counted)
        lines.push({ person, question: at, ...answer, openedMs: opened, ...(lastMs !== undefined && { closesMs: lastMs }) })
    },
    told: () => must(revealed && begins.rules.pace === 'by-hand', 'only what was revealed is told'),
    asked: ({ question }) => {
      must(revealed && question === at + 1, 'questions are asked in their order')
      at = question
      counted = new Map()
      stands = false
      revealed = false
      usedMs = 0
      runsFromMs = undefined
      closedMs = undefined
    },
    paused: ({ nowMs }) => {
      must(!paused, 'what is paused is not paused')
      if (runsFromMs !== undefined && !revealed) {
        usedMs += nowMs - runsFromMs
        runsFromMs = undefined
      }
      paused = true
    },
    resumed: ({ nowMs }) => {
      must(paused, 'only what is paused goes on')
      paused = false
      if (stands && !revealed) runsFromMs = nowMs
    },
    'asked-again': ({ awayMs }) => {
      must(stands && !revealed && !paused && closedMs === undefined, 'only what is open is asked again')
      must(timeMs !== undefined && begins.rules.mode !== 'daily' && awayMs > 5000, 'only what lost time is asked again')
      stands = false
      usedMs = 0
      runsFromMs = undefined
    },
    'given-time': ({ person, factor }) => {
      must((factors.get(person) ?? 1) < factor, 'nobody has less time than before')
      factors.set(person, factor)
    },
    ended: ({ ending }) => {
      must(!over, 'a round ends once')
      must(ending !== 'played' || (revealed && at === begins.questions.length - 1), 'it is played when all was revealed')
      over = true
    },
  }
  const closing = (person: string): number | undefined => {
    const own = runsFromMs === undefined || timeMs === undefined ? undefined : runsFromMs - usedMs + timeMs * (factors.get(person) ?? 1)
    return closedMs === undefined ? own : Math.min(own ?? closedMs, closedMs)
  }
  return {
    take: (event: Event) => {
      must(!over, 'nothing happens after the end')
      ;(note[event.kind] as (event: Event) => void)(event)
    },
    closing,
    lines,
    state: () => ({ at, counted, running: stands && !revealed && !paused && !over }),
  }
}

const EVENTS: readonly Event['kind'][] = [
  'opened',
  'answered',
  'closed',
  'revealed',
  'told',
  'asked',
  'paused',
  'resumed',
  'asked-again',
  'given-time',
  'ended',
]
const REASONS: readonly Nothing[] = ['closed', 'paused', 'too-late', 'counted', 'same', 'no-option', 'over', 'already', 'not-now']

const ONE_TIME = new Set<Move['kind']>(['stands', 'answer', 'reveal', 'next', 'unheard'])

/** Follows a round move by move beside its account. */
function follow({ begins, turns, end }: History): readonly Line[] {
  const book = account(begins)
  const closings = new Map<string, number | undefined>()
  let at = 0
  for (const turn of turns) {
    const { before, move, game, events, why } = turn
    must((events.length === 0) === (why !== undefined), 'either something happens, or there is a reason', turn)
    if (move.kind === 'reveal' && move.turn !== undefined && (move.turn !== before.turn || move.question !== before.at))
      must(events.length === 0, 'a stale turn does nothing', turn)
    if (move.kind === 'answer' && events.length > 0) {
      const closing = book.closing(move.person)
      must(move.question === before.at && (closing === undefined || move.atMs <= closing), 'what counts was given in time', turn)
    }
    if (move.kind === 'unheard' && events.length > 0)
      must(isDeepStrictEqual(game.answers, before.answers), 'what is asked again keeps what was answered', turn)
    if (events.length > 0) must(moved(game, move).events.length === 0, 'a move is absorbed once when it is repeated', turn)
    for (const event of events) book.take(event)
    const { at: present, counted, running } = book.state()
    must(
      game.at === present && isDeepStrictEqual(game.answers, Object.fromEntries(counted)),
      'one answer each, the one that was counted',
      turn,
    )
    if (game.at !== at || events.some(({ kind }) => kind === 'paused' || kind === 'closed')) closings.clear()
    at = game.at
    if (!running) continue
    for (const person of ['ada', 'bob', 'cy']) {
      const closesMs = closesMsOf(game, person)
      must(closesMs === book.closing(person), `the closing of ${person} is when his time is used up`, turn)
      must((closesMs ?? 0) >= (closings.get(person) ?? 0), 'nobody’s closing comes nearer', turn)
      closings.set(person, closesMs)
    }
  }
  must(end.phase === 'over', 'a round comes to its end, whatever happened in it')
  return book.lines
}

describe('of ten thousand rounds of chance', () => {
  test('each keeps its order, counts one answer of each person, in time, and comes to its end; and each is scored as a simple sum', () => {
    let answered = 0
    const endings: Record<string, number> = {}
    const came = new Set<string>()
    for (const seed of histories(ROUNDS, 'round')) {
      const history = randomRound(seed)
      const lines = follow(history)
      answered += lines.length
      for (const { events, why } of history.turns) came.add(why === undefined ? events.map(({ kind }) => `+${kind}`).join() : `-${why}`)
      endings[history.end.ending ?? 'none'] = (endings[history.end.ending ?? 'none'] ?? 0) + 1
      checkScores(history.end, lines, seed)
    }
    // So that the rounds are not all empty, nor all cut short.
    expect(answered).toBeGreaterThan(ROUNDS)
    expect(endings['played']).toBeGreaterThan(ROUNDS / 2)
    expect(endings['stopped']).toBeGreaterThan(ROUNDS / 50)
    expect(Object.keys(endings).toSorted()).toEqual(['played', 'stopped'])
    expect([...came].toSorted()).toEqual(
      [...EVENTS.map((kind) => `+${kind}`), '+revealed,+ended', ...REASONS.map((why) => `-${why}`)].toSorted(),
    )
  })

  test('no key is planned for two different deliveries, and the report is planned once', () => {
    let planned = 0
    for (const seed of histories(2000, 'round')) {
      const { steps, turns } = randomRound(seed)
      planned += steps.length
      must(steps.filter(({ post }) => post === 'quiz-report').length === 1, `${seed} has one report`)
      must(new Set(steps.map(({ key }) => key)).size === steps.length, `${seed} has one delivery of each key`)
      const asks = turns.flatMap(({ events }) => events.filter(({ kind }) => kind === 'opened'))
      must(asks.length <= steps.filter(({ post }) => post === 'quiz-ask').length, `${seed} opens what was asked`)
    }
    expect(planned).toBeGreaterThan(2000 * 3)
  })
})

/** Points by the rule as it is written for people. */
function checkScores(end: Game, lines: readonly Line[], seed: string): void {
  const sums = new Map<string, { right: number; answered: number; points: number }>()
  for (const { person, question, option, atMs, openedMs, closesMs } of lines) {
    const asked = end.questions[question]!
    const sum = sums.get(person) ?? { right: 0, answered: 0, points: 0 }
    sums.set(person, sum)
    sum.answered += 1
    if (option !== asked.right) continue
    sum.right += 1
    const fast = end.rules.speed && end.rules.mode !== 'class' && !asked.solemn && closesMs !== undefined
    const share = fast ? Math.max(0, Math.min(1, 1 - (atMs - openedMs) / (closesMs - openedMs))) : 1
    sum.points += Math.round(500 + 500 * share)
  }
  const ranking = rankingOf({ game: end, lines, players: [] })
  must(ranking.length === sums.size, `${seed} ranks everybody who answered`)
  for (const [n, { person, place, ...rest }] of ranking.entries()) {
    must(isDeepStrictEqual(rest, sums.get(person)), `${seed} adds up what ${person} won`)
    must(n === 0 || ranking[n - 1]!.points >= rest.points, `${seed} has the best first`)
    const better = ranking.filter(({ points }) => points > rest.points).length
    must(place === better + 1, `${seed} gives ${person} the place after those who are better`)
  }
}

describe('a round that is cut off', () => {
  test('after any event is the same game again from its beginning and its events', () => {
    let cuts = 0
    for (const seed of histories(1000, 'replay')) {
      const { begins, turns } = randomRound(seed)
      let replayed = begins
      for (const turn of turns) {
        for (const event of turn.events) replayed = evolve(replayed, JSON.parse(JSON.stringify(event)) as Event)
        must(isDeepStrictEqual(replayed, turn.game), `${seed} replays to the game as it stood`, turn)
        cuts += turn.events.length
      }
    }
    expect(cuts).toBeGreaterThan(10_000)
  })

  test('after any event goes on from what was written of it as if nothing had been', () => {
    let cuts = 0
    for (const seed of histories(300, 'cut')) {
      const { turns, end } = randomRound(seed)
      for (const [cut, { game }] of turns.entries()) {
        if (turns[cut]!.events.length === 0) continue
        let again = JSON.parse(JSON.stringify(game)) as Game
        must(isDeepStrictEqual(again, game), `${seed} is written as it is`)
        for (const { move, events } of turns.slice(cut + 1)) {
          const result = moved(again, move)
          must(isDeepStrictEqual(result.events, events), `${seed} cut after move ${cut} has the same events`)
          again = result.game
        }
        must(isDeepStrictEqual(again, end), `${seed} cut after move ${cut} has the same end`)
        cuts++
      }
    }
    expect(cuts).toBeGreaterThan(3000)
  })

  test('absorbs at any later time what was heard before: what stood, what was answered, revealed and asked, who was away', () => {
    let repeated = 0
    for (const seed of histories(500, 'again')) {
      const { turns } = randomRound(seed)
      const heard: Move[] = []
      for (const turn of turns) {
        if (turn.events.length > 0 && ONE_TIME.has(turn.move.kind)) heard.push(turn.move)
        for (const move of heard) must(moved(turn.game, move).events.length === 0, `${seed} hears ${move.kind} twice`, turn)
        repeated += heard.length
      }
    }
    expect(repeated).toBeGreaterThan(50_000)
  })
})

describe('whatever move comes', () => {
  const odd = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))
  const person = fc.oneof(fc.string(), fc.constantFrom('ada', '__proto__', 'constructor', 'hasOwnProperty'))
  const move: fc.Arbitrary<Move> = fc.oneof(
    fc.record({ kind: fc.constant('stands' as const), question: odd, turn: odd, message: fc.string(), sentMs: odd, nowMs: odd }),
    fc.record({ kind: fc.constant('answer' as const), question: odd, person, option: odd, atMs: odd, nowMs: odd }),
    fc.record({ kind: fc.constant('reveal' as const), question: odd, turn: odd, nowMs: odd }),
    fc.record({ kind: fc.constant('reveal' as const), question: odd, nowMs: odd }),
    fc.record({ kind: fc.constant('next' as const), question: odd, nowMs: odd }),
    fc.record({ kind: fc.constant('next' as const), question: odd, byHand: fc.constant(true as const), nowMs: odd }),
    fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const), nowMs: odd }),
    fc.record({ kind: fc.constant('unheard' as const), fromMs: odd, untilMs: odd, nowMs: odd }),
    fc.record({ kind: fc.constant('stop' as const), why: fc.constantFrom('stopped' as const, 'refused' as const), nowMs: odd }),
    fc.record({ kind: fc.constant('more-time' as const), person, factor: odd, nowMs: odd }),
  )

  test('it is decided without a throw, and the same again', () => {
    const games = histories(200, 'any').flatMap((seed) => randomRound(seed).turns.map(({ game }) => game))
    fc.assert(
      fc.property(fc.constantFrom(...games), move, (game, odd) => {
        const decision = decide(game, odd)
        expect(decide(game, odd)).toEqual(decision)
        expect(decision.kind === 'nothing' ? decision.why.length : decision.events.length).toBeGreaterThan(0)
      }),
      { numRuns: 5000, seed: 4 },
    )
  })
})
