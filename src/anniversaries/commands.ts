import * as z from 'zod'
import { completeZone } from '../almanac/complete.ts'
import { completeTopics } from '../almanac/topics.ts'
import { arg, choice, defineCommand, LANGUAGE, oneWord, type Ask, type Root } from '../chat/command.ts'
import { Failure } from '../kernel/failure.ts'
import { sayer } from '../words/say.ts'
import type { Locale } from '../words/locale.ts'
import { doctorCard } from './desk/cards/doctor.ts'
import { logCard } from './desk/cards/log.ts'
import { previewCard, wholePost } from './desk/cards/preview.ts'
import { listCard, noneCard, oneCard } from './desk/cards/schedules.ts'
import type { Desk } from './desk/desk.ts'
import { add, edit, judge, pause, remove, resume, test } from './desk/doing.ts'
import { known } from './desk/known.ts'
import {
  CATCH_UP_LABELS,
  KIND_LABELS,
  LEVEL_LABELS,
  PACE_LABELS,
  PACE_NAMES,
  QUIET_LABELS,
  WEEKDAY_LABELS,
  WEEKDAYS,
} from './desk/labels.ts'
import { completePacks } from './desk/packs.ts'
import { meant, placeOf, seen } from './desk/permit.ts'
import { settle } from './desk/settling.ts'
import { previewDate } from './desk/story.ts'
import { CATCH_UPS, KINDS, QUIETS } from './subscription.ts'

const typed = (max: number) => z.string().trim().min(1).max(max)
const summary = (locale: Locale): string => sayer(locale)('root.schedule')
const same = (text: string) => ({ en: text, fr: text, pl: text })

/** `/schedule` and everything below it: what a channel has posted by itself, set up by whoever manages the place. */
export function scheduleCommands(desk: Desk): Root {
  // One memory of what is scheduled where, for all arguments that name a schedule.
  const schedule = arg(oneWord(z.string().trim().max(20)).optional(), 'schedule', known(desk).complete)
  return {
    name: 'schedule',
    summary: { en: summary('en'), fr: summary('fr'), pl: summary('pl') },
    bare: 'list',
    managed: true,
    commands: [...making(desk, schedule), ...looking(desk, schedule), ...standing(desk)],
  }
}

const common = { root: 'schedule', audience: 'asker', example: same('') } as const

type Which = z.ZodOptional<z.ZodString>

/** What makes a schedule, changes it and ends it. */
function making(desk: Desk, schedule: Which): Root['commands'] {
  return [
    defineCommand({
      ...common,
      sub: 'add',
      key: 'add',
      example: { en: sayer('en')('schedule.example'), fr: sayer('fr')('schedule.example'), pl: sayer('pl')('schedule.example') },
      args: {
        kind: choice(z.enum(KINDS).optional(), 'kind', KIND_LABELS),
        time: arg(typed(100).optional(), 'time'),
        zone: arg(typed(80).optional(), 'zone', completeZone),
        language: LANGUAGE,
        ...(desk.shelves.length > 1 && { pack: arg(typed(100).optional(), 'pack', completePacks(desk.shelves)) }),
      },
      run: (a, ask) => add(desk, ask, { ...a, pack: typeof a.pack === 'string' ? a.pack : undefined }),
    }),
    defineCommand({
      ...common,
      sub: 'edit',
      key: 'edit',
      example: { en: '1 weight:3', fr: '1 importance:3', pl: '1 waga:3' },
      args: {
        schedule,
        time: arg(typed(60).optional(), 'time'),
        zone: arg(typed(80).optional(), 'zone', completeZone),
        language: LANGUAGE,
        weight: arg(z.int().min(1).max(5).optional(), 'weight'),
        topics: arg(typed(300).optional(), 'topics', completeTopics(desk.shelves)),
        quiet: choice(z.enum(QUIETS).optional(), 'quiet', QUIET_LABELS),
        'catch-up': choice(z.enum(CATCH_UPS).optional(), 'catchUp', CATCH_UP_LABELS),
        hours: arg(z.int().min(1).max(336).optional(), 'hours'),
        thread: arg(z.boolean().optional(), 'thread'),
        role: arg(typed(60).optional(), 'role'),
        weekday: choice(z.enum(WEEKDAYS).optional(), 'weekday', WEEKDAY_LABELS),
        starts: arg(typed(60).optional(), 'starts'),
        from: arg(typed(60).optional(), 'begin'),
        pace: choice(z.enum(PACE_NAMES).optional(), 'pace', PACE_LABELS),
      },
      run: async ({ schedule: which, ...wanted }, ask) => edit(desk, ask, await meant(desk, ask, which), wanted),
    }),
    defineCommand({
      ...common,
      sub: 'pause',
      key: 'pause',
      args: { schedule },
      run: async (a, ask) => pause(desk, ask, await meant(desk, ask, a.schedule, 'mend')),
    }),
    defineCommand({
      ...common,
      sub: 'resume',
      key: 'resume',
      args: { schedule },
      run: async (a, ask) => resume(desk, ask, await meant(desk, ask, a.schedule, 'mend')),
    }),
    defineCommand({
      ...common,
      sub: 'remove',
      key: 'remove',
      args: { schedule, sure: arg(z.boolean().optional(), 'sure') },
      run: async (a, ask) => remove(desk, ask, await meant(desk, ask, a.schedule), a.sure === true),
    }),
    defineCommand({
      ...common,
      sub: 'judge',
      key: 'judge',
      hidden: true,
      args: {
        schedule: arg(typed(20), 'schedule'),
        date: arg(z.iso.date(), 'date'),
        verdict: arg(z.enum(['there', 'post']), 'verdict'),
      },
      run: async (a, ask) => judge(desk, ask, await meant(desk, ask, a.schedule, 'mend'), a.date, a.verdict),
    }),
  ]
}

