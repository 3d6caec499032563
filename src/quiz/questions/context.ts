import type { Event } from '../../almanac/almanac.ts'
import type { Text3 } from '../../almanac/pack.ts'
import { LOCALES, type Locale } from '../../words/locale.ts'
import { above, inEach } from './draft.ts'
import { holdsDate } from './gap.ts'

/** Words that point at something said before. */
const POINTING =
  /^(?:He|She|It|They|His|Her|Their|This|These|Those)\b|\b(?:the same (?:address|day|statement)|that (?:day|night|morning|year)|there since)\b/

/** Whether a sentence tells by itself what it is about: it holds a date, and points at nothing that was said before it. */
export const standsAlone = (text: Text3): boolean => LOCALES.every((locale) => holdsDate(text[locale], locale)) && !POINTING.test(text.en)

/** A sentence of an event, under the event's title where it does not stand alone; undefined where the title would give the answer away. */
export const inContext = (event: Event, sentence: Text3, tells: (title: string, locale: Locale) => boolean): Text3 | undefined =>
  standsAlone(sentence)
    ? sentence
    : inEach((locale) => (tells(event.title[locale], locale) ? undefined : above(event.title[locale], sentence[locale])))
