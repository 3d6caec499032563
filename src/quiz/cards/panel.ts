import { toActionId } from '../../chat/action.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { list, note, paragraph, type Button, type Reply } from '../../chat/reply.ts'
import { lastClosingMs } from '../engine/closing.ts'
import type { Game } from '../engine/game.ts'
import { timeText } from './phrases.ts'
import { titleOf } from './question.ts'

type Steering = 'next' | 'close' | 'pause' | 'resume' | 'stop'

/** For whoever started a round: that it begins, how it is played, and what can be done with it. */
export function begunCard(ask: Ask, game: Game, wished: number): Reply {
  const { say } = ask
  const { rules, questions } = game
  const count = questions.length
  const time = rules.seconds === null ? say('quiz.untimed') : say('quiz.timed', { time: timeText(say, rules.seconds * 1000) })
  const hints = [
    ...(rules.pace === 'by-hand' ? [say('quiz.hint.byHand', { command: `/quiz ${say('cmd.quizNext.name')}` })] : []),
    ...(rules.seconds === null ? [say('quiz.hint.untimed', { command: `/quiz ${say('cmd.quizClose.name')}` })] : []),
    ...(rules.mode === 'class'
      ? [
          say('quiz.hint.class'),
          say('quiz.hint.codes', { command: `/quiz ${say('cmd.quizRoster.name')}`, join: `/quiz ${say('cmd.quizJoin.name')}` }),
          say('quiz.hint.time', { command: `/quiz ${say('cmd.quizTime.name')}` }),
        ]
      : []),
    say('quiz.hint.export', { command: `/quiz ${say('cmd.quizExport.name')}` }),
  ]
  return reply(ask, {
    title: say('quiz.begunTitle'),
    blocks: [
      paragraph(say('quiz.begun', { count }), ' ', time),
      ...(count < wished ? [note(say('quiz.fewer', { wished }))] : []),
      list(hints.map((hint) => [hint])),
    ],
    buttons: panel(ask, game),
  })
}

/** That a round is played here already, and which question it is at; what that asks nobody is told before it stands there. */
export function busyCard(ask: Ask, game: Game, mayEnd: boolean): Reply {
  const { say } = ask
  const asked = game.message === undefined ? undefined : game.questions[game.at]
  return reply(ask, {
    blocks: [
      paragraph(say('quiz.busy', { question: titleOf(say, game) })),
      ...(asked ? [paragraph(asked.text)] : []),
      ...(mayEnd ? [] : [note(say('quiz.busyWait'))]),
    ],
    buttons: mayEnd ? [...steeringButtons(ask, game, ['stop'])] : [],
    solemn: asked?.solemn ?? false,
    failure: 'conflict',
  })
}

/** What was done with a round, and what can be done next. */
export function steeredCard(
  ask: Ask,
  game: Game,
  act: Steering | 'time',
  learner: { readonly learner: string; readonly factor: '1.5' | '2' } = { learner: '', factor: '2' },
): Reply {
  return reply(ask, {
    blocks: [paragraph(steeredText(ask, game, act, learner))],
    // What all can see offers nothing to those who may not do it.
    buttons: ask.audience === 'everyone' ? [] : panel(ask, game),
  })
}

function steeredText(
  { say, now }: Ask,
  game: Game,
  act: Steering | 'time',
  { learner, factor }: { readonly learner: string; readonly factor: '1.5' | '2' },
): string {
  switch (act) {
    case 'next':
      return say('quiz.done.next', { number: game.at + 1 })
    case 'close':
      return say('quiz.done.close')
    case 'pause':
      return say('quiz.done.pause')
    case 'resume': {
      const closesMs = lastClosingMs(game)
      const left = closesMs === undefined ? undefined : timeText(say, Math.max(0, closesMs - now.getTime()))
      return left === undefined ? say('quiz.done.resume') : say('quiz.done.resumeTime', { time: left })
    }
    case 'stop':
      return say('quiz.done.stop')
    case 'time':
      return say('quiz.done.time', { learner, factor: say(factor === '2' ? 'quiz.factor.double' : 'quiz.factor.half') })
  }
}

/** What can be done with a round as it stands, or will stand when somebody has read this: what is asked is open by then, and what was closed is told. */
function panel(ask: Ask, game: Game): readonly Button[] {
  switch (game.phase) {
    case 'asking':
      return steeringButtons(ask, game, ['close', 'pause', 'stop'])
    case 'open':
      return steeringButtons(ask, game, game.closedMs === undefined ? ['close', 'pause', 'stop'] : closed(game))
    case 'paused':
      return steeringButtons(ask, game, ['resume', 'stop'])
    case 'revealed':
      return steeringButtons(ask, game, game.rules.pace === 'by-hand' ? ['next', 'stop'] : ['pause', 'stop'])
    case 'over':
      return []
  }
}

const closed = ({ rules, at, questions }: Game): readonly Steering[] =>
  rules.pace === 'by-hand' && at + 1 < questions.length ? ['next', 'stop'] : []

const LABELS = {
  next: 'quiz.button.next',
  close: 'quiz.button.close',
  pause: 'button.pause',
  resume: 'button.resume',
  stop: 'quiz.button.stop',
} as const

const steeringButtons = ({ say }: Ask, { id, at }: Game, acts: readonly Steering[]): readonly Button[] =>
  buttons(...acts.map((act) => [say(LABELS[act]), toActionId('quiz.steer', id, act, String(at + 1))] as const))
