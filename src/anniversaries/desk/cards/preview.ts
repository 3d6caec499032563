import { toActionId } from '../../../chat/action.ts'
import type { Ask } from '../../../chat/command.ts'
import { buttons, reply } from '../../../chat/dispatch.ts'
import { divider, lead, list, note, paragraph, strong, type Body, type Reply } from '../../../chat/reply.ts'
import { dayText, rangeText, type YearlyDay } from '../../../words/dates.ts'
import { digest } from '../../digest.ts'
import type { Subscription } from '../../subscription.ts'
import { ahead, slotOn, type Planned } from '../ahead.ts'
import type { Desk } from '../desk.ts'
import { capitalised, dateAt, isoText, timeAt } from '../phrases.ts'
import { topicsText } from './settled.ts'

const DAYS = 30
const DAY_MS = 86_400_000

/** What a schedule will post in the next 30 days, date by date with its title, and which days stay silent and why. */
export function previewCard(desk: Desk, ask: Ask, one: Subscription): Reply {
  const { say, now } = ask
  const planned = ahead(desk.shelves, one.wish, now, new Date(now.getTime() + DAYS * DAY_MS))
  const told = planned.filter(({ title }) => title !== undefined)
  const action = ({ date }: Planned) => toActionId('schedule.preview', one.id, date)
  return reply(ask, {
    title: say('preview.title', { number: one.number }),
    blocks: [
      ...(one.pause ? [paragraph(say('preview.paused'))] : []),
      told.length === 0 ? paragraph(say('preview.none')) : list(runs(planned).map((run) => runItem(ask, one, run))),
      ...(told.length < planned.length ? [note(whySilent(desk, ask, one))] : []),
    ],
    menu: {
      label: say('preview.menu'),
      options: told.flatMap((slot) => {
        const id = action(slot)
        return id ? [{ label: dateAndTime(ask, one, slot), hint: slot.title ?? '', action: id }] : []
      }),
    },
    buttons: buttons(
      [say('schedule.title', { number: one.number }), toActionId('schedule.list', one.id)],
      [say('button.test'), toActionId('schedule.test', one.id)],
    ),
    self: toActionId('schedule.preview', one.id),
  })
}

/** One post whole, exactly as it will be sent. */
export function wholePost(desk: Desk, ask: Ask, one: Subscription, date: string): Reply {
  const { say } = ask
  const back = buttons([say('preview.title', { number: one.number }), toActionId('schedule.preview', one.id)])
  const slot = slotOn(desk.shelves, one.wish, date)
  const post = slot && digest(desk.shelves, one.wish, date)
  if (!slot || !post)
    return reply(ask, { blocks: [paragraph(say('preview.noPost', { number: one.number, date: isoText(say, date) }))], buttons: back })
  const intro = say('preview.as', {
    number: one.number,
    date: dateAt(say, slot.at, one.wish.zone),
    time: timeAt(say, slot.at, one.wish.zone),
  })
  const self = toActionId('schedule.preview', one.id, date)
  return {
    ...post.reply,
    blocks: [note(intro), divider, ...post.reply.blocks],
    buttons: [...post.reply.buttons, ...back],
    ...(self && { self }),
  }
}

/** Posts one by one, and silent days that follow each other together. */
const runs = (planned: readonly Planned[]): readonly (readonly Planned[])[] =>
  planned.reduce<Planned[][]>((done, slot) => {
    const last = done.at(-1)
    if (slot.title === undefined && last?.[0] && last[0].title === undefined) last.push(slot)
    else done.push([slot])
    return done
  }, [])

function runItem(ask: Ask, one: Subscription, run: readonly Planned[]): Body {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last) return []
  if (first.title === undefined) {
    const dates = rangeText(ask.locale, dayOf(first), dayOf(last))
    return [ask.say('preview.silent', { dates: capitalised(dates) })]
  }
  return [strong(dateAndTime(ask, one, first)), ' — ', lead(first.title, toActionId('schedule.preview', one.id, first.date))]
}

/** Thirty days need no year. */
const dayOf = ({ date }: Planned): YearlyDay => {
  const [, month = 1, day = 1] = date.split('-').map(Number)
  return { month, day }
}

const dateAndTime = ({ say, locale }: Ask, { wish }: Subscription, slot: Planned): string =>
  `${dayText(locale, dayOf(slot))}, ${timeAt(say, slot.at, wish.zone)}`

function whySilent(desk: Desk, ask: Ask, { wish }: Subscription): string {
  const why = wish.kind === 'anniversaries' ? ask.say('preview.whyAnniversaries', { weight: wish.minWeight }) : ask.say('preview.whyQuiet')
  return wish.topics.length === 0 ? why : `${why} ${ask.say('preview.whyTopics', { topics: topicsText(desk, ask, wish) })}`
}
