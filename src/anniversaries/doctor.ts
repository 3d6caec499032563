import type { Standing } from './desk/desk.ts'

/** What is said at the terminal about a whole installation, and whether all of it is well. */
export type Diagnosis = { readonly ok: boolean; readonly lines: readonly string[] }

export type Examined = Standing & {
  /** By the installation's clock. */
  readonly now: Date
  /** From so much on a post that waits is late. In milliseconds of the installation's clock. */
  readonly lateMs: number
  /** The edition of the time zones' rules that this machine has. */
  readonly edition: string
  /** When the next schedule is to be planned; missing where there is none. */
  readonly nextAt?: Date | undefined
}

/** How an installation stands, line by line, each trouble with its mend. In English, as everything at the terminal is. */
export function doctorLines(examined: Examined): Diagnosis {
  const { database, surfaces, now, lateMs, speed, edition, nextAt, tally } = examined
  const late = lateLine(examined)
  const troubles = [
    ...(database.ready
      ? []
      : [`database: out of reach (${database.detail}). Posts wait and are kept; mend the database, Griot goes on by itself`]),
    ...surfaces.filter(({ ready }) => !ready).map(({ name, detail }) => `${name}: not connected (${detail}). Its posts wait`),
    ...(late ? [late] : []),
    ...(nextAt && now.getTime() - nextAt.getTime() >= lateMs
      ? [
          `schedules: nobody has planned any since ${nextAt.toISOString()}. See whether Griot runs, on this database; its log says why it does not plan`,
        ]
      : []),
  ]
  return {
    ok: troubles.length === 0,
    lines: [
      `clock: ${now.toISOString()}${speed === undefined ? '' : `, a rehearsal ${speed} times as fast as the world`}`,
      `time zones: rules of ${edition}`,
      ...(database.ready ? [`database: ready (${database.detail})`] : []),
      ...surfaces.filter(({ ready }) => ready).map(({ name, detail }) => `${name}: ready (${detail})`),
      ...(tally
        ? [`today (UTC): ${tally.planned} planned, ${tally.sent} sent, ${tally.silent} silent, ${tally.dropped} dropped`]
        : ['today (UTC): unknown']),
      `next schedule to plan: ${nextAt?.toISOString() ?? 'none'}`,
      ...troubles.map((trouble) => `TROUBLE ${trouble}`),
      troubles.length === 0 ? 'all is well' : `${troubles.length} to mend`,
    ],
  }
}

/** A backlog that is more than the moment's work. */
function lateLine({ lag, now, lateMs }: Examined): string | undefined {
  if (!lag?.since || lag.count === 0 || now.getTime() - lag.since.getTime() < lateMs) return undefined
  const minutes = Math.round((now.getTime() - lag.since.getTime()) / 60_000)
  return `posts: ${lag.count} late, the oldest by ${minutes} minutes. See whether its platform is connected; /schedule log in its channel says why`
}
