import type { ChannelPlace } from '../../../src/chat/platform.ts'
import { type Game, newGame, type Rules } from '../../../src/quiz/engine/game.ts'
import type { Asked } from '../../../src/quiz/question.ts'
import type { Given, NewRound, Rounds } from '../../../src/quiz/rounds.ts'
import { CHANNEL, T } from '../../support/store.ts'

/** A question with four options, of which the second is right. */
export const askedOf = (id: string, changes: Partial<Asked> = {}): Asked => ({
  id,
  kind: 'date',
  difficulty: 2,
  solemn: false,
  text: `When was ${id}?`,
  options: ['17 August', '18 August', '19 August', '20 August'],
  right: 1,
  explanation: 'It was on that day.',
  accepts: [],
  sources: [{ title: 'Kéïta “ź” 🕊', publisher: 'P', url: 'https://example.org' }],
  ...changes,
})

export const rulesOf = (changes: Partial<Rules> = {}): Rules => ({
  mode: 'round',
  seconds: 20,
  changeable: true,
  shuffle: false,
  speed: false,
  names: true,
  typed: false,
  pace: 'by-itself',
  ...changes,
})

export const TEACHER = 'teacher0000000000000000000000000'

/** Like a real one: 32 characters. */
export const personOf = (n: number): string => `person${String(n).padStart(26, '0')}`

export type RoundChanges = {
  readonly id?: string
  readonly place?: ChannelPlace
  readonly rules?: Partial<Rules>
  readonly questions?: readonly Asked[]
  readonly startedAt?: Date
  readonly starter?: string
  readonly starterName?: string
}

export const gameOf = ({ id = 'aaaaaaaaaa', place = CHANNEL, rules, questions, starter = TEACHER }: RoundChanges = {}): Game =>
  newGame({
    id,
    place,
    locale: 'en',
    rules: rulesOf(rules),
    starter,
    questions: questions ?? [askedOf('coup'), askedOf('vote'), askedOf('trip')],
  })

export const newRound = (changes: RoundChanges = {}): NewRound => ({
  game: gameOf(changes),
  startedAt: changes.startedAt ?? T,
  starterName: changes.starterName ?? 'Aminata',
})

export type Pressed = {
  readonly round?: string
  readonly question?: number
  readonly person?: number
  readonly option?: number
  /** Milliseconds after T. */
  readonly after?: number
  readonly from?: Given['from']
  readonly name?: string
}

export const givenOf = ({
  round = 'aaaaaaaaaa',
  question = 0,
  person = 1,
  option = 1,
  after = 1000,
  from = CHANNEL,
  name,
}: Pressed = {}): Given => ({
  round,
  from,
  move: { kind: 'answer', question, person: personOf(person), option, atMs: T.getTime() + after, nowMs: T.getTime() + after + 50 },
  name: name ?? `Name ${person}`,
})

/** The present question stands there since `after` milliseconds after T. */
export const open = async (rounds: Rounds, round = 'aaaaaaaaaa', question = 0, after = 0) => {
  const sentMs = T.getTime() + after
  const turn = (await rounds.game(round))?.turn ?? 0
  return rounds.move(round, { kind: 'stands', question, turn, message: `m${question}`, sentMs, nowMs: sentMs })
}

/** Its time is up. */
export const reveal = async (rounds: Rounds, round = 'aaaaaaaaaa', question = 0, after = 22_000) => {
  const turn = (await rounds.game(round))?.turn ?? 0
  return rounds.move(round, { kind: 'reveal', question, turn, nowMs: T.getTime() + after })
}

export const next = (rounds: Rounds, round = 'aaaaaaaaaa', question = 1, after = 23_000) =>
  rounds.move(round, { kind: 'next', question, nowMs: T.getTime() + after })

export const stop = (rounds: Rounds, round = 'aaaaaaaaaa', after = 30_000) =>
  rounds.move(round, { kind: 'stop', why: 'stopped', nowMs: T.getTime() + after })

/** What became of each answer, in a word. */
export const outcomes = (taken: Awaited<ReturnType<Rounds['answer']>>): readonly string[] =>
  taken.map((one) => (one.kind === 'refused' ? one.why : one.changed ? 'changed' : 'new'))
