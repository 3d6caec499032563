import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { dispatcher, reply } from '../../src/chat/dispatch.ts'
import type { Asker, ChannelPlace, Ear } from '../../src/chat/platform.ts'
import type { Reply } from '../../src/chat/reply.ts'
import { courier } from '../../src/delivery/courier.ts'
import type { Outbox } from '../../src/delivery/outbox.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import type { Log } from '../../src/kernel/log.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { virtualClock, type VirtualClock } from '../../src/kernel/virtual-clock.ts'
import { attending } from '../../src/quiz/attending.ts'
import { quizCommands } from '../../src/quiz/commands.ts'
import type { Game } from '../../src/quiz/engine/game.ts'
import type { QuizParts } from '../../src/quiz/parts.ts'
import { quizPosts } from '../../src/quiz/posts/posts.ts'
import type { Question, Questions } from '../../src/quiz/question.ts'
import type { Rounds } from '../../src/quiz/rounds.ts'
import { gate } from '../../src/simulation/gate.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { MALI_2020, must, openShelf } from './ear.ts'
import { outside, type Outside, type OutsideSettings } from './outside.ts'

export const START = new Date('2026-11-02T09:00:00Z')
export const CHANNEL: ChannelPlace = { kind: 'channel', platform: 'discord', server: 'S1', channel: 'C1' }

/** Whoever asks in the channel of these tests. */
export const learner = (user: string, changes: Partial<Asker> = {}): Asker => ({
  platform: 'discord',
  server: 'S1',
  channel: 'C1',
  user,
  name: `Name of ${user}`,
  site: 'channel',
  manages: false,
  rights: { kind: 'known', lacks: [], history: true },
  ...changes,
})

const words = (n: number, mark: string) => ({
  text: `${mark} question ${n}?`,
  right: `${mark} right ${n}`,
  wrong: [`${mark} wrong ${n} a`, `${mark} wrong ${n} b`, `${mark} wrong ${n} c`],
  explanation: `${mark} because ${n}.`,
  accepts: [],
})

/** Question `n` of these tests, in every language; none goes by a word of another. */
export const testQuestion = (n: number, changes: Partial<Question> = {}): Question => ({
  id: `date:event-${n}`,
  kind: (['date', 'who', 'where', 'body'] as const)[n % 4] ?? 'date',
  difficulty: 2,
  about: { pack: 'mali-2020', event: `event-${n}` },
  solemn: false,
  words: { en: words(n, `e${n}e`), fr: words(n, `f${n}f`), pl: words(n, `p${n}p`) },
  sources: [{ title: `Source ${n}`, publisher: 'Publisher', url: `https://example.org/${n}` }],
  ...changes,
})

export const questionsFrom = (all: readonly Question[]): Questions => ({ all: () => all, get: (id) => all.find((one) => one.id === id) })

/** One process of an installation: a store of its own on the file of the test, a courier, and an ear. */
export type House = {
  readonly store: Store
  readonly ear: Ear
  readonly parts: QuizParts
  /** What is said to `/quiz <text>`. */
  readonly say: (text: string, who?: Asker) => Promise<Reply>
  readonly press: (action: string, who?: Asker) => Promise<Reply>
  /** The process is no more: nothing that it waits for ever comes. */
  readonly die: () => Promise<void>
  readonly dead: () => boolean
}

export type HouseOptions = {
  readonly platform?: Outside
  /** What the process sees in place of its outbox and its rounds. */
  readonly outbox?: (outbox: Outbox, die: () => void) => Outbox
  readonly rounds?: (rounds: Rounds, die: () => void) => Rounds
  readonly parts?: Partial<QuizParts>
}

