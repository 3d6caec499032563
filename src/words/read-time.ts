import { fold } from './fold.ts'

const LONGEST = 40

const folded = (words: string): ReadonlySet<string> => new Set(words.split(',').map((word) => fold(word).trim()))

const NOON = folded(`noon, midday, midi, południe, w południe, samo południe`)
const MIDNIGHT = folded(`midnight, minuit, północ, północy`)

/** What may stand in front of a time and says nothing. */
const LEAD = /^(?:at|a|(?:o )?godz\.?|(?:o )?godzin(?:a|ie)|o) (?=[\dmnp])|^godz\.(?=\d)/

/** An hour, its minutes, a word for "hour", and the part of the day. */
const TIME = /^(\d{1,2})(?: ?(?:[:.]|heures?|h)? ?(\d{2}))?(?: ?(?:heures?|hours?|hrs?|h|o'clock|min|mn)(?![a-z]))?(?: ?(\D.*))?$/

/** The hour of the day that is meant by an hour as it is said, for each part of the day; a missing one is never said so. */
const PARTS: readonly (readonly [names: ReadonlySet<string>, hourOf: (hour: number) => number | undefined])[] = [
  [folded('am'), (hour) => (hour <= 12 ? hour % 12 : undefined)],
  [folded('pm'), (hour) => (hour >= 1 && hour <= 12 ? (hour % 12) + 12 : undefined)],
  [folded('noon, midday, w południe'), (hour) => (hour === 12 ? 12 : undefined)],
  [folded('midnight, o północy'), (hour) => (hour % 12 === 0 ? 0 : undefined)],
  [
    folded('in the morning, morning, du matin, le matin, matin, rano, z rana, nad ranem, przed południem'),
    (hour) => (hour < 12 ? hour : undefined),
  ],
  [
    folded(`in the afternoon, afternoon, de l'après-midi, de l'après midi, l'après-midi, après-midi, po południu`),
    (hour) => (hour >= 1 && hour <= 7 ? hour + 12 : hour >= 12 && hour <= 19 ? hour : undefined),
  ],
  [
    folded('in the evening, evening, du soir, le soir, soir, wieczorem, wieczór'),
    (hour) => (hour >= 4 && hour <= 11 ? hour + 12 : hour >= 16 ? hour : undefined),
  ],
  [
    folded('at night, in the night, night, de la nuit, la nuit, w nocy, nocą'),
    (hour) => (hour === 12 ? 0 : hour >= 6 && hour <= 11 ? hour + 12 : hour <= 5 || hour >= 18 ? hour : undefined),
  ],
]

/**
 * A time of day as people write it in English, French or Polish, whatever language they asked in: "9:00", "9 h 30", "9 pm",
 * "midi", "8 wieczorem". Minutes after midnight, 0 to 1439; undefined for anything else, and for a time that no clock shows. Never throws.
 */
export const readTime = (text: string): number | undefined => {
  if (text.length > LONGEST) return undefined
  const said = fold(text).replace(/\s+/g, ' ').trim().replace(LEAD, '')
  if (NOON.has(said)) return 12 * 60
  if (MIDNIGHT.has(said)) return 0
  const found = TIME.exec(said)
  if (!found) return undefined
  const [hour, minute] = [hourOf(Number(found[1]), found[3]), Number(found[2] ?? 0)]
  // Midnight as the end of a day is the beginning of the next.
  if (hour === 24 && minute === 0) return 0
  return hour === undefined || hour > 23 || minute > 59 ? undefined : hour * 60 + minute
}

const hourOf = (hour: number, part: string | undefined): number | undefined => {
  if (part === undefined) return hour
  const named = part.replaceAll('.', '').trim()
  return hour > 23 ? undefined : PARTS.find(([names]) => names.has(named))?.[1](hour)
}
