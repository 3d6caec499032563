import { describe, expect, test } from 'vitest'
import { closesMsOf, factorOf, lastClosingMs } from '../../../src/quiz/engine/closing.ts'
import { RoundEntry } from '../../../src/quiz/engine/entry.ts'
import { evolve } from '../../../src/quiz/engine/evolve.ts'
import { revealedCount } from '../../../src/quiz/engine/game.ts'
import {
  after,
  answers,
  askedQuestion,
  begun,
  close,
  moved,
  moreTime,
  next,
  nextByHand,
  pause,
  resume,
  stands,
  stop,
  T,
  timeUp,
  unheard,
} from '../../support/quiz-games.ts'

const SECOND = 1000

describe('a question that stands in the channel', () => {
  test('closes so many seconds after it was sent', () =>
    expect(moved(begun(), stands(0, 1000, 1400)).events).toEqual([
      { kind: 'opened', message: 'message-0', openedMs: T + 1000, closesMs: T + 21_000 },
    ]))

  test('has its full time from when we learned of it, where that was more than five seconds late', () => {
    const late = { kind: 'opened', message: 'message-0', openedMs: T + 6001, closesMs: T + 26_001, awayMs: 5001 }
    expect(moved(begun(), stands(0, 1000, 6001)).events).toEqual([late])
    expect(after(begun(), stands(0, 1000, 6001)).awayMs).toBe(5001)
    expect(after(begun(), stands(0, 1000, 6000)).awayMs).toBeUndefined()
    expect(after(begun(), stands(0, 1000, 6000)).closesMs).toBe(T + 21_000)
  })

  test('closes at its time of day all the same, where it is the question of a day', () =>
    expect(moved(begun({ mode: 'daily', seconds: 86_000 }), stands(0, 1000, 3_600_000)).events).toEqual([
      { kind: 'opened', message: 'message-0', openedMs: T + 1000, closesMs: T + 1000 + 86_000 * SECOND },
    ]))

  test('does not close by itself without a limit, however late we learned of it', () =>
    expect(moved(begun({ seconds: null }), stands(0, 1000, 60_000)).events).toEqual([
      { kind: 'opened', message: 'message-0', openedMs: T + 1000 },
    ]))

  test('is not believed to have been sent minutes from now', () =>
    expect(after(begun(), stands(0, 3_600_000, 1000)).closesMs).toBe(T + 21_000))
})