export type QuizRig = {
  readonly clock: VirtualClock
  readonly discord: Outside
  readonly reports: unknown[]
  readonly open: (options?: HouseOptions) => Promise<House>
  readonly seconds: (many: number) => Promise<void>
}

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A world in which processes are opened and die over one file, under a clock that the test moves. */
export async function quizRig(
  settings: { readonly questions?: readonly Question[]; readonly startAt?: Date } & Omit<OutsideSettings, 'clock'> = {},
): Promise<QuizRig> {
  const directory = mkdtempSync(join(tmpdir(), 'griot-quiz-'))
  const clock = virtualClock(settings.startAt ?? START)
  const discord = outside({ ...settings, clock })
  const reports: unknown[] = []
  const houses: House[] = []
  const questions = questionsFrom(settings.questions ?? Array.from({ length: 12 }, (_, n) => testQuestion(n)))
  let opened = 0
  onTestFinished(async () => {
    await Promise.all(houses.map((house) => house.die()))
    rmSync(directory, { recursive: true, force: true })
  })

  async function open(options: HouseOptions = {}): Promise<House> {
    const edge = gate()
    const random = seededRandom(`house ${(opened += 1)}`)
    const wake: { now: () => void } = { now: () => undefined }
    const store = openStore({
      database: { kind: 'sqlite', path: join(directory, 'griot.db') },
      secret: 'a secret of the tests, long enough',
      clock,
      random,
      log: quiet,
      changed: () => wake.now(),
    })
    await store.opened
    const die = (): void => edge.die()
    const { rounds: seen = (rounds: Rounds) => rounds, outbox: through = (outbox: Outbox) => outbox } = options
    const rounds = edge.through(seen(clock.holding(store.quiz.rounds), die))
    const parts: QuizParts = {
      ...store.quiz,
      rounds,
      questions,
      shelves: [openShelf(MALI_2020)],
      settlements: store.settlements,
      rightsOf: async () => ({ kind: 'known', lacks: [], history: true }),
      locale: 'en',
      random,
      attendMs: TIMING.attendMs,
      ...options.parts,
    }
    const carrying = courier({
      posts: quizPosts(parts),
      random,
      log: quiet,
      timing: TIMING,
      report: (error) => `bug${reports.push(error)}`,
      clock: edge.through(clock),
      outbox: edge.through(through(clock.holding(store.outbox), die)),
      platforms: [edge.through(options.platform ?? discord)],
    })
    wake.now = () => carrying.wake()
    void carrying.run(new AbortController().signal)
    void attending({ ...parts, clock: edge.through(clock), log: quiet }, new AbortController().signal)
    const ear = dispatcher({
      roots: [quizCommands(parts)],
      locale: 'en',
      zone: 'Africa/Bamako',
      settlements: store.settlements,
      clock,
      random,
      footer: () => [],
      home: (ask) => reply(ask, {}),
      report: (error) => `bug${reports.push(error)}`,
    })
    let heard = 0
    const asked = (who: Asker): Asker => ({ request: `request ${opened} ${(heard += 1)}`, ...who })
    let closed: Promise<void> | undefined
    const house: House = {
      store,
      ear,
      parts,
      say: (text, who = learner('teacher')) => ear.answer({ kind: 'line', root: 'quiz', text, asker: asked(who) }),
      press: (action, who = learner('teacher')) => ear.answer({ kind: 'press', action, asker: asked(who) }),
      die: () => {
        edge.die()
        return (closed ??= store.close())
      },
      dead: () => edge.dead(),
    }
    houses.push(house)
    return house
  }

  return { clock, discord, reports, open, seconds: (many) => clock.advance(many * 1000) }
}

/** The round that is being played in the channel. */
export const playing = async (house: House): Promise<Game> => must(await house.store.quiz.rounds.running(CHANNEL))

/** The action of the button whose label is this, or begins with it. */
export const action = (shown: Reply, label: string): string => {
  const found = shown.buttons.find((button) => button.label === label || button.label.startsWith(label))
  if (!found) throw new Error(`no button “${label}” among: ${shown.buttons.map((button) => button.label).join(', ')}`)
  return found.action
}
