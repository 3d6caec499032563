import { toActionId } from '../../../chat/action.ts'
import type { Ask } from '../../../chat/command.ts'
import { buttons, reply } from '../../../chat/dispatch.ts'
import { list, note, paragraph, strong, type Body, type Button, type Reply } from '../../../chat/reply.ts'
import { durationText } from '../../../words/durations.ts'
import type { Logged, Subscription } from '../../subscription.ts'
import { nextPosts } from '../ahead.ts'
import type { Desk } from '../desk.ts'
import { exampleOf } from '../permit.ts'
import { capitalised, dateAt, isoText, languageText, pauseText, timeAt, titleText, whatText } from '../phrases.ts'
import { dateOfKey, waitingForWord } from '../record.ts'
import { settingItems } from './settled.ts'
import { kindsBlock } from './setup.ts'

/** How many doubtful posts of one schedule are asked about at once. */
const MOST_DOUBTS = 3

/** Says that there is no schedule, and how to make one. */
export const noneCard = (ask: Ask): Reply =>
  reply(ask, {
    title: ask.say('schedule.listTitle'),
    blocks: [paragraph(ask.say('schedule.none', { example: exampleOf(ask) })), kindsBlock(ask)],
  })

/** The schedules of a channel; the only one is shown whole. */
export async function listCard(desk: Desk, ask: Ask, all: readonly Subscription[]): Promise<Reply> {
  const [only, ...others] = all
  if (only && others.length === 0) return oneCard(desk, ask, only)
  const doubts = await Promise.all(all.map((one) => doubtsOf(desk, ask, one)))
  return reply(ask, {
    title: ask.say('schedule.listTitle'),
    blocks: all.flatMap((one, i) => [
      paragraph(strong(titleText(ask, one)), ` (${one.wish.zone}) · ${languageText(ask.say, one.wish.locale)}`),
      note(...standing(desk, ask, one)),
      ...(doubts[i] ?? []).map((logged) => note(doubtText(ask, logged))),
    ]),
    menu: {
      label: ask.say('menu.schedule'),
      options: all.flatMap((one) => {
        const action = toActionId('schedule.list', one.id)
        return action ? [{ label: titleText(ask, one), hint: one.wish.zone, action }] : []
      }),
    },
    buttons: [
      ...all.flatMap((one, i) => doubtButtons(ask, one, doubts[i] ?? [])),
      ...all.flatMap((one) =>
        one.pause ? buttons([ask.say('button.resumeOne', { number: one.number }), toActionId('schedule.resume', one.id)]) : [],
      ),
    ],
    self: toActionId('schedule.list'),
  })
}

/** One schedule whole: what it wishes, when it posts next, how it stands, and all that can be done with it. */
export async function oneCard(
  desk: Desk,
  ask: Ask,
  one: Subscription,
  title = ask.say('schedule.title', { number: one.number }),
): Promise<Reply> {
  const doubts = await doubtsOf(desk, ask, one)
  const { say } = ask
  return reply(ask, {
    title,
    blocks: [
      paragraph(strong(capitalised(whatText(say, one.wish)))),
      list(settingItems(desk, ask, one.wish)),
      paragraph(...standing(desk, ask, one)),
      ...doubts.map((logged) => paragraph(doubtText(ask, logged))),
    ],
    buttons: [
      ...doubtButtons(ask, one, doubts),
      ...buttons(
        [say('button.preview'), toActionId('schedule.preview', one.id)],
        one.pause
          ? [say('button.resume'), toActionId('schedule.resume', one.id)]
          : [say('button.pause'), toActionId('schedule.pause', one.id)],
        [say('button.test'), toActionId('schedule.test', one.id)],
        [say('button.log'), toActionId('schedule.log', one.id)],
        [say('button.remove'), toActionId('schedule.remove', one.id)],
      ),
    ],
    self: toActionId('schedule.list', one.id),
  })
}

/** Why it rests, or when it posts next. */
function standing({ shelves }: Desk, { say, now, locale }: Ask, { wish, pause, place }: Subscription): Body {
  if (pause) return [pauseText(say, pause, wish.zone, place.platform)]
  const [next] = nextPosts(shelves, wish, now, 1)
  if (!next) return [say('schedule.noNext')]
  return [
    say('schedule.next', {
      date: dateAt(say, next.at, wish.zone),
      time: timeAt(say, next.at, wish.zone),
      duration: durationText(locale, next.at.getTime() - now.getTime()),
    }),
  ]
}

const doubtsOf = async (desk: Desk, { now }: Ask, { id }: Subscription): Promise<readonly Logged[]> =>
  (await waitingForWord(desk, id, now)).slice(0, MOST_DOUBTS)

const doubtText = ({ say }: Ask, { key }: Logged): string => say('schedule.doubt', { date: isoText(say, dateOfKey(key) ?? '') })

const doubtButtons = ({ say }: Ask, { id }: Subscription, doubts: readonly Logged[]): readonly Button[] =>
  doubts.flatMap(({ key }) => {
    const iso = dateOfKey(key) ?? ''
    const date = isoText(say, iso)
    return buttons(
      [say('button.thereOf', { date }), toActionId('schedule.judge', id, iso, 'there')],
      [say('button.postOf', { date }), toActionId('schedule.judge', id, iso, 'post')],
    )
  })
