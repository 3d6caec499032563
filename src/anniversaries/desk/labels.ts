import type { Labels } from '../../chat/command.ts'

/** As they follow each other from Monday on. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

export const PACE_NAMES = ['1', '2', '4', '7'] as const

export const KIND_LABELS = {
  anniversaries: 'kind.anniversaries',
  daily: 'kind.daily',
  weekly: 'kind.weekly',
  replay: 'kind.replay',
  question: 'kind.question',
} as const satisfies Labels

export const QUIET_LABELS = { skip: 'quiet.skip', nearest: 'quiet.nearest', background: 'quiet.background' } as const satisfies Labels

export const CATCH_UP_LABELS = { skip: 'catchUp.skip', latest: 'catchUp.latest', all: 'catchUp.all' } as const satisfies Labels

export const WEEKDAY_LABELS = {
  monday: 'weekday.monday',
  tuesday: 'weekday.tuesday',
  wednesday: 'weekday.wednesday',
  thursday: 'weekday.thursday',
  friday: 'weekday.friday',
  saturday: 'weekday.saturday',
  sunday: 'weekday.sunday',
} as const satisfies Labels

export const PACE_LABELS = { '1': 'pace.one', '2': 'pace.two', '4': 'pace.four', '7': 'pace.seven' } as const satisfies Labels

export const LEVEL_LABELS = { channel: 'level.channel', server: 'level.server' } as const satisfies Labels
