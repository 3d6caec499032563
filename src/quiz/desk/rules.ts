import type { Labels } from '../../chat/command.ts'
import type { Rules } from '../engine/game.ts'

export const ROUND_MODES = ['round', 'class'] as const
export const MODE_LABELS = { round: 'quiz.mode.round', class: 'quiz.mode.class' } as const satisfies Labels

export const PACES = ['by-itself', 'by-hand'] as const
export const PACE_LABELS = { 'by-itself': 'quiz.pace.by-itself', 'by-hand': 'quiz.pace.by-hand' } as const satisfies Labels

export const DIFFICULTIES = ['all', 'easy', 'middle', 'hard'] as const
export const DIFFICULTY_LABELS = {
  all: 'quiz.level.all',
  easy: 'quiz.level.easy',
  middle: 'quiz.level.middle',
  hard: 'quiz.level.hard',
} as const satisfies Labels

/** Which difficulties a name stands for; both ends belong to it. */
export const RANGES: Readonly<Record<Exclude<(typeof DIFFICULTIES)[number], 'all'>, { readonly from: number; readonly to: number }>> = {
  easy: { from: 1, to: 2.49 },
  middle: { from: 2.5, to: 3.49 },
  hard: { from: 3.5, to: 5 },
}

/** The shortest and the longest time for a question, in seconds. */
export const SECONDS = { least: 10, most: 300, usual: 30 } as const

/** What was said of how a round is to be played. */
export type Wanted = { readonly mode?: (typeof ROUND_MODES)[number] | undefined } & {
  readonly [K in 'changeable' | 'shuffle' | 'speed' | 'names' | 'typed']?: boolean | undefined
} & { readonly pace?: Rules['pace'] | undefined /** 0 for no limit. */; readonly seconds?: number | undefined }

/** The rules of a round: in a class nobody is hurried nor named, and its teacher calls the questions, unless that was said otherwise. */
export function rulesOf({
  mode = 'round',
  seconds,
  changeable = true,
  shuffle = false,
  speed = false,
  names,
  typed = false,
  pace,
}: Wanted): Rules {
  const isClass = mode === 'class'
  const wished = seconds ?? (isClass ? 0 : SECONDS.usual)
  const time = wished === 0 ? 0 : Math.max(SECONDS.least, wished)
  return {
    mode,
    seconds: time === 0 ? null : time,
    changeable,
    shuffle: shuffle && !typed,
    speed: speed && !isClass && time > 0,
    names: names ?? !isClass,
    typed,
    pace: pace ?? (isClass ? 'by-hand' : 'by-itself'),
  }
}
