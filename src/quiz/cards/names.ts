import { createHash } from 'node:crypto'
import { quotable } from '../../chat/clean.ts'
import type { Locale } from '../../words/locale.ts'
import type { Say } from '../../words/say.ts'
import type { Person } from '../engine/game.ts'

/** What may stand in front of, or in French behind, what. Words that praise nobody and hurt nobody; in French and Polish of one gender, so that all agree. */
const WORDS: Readonly<Record<Locale, { readonly how: string; readonly what: string; readonly order: 'how-what' | 'what-how' }>> = {
  en: {
    how: `Quiet Calm Bright Gentle Steady Quick Clear Patient Early Golden Silver Amber Green Blue Warm Cool Open Even Keen Careful Curious
      Distant Northern Southern Eastern Western Morning Evening Summer Winter Autumn Spring Level Lively Nimble Polite Ready Rising Tall Young`,
    what: `Heron Falcon Kestrel Swallow Sparrow Robin Wren Finch Lark Stork Crane Ibis Pelican Plover Kingfisher Starling Thrush Owl Hawk Eagle
      Osprey Dove Egret Gazelle Antelope Giraffe Oryx Otter Beaver Hare Fox Badger Lynx Deer Dolphin Seal Turtle Acacia Baobab Cedar`,
    order: 'how-what',
  },
  fr: {
    how: `tranquille calme clair paisible rapide patient matinal doré argenté ambré vert bleu attentif curieux lointain discret fidèle habile
      agile alerte léger libre modeste sage sincère solide souriant serein songeur studieux subtil tenace vaillant vif voyageur aimable
      constant élégant énergique franc`,
    what: `Héron Faucon Merle Moineau Pinson Ibis Pélican Pluvier Étourneau Hibou Milan Aigle Flamant Cygne Goéland Rossignol Chardonneret
      Colibri Martinet Guêpier Oryx Castor Lièvre Renard Blaireau Lynx Cerf Dauphin Phoque Chamois Bouquetin Écureuil Hérisson Acacia
      Baobab Cèdre Palmier Olivier Tilleul Érable`,
    order: 'what-how',
  },
  pl: {
    how: `Cichy Spokojny Jasny Łagodny Szybki Cierpliwy Poranny Złoty Srebrny Bursztynowy Zielony Niebieski Uważny Ciekawy Daleki Wierny
      Zręczny Zwinny Czujny Lekki Skromny Mądry Szczery Pogodny Pilny Wytrwały Dzielny Żwawy Miły Stały Śmiały Bystry Rześki Letni Zimowy
      Jesienny Wiosenny Wieczorny Północny Południowy`,
    what: `Żuraw Sokół Bocian Ibis Pelikan Szpak Wróbel Kos Drozd Orzeł Jastrząb Łabędź Słowik Koliber Jerzyk Dzięcioł Skowronek Zimorodek
      Rudzik Szczygieł Gołąb Flaming Oryks Bóbr Zając Lis Borsuk Ryś Jeleń Delfin Jeż Żubr Łoś Baobab Cedr Klon Jesion Dąb Buk Świerk`,
    order: 'how-what',
  },
}

const split = ({ how, what, order }: (typeof WORDS)[Locale]) => ({ how: how.trim().split(/\s+/), what: what.trim().split(/\s+/), order })
const NAMES = { en: split(WORDS.en), fr: split(WORDS.fr), pl: split(WORDS.pl) }

/** Two words that stand for somebody in one round, the same each time; in another round they are others. */
export function pseudonym(person: Person, round: string, locale: Locale): string {
  const { how, what, order } = NAMES[locale]
  const bytes = createHash('sha256').update(`${round}/${person}`).digest()
  const words = [how[bytes.readUInt32BE(0) % how.length], what[bytes.readUInt32BE(4) % what.length]]
  return (order === 'how-what' ? words : words.toReversed()).join(' ')
}

const LONGEST = 40

/** A name as it is shown: forty characters of it at most. It stays text wherever it stands. */
export const shownName = (name: string): string => quotable(name, LONGEST)

/** Letters that are blank: nobody is called by these alone. */
const BLANK = /[\s\u115f\u1160\u2800\u3164\uffa0]+/gu

/** How somebody is called in a round: as they are on the platform, or by a pseudonym where that is nothing that can be seen. */
export const nameIn = (round: string, person: Person, locale: Locale, name: string | undefined): string =>
  name === undefined || shownName(name).replace(BLANK, '') === '' ? pseudonym(person, round, locale) : name

/** What whoever has no name is called: `first` in a sentence, or `within` one. */
export function somebody(say: Say, where: 'first' | 'within'): string {
  const word = say('quiz.somebody')
  return where === 'within' ? word : word.slice(0, 1).toLocaleUpperCase(say.locale) + word.slice(1)
}

/** Each with a name that no other has: of those who are called the same, the second is the second, unless somebody is called that. */
export function distinctNames(players: readonly { readonly person: Person; readonly name: string }[]): ReadonlyMap<Person, string> {
  const shown = players.map(({ person, name }) => ({ person, name: shownName(name) }))
  const taken = new Set(shown.map(({ name }) => name))
  const counts = new Map<string, number>()
  return new Map(
    shown.map(({ person, name }) => {
      let count = (counts.get(name) ?? 0) + 1
      while (count > 1 && taken.has(`${name} (${count})`)) count++
      counts.set(name, count)
      return [person, count === 1 ? name : `${name} (${count})`] as const
    }),
  )
}
