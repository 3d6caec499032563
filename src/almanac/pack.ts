import * as z from 'zod'
import { fromIso } from '../words/dates.ts'
import { isEdtf } from './edtf.ts'

/** The shape of a pack on disk. Strict everywhere, so that a typo is an error with a path and not a silent loss. */

/** Ids travel inside buttons, which hold 100 bytes with the command's name. */
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case ASCII letters, digits and single hyphens')
  .max(56)
const sourceId = z.string().regex(/^[a-z0-9]+([_-][a-z0-9]+)*$/, 'use lower-case ASCII letters, digits, hyphens and underscores')
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a day as YYYY-MM-DD')
  .refine((text) => fromIso(text) !== undefined, 'there is no such day: write a day of the calendar as YYYY-MM-DD')
const edtf = z
  .string()
  .refine(isEdtf, 'write an EDTF date such as 2020-08-18, 2020-06, 2020-06-15~, 2020-07-10/2020-07-12 or [2020-07-17,2020-07-18]')
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(
      (s) => s === s.trim() && !/[\p{Cc}\p{Cf}]| {2}/u.test(s),
      'no line breaks, doubled blanks, blanks at the ends or characters that cannot be seen',
    )

/** The same words in the three languages of the pack; `max` is in characters, for each of them. */
const text = (max: number) => z.strictObject({ en: line(max), fr: line(max), pl: line(max) })

/** Names of the statements of the dossier that a part of the pack answers for. */
const covers = z
  .array(z.string().regex(/^(ML|BS|AD|D|F)-\d{2,3}$/, 'use ids such as ML-006, BS-02, AD-05, D-01 or F-04'))
  .min(1)
  .optional()
const sources = z.array(sourceId).min(1)

const Figure = z.strictObject({
  what: text(120),
  values: z.array(z.strictObject({ by: text(120), min: z.int().min(0), max: z.int().min(0), sources })).min(1),
})

const Claim = z.strictObject({
  id: slug,
  text: text(420),
  /** Only when the claim's date differs from the event's. */
  date: edtf.optional(),
  status: z.enum(['confirmed', 'disputed', 'single-source']),
  sources,
  /** The day since which the public could know this; a course that relives 2020 tells nothing earlier. */
  knownFrom: day,
  figures: z.array(Figure).min(1).optional(),
  /** Who says otherwise, and what. */
  otherwise: z
    .array(z.strictObject({ text: text(420), sources, covers }))
    .min(1)
    .optional(),
  covers,
})

const Attested = z.strictObject({ date: edtf, by: text(160), sources, covers })

export const EventFile = z.strictObject({
  id: slug,
  dates: z.strictObject({
    preferred: edtf,
    /** Why the pack prefers this date; needed as soon as another one is attested. */
    why: text(420).optional(),
    attested: z.array(Attested).default([]),
  }),
  title: text(80),
  summary: text(300),
  topic: slug,
  weight: z.int().min(1).max(5),
  /** True where people died. */
  solemn: z.boolean().default(false),
  people: z.array(slug).default([]),
  organisations: z.array(slug).default([]),
  places: z.array(slug).default([]),
  claims: z.array(Claim).min(1),
  causes: z.array(slug).default([]),
  followUps: z.array(z.strictObject({ date: edtf, text: text(420), sources, event: slug.optional(), covers })).default([]),
})

const aliases = z.array(line(120)).default([])
const Role = z.strictObject({ text: text(200), from: edtf.optional(), to: edtf.optional() })

export const Person = z.strictObject({
  id: slug,
  name: text(120),
  aliases,
  /** One sentence that tells this person from others of the same name. */
  about: text(300),
  roles: z.array(Role).default([]),
  born: edtf.optional(),
  died: edtf.optional(),
})

export const Organisation = z.strictObject({ id: slug, name: text(160), aliases, about: text(300), roles: z.array(Role).default([]) })

export const Place = z.strictObject({
  id: slug,
  name: text(120),
  aliases,
  region: text(120),
  /** WGS 84 degrees; null for something held online. */
  position: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).nullable(),
  /** How far the position may be off, in kilometres. */
  withinKm: z.number().positive().optional(),
})

export const Source = z.strictObject({
  id: sourceId,
  title: line(300),
  /** False where the title is our own description, because the copy we read showed none. */
  titleSeen: z.boolean().default(true),
  publisher: line(160),
  date: edtf.nullable(),
  url: z.url({ protocol: /^https?$/ }),
  language: z.string().regex(/^[a-z]{2,3}$/, 'use an ISO 639 code such as fr'),
  /** Whose words these are: one agency text in three newspapers is one origin. */
  origin: line(80),
})

export const Topic = z.strictObject({ id: slug, name: text(60) })

export const PackFile = z.strictObject({
  id: slug.max(20),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'use a semantic version such as 1.0.0'),
  /** The slash command this pack brings. */
  command: z.string().regex(/^[a-z][a-z0-9]{1,19}$/, 'use 2 to 20 lower-case letters or digits'),
  title: text(80),
  summary: text(300),
  licence: line(40),
})

/** What a question of `quiz.json` may ask for: all that a question of the quiz may, but what a teacher writes. */
export const SEED_KINDS = [
  'date',
  'first',
  'order',
  'who',
  'where',
  'body',
  'how-many',
  'true-false',
  'cause',
  'source',
  'disputed',
] as const

/** A question for the quiz, written by hand about one event. */
export const QuizSeed = z.strictObject({
  id: slug,
  event: slug,
  kind: z.enum(SEED_KINDS),
  /** Must stand alone, for nobody knows which question came before it, and must not hold the answer. */
  text: text(300),
  right: text(75),
  /** Of the same kind as the right one, and never right under any date or figure that somebody attests. */
  wrong: z.array(text(75)).min(1).max(4),
  /** One sentence that says why. */
  explanation: text(300),
  /** Other ways to type the right answer, in any of the languages. */
  accepts: z.array(line(75)).default([]),
  sources,
  /** Names of the questions of the dossier that this one answers for. */
  covers: z
    .array(z.string().regex(/^Q\d{2,3}$/, 'use ids such as Q01'))
    .min(1)
    .optional(),
})

/** One whole pack, as `load` hands it over. */
export const Pack = z.strictObject({
  ...PackFile.shape,
  topics: z.array(Topic).min(1),
  people: z.array(Person),
  organisations: z.array(Organisation),
  places: z.array(Place),
  sources: z.array(Source).min(1),
  events: z.array(EventFile).min(1),
  quiz: z.array(QuizSeed).default([]),
})

export type Pack = z.output<typeof Pack>
export type EventFile = z.output<typeof EventFile>
export type Claim = z.output<typeof Claim>
export type Person = z.output<typeof Person>
export type Organisation = z.output<typeof Organisation>
export type Place = z.output<typeof Place>
export type Source = z.output<typeof Source>
export type QuizSeed = z.output<typeof QuizSeed>
export type Text3 = { readonly en: string; readonly fr: string; readonly pl: string }
