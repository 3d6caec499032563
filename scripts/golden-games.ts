import type { Ask } from '../src/chat/command.ts'
import type { Asker, ChannelPlace } from '../src/chat/platform.ts'
import { seededRandom } from '../src/kernel/random.ts'
import { newGame, type Game, type Rules } from '../src/quiz/engine/game.ts'
import type { Asked } from '../src/quiz/question.ts'
import type { Line, Player, Sheet } from '../src/quiz/rounds.ts'
import type { Locale } from '../src/words/locale.ts'
import { sayer } from '../src/words/say.ts'

/** The instant at which every golden round begins. */
export const GOLDEN_START = new Date('2026-11-02T09:00:00Z')

const PLACE: ChannelPlace = { kind: 'channel', platform: 'discord', server: 'S1', channel: 'C1' }
const ASKER: Asker = { platform: 'discord', server: 'S1', channel: 'C1', user: 'U1', name: 'Sofia Müller', site: 'channel' }

type Texts = Readonly<Record<Locale, Pick<Asked, 'text' | 'options' | 'explanation'>>>

const DATE: Texts = {
  en: {
    text: 'On which date did soldiers mutiny at Kati?',
    options: ['10 July 2020', '18 August 2020', '25 September 2020', '5 June 2020'],
    explanation: 'Soldiers mutinied at Kati, near Bamako, on 18 August 2020.',
  },
  fr: {
    text: 'À quelle date des soldats se sont-ils mutinés à Kati ?',
    options: ['10 juillet 2020', '18 août 2020', '25 septembre 2020', '5 juin 2020'],
    explanation: 'Des soldats se sont mutinés à Kati, près de Bamako, le 18 août 2020.',
  },
  pl: {
    text: 'Kiedy żołnierze zbuntowali się w Kati?',
    options: ['10 lipca 2020 r.', '18 sierpnia 2020 r.', '25 września 2020 r.', '5 czerwca 2020 r.'],
    explanation: 'Żołnierze zbuntowali się w Kati koło Bamako 18 sierpnia 2020 r.',
  },
}

const SOLEMN: Texts = {
  en: {
    text: 'How many people were killed in the unrest of 10 to 12 July 2020?',
    options: [
      'From 11, according to the government, to 23, according to the June 5 Movement',
      'From 2, according to the government, to 5, according to the June 5 Movement',
      'From 40, according to the government, to 60, according to the June 5 Movement',
    ],
    explanation:
      'People were killed in Bamako: 11 according to the government, 14 according to the UN, 23 according to the June 5 Movement.',
  },
  fr: {
    text: 'Combien de personnes ont été tuées pendant les troubles du 10 au 12 juillet 2020 ?',
    options: [
      'De 11, selon le gouvernement, à 23, selon le Mouvement du 5 juin',
      'De 2, selon le gouvernement, à 5, selon le Mouvement du 5 juin',
      'De 40, selon le gouvernement, à 60, selon le Mouvement du 5 juin',
    ],
    explanation: 'Des personnes ont été tuées à Bamako : 11 selon le gouvernement, 14 selon l’ONU, 23 selon le Mouvement du 5 juin.',
  },
  pl: {
    text: 'Ile osób zginęło podczas zamieszek od 10 do 12 lipca 2020 r.?',
    options: [
      'Od 11 według rządu do 23 według Ruchu 5 Czerwca',
      'Od 2 według rządu do 5 według Ruchu 5 Czerwca',
      'Od 40 według rządu do 60 według Ruchu 5 Czerwca, jak podano w tamtych dniach',
    ],
    explanation: 'W Bamako zginęli ludzie: według rządu 11, według ONZ 14, według Ruchu 5 Czerwca 23.',
  },
}

const OWN: Texts = {
  en: { text: 'What does *our* school call <@1> “Room_7”?', options: ['The *blue* room', '@everyone’s room'], explanation: 'It is blue.' },
  fr: {
    text: 'Comment *notre* école appelle-t-elle <@1> « Salle_7 » ?',
    options: ['La salle *bleue*', 'La salle de @everyone'],
    explanation: 'Elle est bleue.',
  },
  pl: { text: 'Jak *nasza* szkoła nazywa <@1> „Sala_7”?', options: ['*Niebieska* sala', 'Sala @everyone'], explanation: 'Jest niebieska.' },
}

const SOURCES = [
  { publisher: 'Reuters', title: 'Mali soldiers mutiny', url: 'https://example.org/mutiny' },
  { publisher: 'RFI', title: 'Mali : le récit d’une journée', url: 'https://example.org/journee' },
]

const questions = (locale: Locale): readonly Asked[] => [
  {
    id: 'date:mutiny',
    kind: 'date',
    difficulty: 2,
    about: { pack: 'mali-2020', event: 'mutiny-at-kati' },
    topic: 'coup',
    solemn: false,
    ...DATE[locale],
    right: 1,
    accepts: [],
    sources: SOURCES,
  },
  {
    id: 'how-many:july',
    kind: 'how-many',
    difficulty: 4,
    topic: 'protest',
    solemn: true,
    ...SOLEMN[locale],
    right: 0,
    accepts: [],
    sources: SOURCES.slice(0, 1),
  },
  { id: 'own:room', kind: 'own', difficulty: 3, solemn: false, ...OWN[locale], right: 0, accepts: [], sources: [] },
]

export const GOLDEN_RULES: Rules = {
  mode: 'round',
  seconds: 30,
  changeable: true,
  shuffle: false,
  speed: false,
  names: true,
  typed: false,
  pace: 'by-itself',
}

/** A round in one language, as it stands after these changes. */
export const goldenGame = (locale: Locale, rules: Partial<Rules> = {}, changes: Partial<Game> = {}): Game => ({
  ...newGame({
    id: 'abcdefghij',
    place: PLACE,
    locale,
    rules: { ...GOLDEN_RULES, ...rules },
    starter: 'starter',
    questions: questions(locale),
  }),
  ...changes,
})

export const goldenAsk = (locale: Locale, audience: Ask['audience'] = 'asker'): Ask => ({
  say: sayer(locale),
  locale,
  audience,
  now: GOLDEN_START,
  zone: 'Africa/Bamako',
  random: seededRandom('golden'),
  asker: ASKER,
})

const NAMES = [
  'Sofia Müller',
  'Sofia Müller',
  '<@1> *Ada*',
  'Ben',
  'Ćwirko',
  'Émile',
  'Fanta',
  'a name that is much longer than forty characters are',
]

/** So many people who all answered every question, in a way of their own. */
export function goldenSheet(game: Game, people: number): Sheet {
  const players: readonly Player[] = Array.from({ length: people }, (_, n) => ({ person: `p${n}`, name: NAMES[n] ?? `Name ${n}` }))
  const lines = game.questions.flatMap((asked, question) =>
    players.map(
      ({ person }, n): Line => ({
        person,
        question,
        option: game.rules.typed && n === 1 ? -1 : (asked.right + (n + question) * n) % asked.options.length,
        atMs: GOLDEN_START.getTime() + 1000 * (n + 1),
        openedMs: GOLDEN_START.getTime(),
        closesMs: GOLDEN_START.getTime() + 30_000,
      }),
    ),
  )
  return { game, startedAt: GOLDEN_START, lines, players }
}
