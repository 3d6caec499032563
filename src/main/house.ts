import { readFileSync } from 'node:fs'
import { packCommands, todayReply } from '../almanac/commands.ts'
import { onThisDay } from '../almanac/onthisday.ts'
import type { Shelf } from '../almanac/shelf.ts'
import { scheduleCommands } from '../anniversaries/commands.ts'
import type { Desk } from '../anniversaries/desk/desk.ts'
import { toActionId } from '../chat/action.ts'
import type { Ask, Root } from '../chat/command.ts'
import { dispatcher } from '../chat/dispatch.ts'
import type { Ear } from '../chat/platform.ts'
import type { Body, Reply } from '../chat/reply.ts'
import type { Config } from '../config.ts'
import { griotCommands } from '../house/griot.ts'
import type { Privacy } from '../house/privacy.ts'
import type { Clock } from '../kernel/clock.ts'
import { StartFault } from '../kernel/failure.ts'
import type { Random } from '../kernel/random.ts'
import { quizCommands } from '../quiz/commands.ts'
import type { QuizParts } from '../quiz/parts.ts'
import { clockText, dayText, today } from '../words/dates.ts'
import type { Say } from '../words/say.ts'

export type HouseParts = {
  readonly config: Config
  readonly shelves: readonly Shelf[]
  readonly desk: Desk
  readonly quiz: QuizParts
  readonly privacy: Privacy
  readonly clock: Clock
  readonly random: Random
  readonly report: (error: unknown, where: string) => string
}

/** Everything that can be asked, the ear that answers, and what stands under each answer. */
export type House = { readonly roots: readonly Root[]; readonly ear: Ear; readonly footer: (say: Say) => Body }

/** The house without its doors: no surface is opened. */
export function house({ config, shelves, desk, quiz, privacy, clock, random, report }: HouseParts): House {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
  const imprint = {
    version,
    node: process.versions.node,
    packs: shelves.map(({ almanac: { pack } }) => ({
      title: pack.title,
      version: pack.version,
      licence: pack.licence,
      events: pack.events.length,
      sources: pack.sources.length,
    })),
  }
  const roots: readonly Root[] = [
    ...shelves.map(packCommands),
    onThisDay(shelves),
    scheduleCommands(desk),
    quizCommands(quiz),
    griotCommands(() => roots, imprint, privacy),
  ]
  const footer = footerOf(config, clock)
  const ear = dispatcher({
    roots,
    locale: config.locale,
    zone: config.zone,
    settlements: desk.settlements,
    clock,
    random,
    footer,
    home: (ask) => homeOf(shelves, ask),
    report,
  })
  return { roots, ear, footer }
}

/** The first page of somebody's own room: today, with the ways to what comes next and to help. */
function homeOf(shelves: readonly Shelf[], ask: Ask): Reply {
  const [first] = shelves
  if (!first) throw new StartFault('an installation needs a pack')
  const card = todayReply(first, ask)
  const leads = [
    { label: ask.say('cmd.next.summary'), action: first.lead('next') },
    { label: ask.say('cmd.random.summary'), action: first.lead('random') },
    { label: ask.say('button.help'), action: toActionId('griot.help') },
  ]
  return { ...card, buttons: [...card.buttons, ...leads.flatMap(({ label, action }) => (action ? [{ label, action }] : []))] }
}

const footerOf =
  ({ rehearsal, zone }: Config, clock: Clock) =>
  (say: Say): Body => {
    if (!rehearsal) return []
    const now = clock.now()
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(
      now,
    )
    const part = (type: string) => Number(time.find((p) => p.type === type)?.value ?? 0)
    return [
      say('footer.rehearsal', {
        date: dayText(say.locale, today(now, zone)),
        time: clockText(say.locale, part('hour'), part('minute')),
        zone,
        speed: String(rehearsal.speed),
      }),
    ]
  }