/** What shows schedules, what they will post and what they posted. */
function looking(desk: Desk, schedule: Which): Root['commands'] {
  return [
    defineCommand({
      ...common,
      sub: 'list',
      key: 'list',
      args: { schedule },
      run: async (a, ask) => {
        if (a.schedule !== undefined) return oneCard(desk, ask, await meant(desk, ask, a.schedule))
        const all = await seen(desk, ask)
        return all.length === 0 ? noneCard(ask) : listCard(desk, ask, all)
      },
    }),
    defineCommand({
      ...common,
      sub: 'preview',
      key: 'preview',
      args: { schedule, date: arg(typed(60).optional(), 'date') },
      run: async (a, ask) => {
        const one = await meant(desk, ask, a.schedule)
        return a.date === undefined ? previewCard(desk, ask, one) : wholePost(desk, ask, one, previewDate(ask, a.date, one.wish.zone))
      },
    }),
    defineCommand({
      ...common,
      sub: 'log',
      key: 'log',
      args: { schedule },
      run: async (a, ask) => logCard(desk, ask, await meant(desk, ask, a.schedule)),
    }),
    defineCommand({
      ...common,
      sub: 'test',
      key: 'test',
      args: { schedule },
      run: async (a, ask) => test(desk, ask, await meant(desk, ask, a.schedule)),
    }),
  ]
}

/** What holds for the whole channel. */
function standing(desk: Desk): Root['commands'] {
  return [
    defineCommand({
      ...common,
      sub: 'settings',
      key: 'settings',
      args: {
        level: choice(z.enum(['channel', 'server']).optional(), 'level', LEVEL_LABELS),
        language: LANGUAGE,
        zone: arg(typed(80).optional(), 'zone', completeZone),
        reset: arg(z.boolean().optional(), 'reset'),
      },
      run: (a, ask) => settle(desk, ask, a),
    }),
    defineCommand({
      ...common,
      sub: 'doctor',
      key: 'doctor',
      args: {},
      run: async (_, ask) => doctorCard(desk, ask, placeOf(ask), await stillSeen(desk, ask)),
    }),
  ]
}

/** The schedules of the channel, or none where the store cannot be reached: that is what a doctor is to say. */
async function stillSeen(desk: Desk, ask: Ask) {
  try {
    return await seen(desk, ask)
  } catch (error) {
    if (error instanceof Failure && error.code === 'unavailable' && ask.asker.manages === true) return []
    throw error
  }
}
