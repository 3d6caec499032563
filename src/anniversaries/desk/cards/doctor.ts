import { toActionId } from '../../../chat/action.ts'
import type { Ask } from '../../../chat/command.ts'
import { buttons, reply } from '../../../chat/dispatch.ts'
import type { ChannelPlace, Readiness, Rights } from '../../../chat/platform.ts'
import { heading, list, strong, type Block, type Body, type Reply } from '../../../chat/reply.ts'
import { durationText } from '../../../words/durations.ts'
import type { Subscription } from '../../subscription.ts'
import { changeAfter } from '../../wall.ts'
import { nextPosts } from '../ahead.ts'
import type { Desk, Standing } from '../desk.ts'
import { dateAt, lackText, offsetText, timeAt } from '../phrases.ts'
import { posts } from '../record.ts'
import { logItem } from './log.ts'

const NEXT = 5
const LAST = 10

const SURFACES: Readonly<Record<string, string>> = { discord: 'Discord', slack: 'Slack', web: 'Web' }

/** How everything stands that a post in this channel depends on, and what mends what does not work. */
export async function doctorCard(desk: Desk, ask: Ask, place: ChannelPlace, all: readonly Subscription[]): Promise<Reply> {
  const { say } = ask
  const [rights, standing, last] = await Promise.all([desk.rightsOf(place), desk.standing(), lastItems(desk, ask, all)])
  const section = (title: string, items: readonly Body[]): readonly Block[] => [
    heading(title),
    list(items.length > 0 ? items : [[say('doctor.noPosts')]]),
  ]
  return reply(ask, {
    title: say('doctor.title'),
    blocks: [
      ...section(say('doctor.rights'), rightsItems(ask, place, rights, all)),
      ...section(say('doctor.time'), timeItems(ask, standing, all)),
      ...section(say('doctor.installation'), installationItems(ask, place, standing)),
      ...section(say('doctor.next'), nextItems(desk, ask, all)),
      ...section(say('doctor.last'), last),
    ],
    buttons: buttons([say('button.schedules'), toActionId('schedule.list')]),
    self: toActionId('schedule.doctor'),
  })
}

/** What we may do there, and what to grant. Discussions count only where a schedule wants them. */
function rightsItems({ say }: Ask, { platform }: ChannelPlace, rights: Rights, all: readonly Subscription[]): readonly Body[] {
  if (rights.kind === 'unknown') return [[say('doctor.rightsUnknown')]]
  const lacks = rights.lacks.filter((lack) => lack !== 'threads' || all.some(({ wish }) => wish.thread))
  return [
    ...(lacks.length === 0 ? [[say('doctor.rightsOk')]] : lacks.map((lack) => [lackText(say, lack, platform)])),
    [say(rights.history ? 'doctor.history' : 'doctor.noHistory')],
  ]
}

function timeItems({ say, now, zone: asked }: Ask, { speed }: Standing, all: readonly Subscription[]): readonly Body[] {
  const zones = [...new Set(all.map(({ wish }) => wish.zone))]
  const shown = zones.length > 0 ? zones : [asked]
  const [first = asked] = shown
  return [
    [say('doctor.clock', { date: dateAt(say, now, first), time: timeAt(say, now, first), zone: first })],
    ...(speed === undefined ? [] : [[say('doctor.rehearsal', { speed: String(speed) })]]),
    ...shown.map((zone): Body => {
      const changeMs = changeAfter(zone, now.getTime())
      const change = changeMs === undefined ? undefined : new Date(changeMs)
      const to = change && say('doctor.zoneChange', { date: dateAt(say, change, zone), offset: offsetText(zone, change) })
      return [`${say('doctor.zone', { zone, offset: offsetText(zone, now) })} ${to ?? say('doctor.zoneSteady')}`]
    }),
  ]
}

/** The database and the way to this channel; how others stand is nobody's business here. */
function installationItems({ say, now, locale }: Ask, { platform }: ChannelPlace, { database, surfaces, lag }: Standing): readonly Body[] {
  const stands = ({ ready }: Readiness, name: string): Body => [say(ready ? 'doctor.works' : 'doctor.fails', { name })]
  const lateMs = lag?.since === undefined ? 0 : now.getTime() - lag.since.getTime()
  const late = lag && lag.count > 0 ? say('doctor.lag', { count: lag.count, duration: durationText(locale, lateMs) }) : say('doctor.onTime')
  return [
    stands(database, say('doctor.database')),
    ...surfaces.filter(({ name }) => name === platform).map((surface) => stands(surface, SURFACES[surface.name] ?? surface.name)),
    ...(lag === undefined ? [] : [[late]]),
  ]
}

function nextItems({ shelves }: Desk, { say, now }: Ask, all: readonly Subscription[]): readonly Body[] {
  return all
    .filter(({ pause }) => pause === undefined)
    .flatMap(({ number, wish }) => nextPosts(shelves, wish, now, NEXT).map(({ at }) => ({ number, zone: wish.zone, at })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, NEXT)
    .map(({ number, zone, at }) => [
      strong(`${dateAt(say, at, zone)}, ${timeAt(say, at, zone)}`),
      ` · ${say('schedule.title', { number })}`,
    ])
}

async function lastItems(desk: Desk, ask: Ask, all: readonly Subscription[]): Promise<readonly Body[]> {
  const logs = await Promise.all(all.map(async (one) => (await posts(desk, one.id, LAST, ask.now)).map((line) => ({ line, one }))))
  return logs
    .flat()
    .toSorted((a, b) => b.line.dueAt.getTime() - a.line.dueAt.getTime())
    .slice(0, LAST)
    .map(({ line, one }) => [...logItem(desk, ask, line, one.wish.zone), ` · ${ask.say('schedule.title', { number: one.number })}`])
}