describe('an answer', () => {
  const open = after(begun(), stands(0, 0))

  test('counts until the very instant of closing, by the time when it was pressed', () => {
    expect(moved(open, answers('ada', 0, 1, 20_000, 21_900)).events).toEqual([
      { kind: 'answered', person: 'ada', option: 1, atMs: T + 20_000 },
    ])
    expect(moved(open, answers('ada', 0, 1, 20_001)).why).toBe('too-late')
  })

  test('counts before we learned that the question stands there', () =>
    expect(after(begun(), answers('ada', 0, 1, 900), stands(0, 1000)).answers).toEqual({ ada: { option: 1, atMs: T + 900 } }))

  test('counts once, and cannot be changed where the round does not say so', () => {
    const once = after(open, answers('ada', 0, 1, 500))
    expect(moved(once, answers('ada', 0, 1, 700)).why).toBe('same')
    expect(moved(once, answers('ada', 0, 2, 700)).why).toBe('counted')
    expect(moved(once, answers('bob', 0, 2, 700)).events).toHaveLength(1)
  })

  test('replaces an earlier one where the round says so, and the one pressed last counts in whichever order they are heard', () => {
    const changeable = after(begun({ changeable: true }), stands(0, 0))
    const second = answers('ada', 0, 2, 700)
    const inOrder = after(changeable, answers('ada', 0, 1, 500), second)
    expect(inOrder.answers['ada']).toEqual({ option: 2, atMs: T + 700 })
    expect(moved(inOrder, answers('ada', 0, 1, 500)).why).toBe('counted')
    const turned = moved(after(changeable, second), answers('ada', 0, 1, 500))
    expect(turned.why).toBe('counted')
    expect(turned.game.answers['ada']).toEqual({ option: 2, atMs: T + 700 })
  })

  test.each([4, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('that is none of the options (%s) is refused', (option) =>
    expect(moved(open, answers('ada', 0, option, 500)).why).toBe('no-option'),
  )

  test('that was typed may be none of the options', () => {
    const typed = after(begun({ typed: true }), stands(0, 0))
    expect(moved(typed, answers('ada', 0, -1, 500)).events).toEqual([{ kind: 'answered', person: 'ada', option: -1, atMs: T + 500 }])
    expect(moved(typed, answers('ada', 0, -2, 500)).why).toBe('no-option')
  })

  test('at no time at all is too late', () => expect(moved(open, answers('ada', 0, 1, Number.NaN)).why).toBe('too-late'))

  test('after the reveal is refused, though its giver had more time', () => {
    const game = after(begun(), moreTime('ada', 2, 0), stands(0, 0), timeUp(0, 1, 42_000))
    expect(moved(game, answers('ada', 0, 1, 30_000)).why).toBe('closed')
  })

  test.each(['__proto__', 'constructor', 'toString', ''])('of somebody called %j counts as any other', (person) => {
    const game = after(open, answers(person, 0, 1, 500))
    expect(Object.entries(game.answers)).toEqual([[person, { option: 1, atMs: T + 500 }]])
    expect(moved(game, answers(person, 0, 1, 500)).why).toBe('same')
    expect(factorOf(game, person)).toBe(1)
  })
})

describe('more time', () => {
  test('that was given before moves the closing of one person and the last one, and nobody else’s', () => {
    const game = after(begun(), moreTime('ada', 1.5, 0), moreTime('bob', 2, 0), stands(0, 1000))
    expect(['ada', 'bob', 'cy'].map((person) => closesMsOf(game, person))).toEqual([T + 31_000, T + 41_000, T + 21_000])
    expect(lastClosingMs(game)).toBe(T + 41_000)
    expect(moved(game, answers('ada', 0, 1, 31_000)).events).toHaveLength(1)
    expect(moved(game, answers('ada', 0, 1, 31_001)).why).toBe('too-late')
    expect(moved(game, answers('cy', 0, 1, 21_001)).why).toBe('too-late')
  })

  test('that is given while it is open moves the last closing, in a new turn', () => {
    const game = after(begun(), stands(0, 1000))
    const { events, game: longer } = moved(game, moreTime('ada', 2, 9000))
    expect(events).toEqual([{ kind: 'given-time', person: 'ada', factor: 2, closesMs: T + 41_000 }])
    expect(longer.turn).toBe(game.turn + 1)
    expect(longer.closesMs).toBe(game.closesMs)
    expect(moved(longer, timeUp(0, game.turn, 23_000)).why).toBe('not-now')
    expect(moved(longer, timeUp(0, longer.turn, 43_000)).events).toHaveLength(1)
  })

  test('that somebody else has already moves nothing', () => {
    const game = after(begun(), moreTime('ada', 2, 0), stands(0, 1000))
    expect(moved(game, moreTime('bob', 1.5, 9000)).events).toEqual([{ kind: 'given-time', person: 'bob', factor: 1.5 }])
    expect(moved(game, moreTime('bob', 1.5, 9000)).game.turn).toBe(game.turn)
  })

  test('is not taken away again, nor given in any other measure, nor for the question of a day', () => {
    expect(moved(after(begun(), moreTime('ada', 2, 0)), moreTime('ada', 1.5, 1)).why).toBe('already')
    for (const factor of [0, 1, 3, -2, Number.NaN]) expect(moved(begun(), moreTime('ada', factor, 0)).why).toBe('no-option')
    expect(moved(begun({ mode: 'daily' }), moreTime('ada', 2, 0)).why).toBe('not-now')
  })

  test('ends for everybody when the question is closed by hand', () => {
    const game = after(begun(), moreTime('ada', 2, 0), stands(0, 0), close(0, 9000))
    expect([closesMsOf(game, 'ada'), closesMsOf(game, 'bob'), lastClosingMs(game)]).toEqual([T + 9000, T + 9000, T + 9000])
  })

  test('means nothing without a limit, until the question is closed by hand', () => {
    const game = after(begun({ seconds: null }), moreTime('ada', 2, 0), stands(0, 0))
    expect([closesMsOf(game, 'ada'), lastClosingMs(game)]).toEqual([undefined, undefined])
    expect(closesMsOf(after(game, close(0, 9000)), 'ada')).toBe(T + 9000)
  })

  test('lasts for the round', () =>
    expect(after(begun(), moreTime('ada', 2, 0), stands(0, 0), timeUp(0, 1, 42_000), next(1, 43_000)).factors).toEqual({ ada: 2 }))
})

describe('a pause', () => {
  test('keeps the rest of the time, for everybody in his measure', () => {
    const paused = after(begun(), moreTime('ada', 2, 0), stands(0, 1000), pause(9000))
    expect(paused).toMatchObject({ phase: 'paused', leftMs: 12_000 })
    expect(paused).not.toHaveProperty('closesMs')
    const resumed = after(paused, resume(100_000))
    expect(resumed).toMatchObject({ phase: 'open', openedMs: T + 92_000, closesMs: T + 112_000, turn: paused.turn + 1 })
    expect(resumed).not.toHaveProperty('leftMs')
    expect(closesMsOf(resumed, 'ada')).toBe(T + 132_000)
  })

  test('keeps it over several pauses', () => {
    const game = after(begun(), stands(0, 0), pause(5000), resume(50_000), pause(55_000), resume(90_000))
    expect(game.closesMs).toBe(T + 100_000)
  })

  test('after most have closed leaves only those with more time the rest of theirs', () => {
    const game = after(begun(), moreTime('ada', 2, 0), stands(0, 0), pause(25_000))
    expect(game.leftMs).toBe(-5000)
    const resumed = after(game, resume(100_000))
    expect(moved(resumed, answers('bob', 0, 1, 101_000)).why).toBe('too-late')
    expect(closesMsOf(resumed, 'ada')).toBe(T + 115_000)
  })

  test('comes too late when the time of all is up', () => expect(moved(after(begun(), stands(0, 0)), pause(20_000)).why).toBe('closed'))

  test('makes the reveal that was planned say nothing', () => {
    const game = after(begun(), stands(0, 0), pause(9000), resume(10_000))
    expect(moved(game, timeUp(0, 1, 22_000)).why).toBe('not-now')
    expect(moved(game, timeUp(0, game.turn, 23_000)).events).toEqual([{ kind: 'revealed', nowMs: T + 23_000 }])
  })

  test('without a limit has nothing to keep', () => {
    const game = after(begun({ seconds: null }), stands(0, 1000), pause(9000))
    expect(game).not.toHaveProperty('leftMs')
    expect(after(game, resume(10_000))).toMatchObject({ phase: 'open', openedMs: T + 1000 })
    expect(after(game, resume(10_000))).not.toHaveProperty('closesMs')
  })

  test('of a question on its way holds it until the round goes on, with all of its time', () => {
    const arrived = after(begun(), pause(500), stands(0, 1000))
    expect(arrived).toMatchObject({ phase: 'paused', message: 'message-0', leftMs: 20_000 })
    expect(after(arrived, resume(60_000))).toMatchObject({ phase: 'open', closesMs: T + 80_000 })
  })

  test('before a question was sent has it asked in another turn', () => {
    const game = after(begun(), pause(500), resume(60_000))
    expect(game).toMatchObject({ phase: 'asking', turn: 1 })
  })

  test('while the answer is told lets it be told, and holds the next question', () => {
    const paused = after(begun(), stands(0, 0), timeUp(0, 1, 22_000), pause(22_500))
    expect(after(paused, resume(23_000))).toMatchObject({ phase: 'revealed', turn: 1, openedMs: T, closesMs: T + 20_000 })
    const asked = after(paused, next(1, 24_000))
    expect(asked).toMatchObject({ phase: 'paused', at: 1 })
    expect(after(asked, resume(90_000))).toMatchObject({ phase: 'asking', at: 1 })
  })

  test('ends when the question is closed by hand', () => {
    const game = after(begun(), stands(0, 0), pause(5000), close(0, 60_000))
    expect(game).toMatchObject({ phase: 'open', closedMs: T + 60_000 })
    expect(moved(game, answers('ada', 0, 1, 60_001)).why).toBe('too-late')
    expect(after(game, timeUp(0, game.turn, 62_000)).phase).toBe('revealed')
  })
})

describe('an absence', () => {
  const open = after(begun(), stands(0, 1000), answers('ada', 0, 1, 2000))
  const again = { kind: 'asked-again', nowMs: T + 60_000, awayMs: 57_000 }

  test('of more than five seconds in which somebody could have answered has the question asked again, and keeps its answers', () => {
    expect(moved(open, unheard(3000, 60_000)).events).toEqual([again])
    const asking = after(open, unheard(3000, 60_000))
    expect(asking).toMatchObject({ phase: 'asking', turn: open.turn + 1, awayMs: 57_000, answers: open.answers })
    expect([asking.message, asking.closesMs]).toEqual([undefined, undefined])
    expect(moved(asking, timeUp(0, open.turn, 60_000)).why).toBe('not-now')
    expect(moved(asking, answers('bob', 0, 1, 60_500)).events).toHaveLength(1)
    expect(after(asking, stands(0, 61_000))).toMatchObject({ phase: 'open', openedMs: T + 61_000, closesMs: T + 81_000 })
  })

  test('counts from when the question opened or went on, and until the last has closed', () => {
    expect(moved(open, unheard(-60_000, 6000)).why).toBe('already')
    expect(moved(open, unheard(-60_000, 6001)).events).toEqual([{ ...again, nowMs: T + 6001, awayMs: 5001 }])
    const resumed = after(open, pause(2000), resume(30_000))
    expect(moved(resumed, unheard(1000, 35_000)).why).toBe('already')
    expect(moved(resumed, unheard(1000, 35_001)).events).toHaveLength(1)
    expect(moved(open, unheard(16_000, 90_000)).why).toBe('already')
    expect(moved(open, unheard(15_999, 90_000)).events).toHaveLength(1)
    expect(moved(after(begun(), moreTime('eve', 2, 0), stands(0, 1000)), unheard(30_000, 90_000)).events).toHaveLength(1)
  })

  test('takes nothing from what has no hurry, was closed by hand, or closes at its time of day', () => {
    const away = unheard(2000, 60_000)
    expect(moved(after(begun({ seconds: null }), stands(0, 1000)), away).why).toBe('not-now')
    expect(moved(after(open, close(0, 4000)), away).why).toBe('not-now')
    expect(moved(after(begun({ mode: 'daily', seconds: 86_000 }), stands(0, 1000)), away).why).toBe('not-now')
  })

  test('that is told twice, or by another process too, is one', () => {
    const asking = after(open, unheard(3000, 60_000))
    expect(moved(asking, unheard(3000, 60_200)).why).toBe('not-now')
    expect(moved(after(asking, stands(0, 60_100)), unheard(3000, 60_200)).why).toBe('already')
    expect(moved(asking, stands(0, 60_050, 60_100, open.turn - 1)).why).toBe('already')
    expect(moved(asking, stands(0, 59_000, 60_100, asking.turn)).events).toHaveLength(1)
  })

  test('after which somebody pauses before the question stands there has it asked when the round goes on, as often as it takes', () => {
    const asked = after(open, unheard(3000, 60_000), pause(60_500), resume(90_000))
    expect(asked).toMatchObject({ phase: 'asking', awayMs: 57_000 })
    const twice = after(asked, stands(0, 91_000), unheard(92_000, 200_000))
    expect(twice).toMatchObject({ phase: 'asking', awayMs: 108_000, answers: open.answers })
    expect(after(twice, stands(0, 201_000)).closesMs).toBe(T + 221_000)
    expect(after(twice, stands(0, 201_000, 208_000))).toMatchObject({ awayMs: 115_000, closesMs: T + 228_000 })
  })
})

describe('closing by hand', () => {
  test('lets answers that were pressed before it count until the answer is revealed', () => {
    const game = after(begun({ seconds: null }), stands(0, 0), close(0, 30_000))
    expect(moved(game, answers('ada', 0, 1, 30_000, 31_500)).events).toHaveLength(1)
    expect(moved(game, answers('ada', 0, 1, 30_001, 31_500)).why).toBe('too-late')
  })

  test('makes the reveal that was planned say nothing', () => {
    const game = after(begun(), stands(0, 0), close(0, 19_500))
    expect(moved(game, timeUp(0, 1, 22_000)).why).toBe('not-now')
    expect(moved(game, timeUp(0, 2, 22_000)).events).toHaveLength(1)
  })
})

describe('the next question', () => {
  const revealed = after(begun(), stands(0, 0), answers('ada', 0, 1, 50), timeUp(0, 1, 22_000))

  test('begins with nothing of the one before', () => {
    expect(after(revealed, next(1, 23_000))).toStrictEqual({ ...begun(), at: 1, askMs: T + 31_000 })
    const away = after(begun(), stands(0, 0, 60_000), pause(61_000), resume(62_000), close(0, 63_000), timeUp(0, 3, 65_000))
    expect(after(away, next(1, 66_000))).toStrictEqual({ ...begun(), at: 1, askMs: T + 74_000 })
  })

  test('takes no answer before it can stand in the channel', () => {
    const asking = after(revealed, next(1, 23_000))
    expect(moved(asking, answers('ada', 1, 1, 30_999)).why).toBe('not-now')
    expect(moved(asking, answers('ada', 1, 1, 31_000)).events).toHaveLength(1)
    expect(moved(after(asking, pause(24_000), resume(25_000)), answers('ada', 1, 1, 25_000)).events).toHaveLength(1)
    expect(
      moved(
        after(begun({ pace: 'by-hand' }), stands(0, 0), timeUp(0, 1, 22_000), next(1, 23_000), nextByHand(1, 24_000)),
        answers('ada', 1, 1, 24_000),
      ).events,
    ).toHaveLength(1)
  })

  test('after the last one is the end', () => {
    const last = after(revealed, next(1, 23_000), stands(1, 31_000), timeUp(1, 1, 53_000))
    expect(moved(last, next(2, 54_000)).events).toEqual([{ kind: 'ended', ending: 'played', nowMs: T + 54_000 }])
    expect(after(last, next(2, 54_000))).toMatchObject({ phase: 'over', ending: 'played', at: 1 })
  })

  test('waits for its starter where the pace is by hand, until the answer was told; after the last the end comes by itself', () => {
    const game = after(begun({ pace: 'by-hand' }), stands(0, 0), timeUp(0, 1, 22_000))
    expect(moved(game, nextByHand(1, 22_100)).why).toBe('not-now')
    const told = after(game, next(1, 23_000))
    expect(told).toMatchObject({ phase: 'revealed', told: true })
    const second = after(told, nextByHand(1, 60_000))
    expect(second).toStrictEqual({ ...begun({ pace: 'by-hand' }), at: 1 })
    expect(after(second, stands(1, 61_000), timeUp(1, 1, 83_000), next(2, 84_000)).ending).toBe('played')
  })
})

describe('what is heard of a question that is over', () => {
  const second = after(begun(), stands(0, 0), timeUp(0, 1, 22_000), next(1, 23_000))

  test.each([
    [stands(0, 24_000), 'closed'],
    [answers('ada', 0, 1, 19_000, 24_000), 'closed'],
    [timeUp(0, 1, 24_000), 'closed'],
    [close(0, 24_000), 'closed'],
    [next(1, 24_000), 'already'],
  ])('brings nothing, and says that it is: $0.kind', (move, why) => expect(moved(second, move).why).toBe(why))
})

describe('what was revealed', () => {
  test('is every question before the present one, and that one once its answer is', () => {
    const open = after(begun(), stands(0, 0))
    const revealed = after(open, timeUp(0, 1, 22_000))
    expect(
      [begun(), open, after(open, stop(1)), revealed, after(revealed, stop(1)), after(revealed, next(1, 23_000))].map(revealedCount),
    ).toEqual([0, 0, 0, 1, 1, 1])
  })
})

describe('a question of the day', () => {
  test('is answered, closed, revealed and over like a round of one', () => {
    const day = begun({ mode: 'daily', seconds: 86_000 }, [askedQuestion(0)])
    const open = after(day, stands(0, 0), answers('ada', 0, 0, 80_000_000))
    expect(moved(open, answers('bob', 0, 0, 86_000_001)).why).toBe('too-late')
    expect(after(open, timeUp(0, 1, 86_002_000), next(1, 86_003_000)).ending).toBe('played')
  })
})

describe('an entry', () => {
  test.each([
    stands(0, 1),
    timeUp(0, 1, 1),
    close(0, 1),
    next(1, 1),
    nextByHand(1, 1),
    pause(1),
    resume(1),
    unheard(1, 9),
    stop(1),
    moreTime('ada', 2, 1),
  ])('with the move $kind is understood as it is, from JSON too', (move) =>
    expect(RoundEntry.parse(JSON.parse(JSON.stringify({ round: 'r', move })))).toStrictEqual({ round: 'r', move }),
  )

  test('with an answer, or with what is no move, is not understood', () => {
    for (const move of [answers('ada', 0, 1, 1), { kind: 'pause' }, { kind: 'cheat', nowMs: 1 }, { kind: 'pause', nowMs: Number.NaN }])
      expect(RoundEntry.safeParse({ round: 'r', move }).success).toBe(false)
  })
})

test('an event changes a copy, and never the game before it', () => {
  const game = Object.freeze(after(begun(), stands(0, 0)))
  expect(evolve(game, { kind: 'revealed', nowMs: T })).not.toBe(game)
  expect(game.phase).toBe('open')
})
