import type { ChannelPlace, PlatformName } from '../chat/platform.ts'
import type { Kept, Privacy, Row, Sort } from '../house/privacy.ts'
import type { People, Pseudonyms } from '../quiz/people.ts'
import type { Makers } from '../store/privacy.ts'

export type PrivacyParts = {
  readonly quiz: { readonly people: People; readonly pseudonyms: Pseudonyms }
  readonly makers: Makers
  readonly days: Privacy['days']
  /** The address of a channel. */
  readonly linkTo?: ((place: ChannelPlace) => string | undefined) | undefined
}

/** What the house calls the tables of the quiz. */
const QUIZ: Readonly<Record<string, Sort>> = {
  quiz_round: 'rounds',
  quiz_answer: 'answers',
  quiz_player: 'names',
  quiz_roster: 'codes',
  quiz_deck: 'decks',
  quiz_report: 'reports',
  review_card: 'cards',
  review_log: 'reviews',
  review_setting: 'pace',
}

/** What the whole installation keeps of a person, from all rooms that keep something. */
export const privacy = ({ quiz, makers, days, linkTo }: PrivacyParts): Privacy => ({
  days,
  async show(who) {
    const [own, played] = await Promise.all([makers.show(who), quiz.people.show(quiz.pseudonyms.of(who))])
    const named = Object.entries(played).map(([table, rows]) => {
      const sort = QUIZ[table]
      if (!sort) throw new Error(`the house has no word for ${table}`)
      return [sort, rows] as const
    })
    const kept: Kept = { ...own, ...Object.fromEntries(named) }
    return Object.fromEntries(Object.entries(kept).map(([sort, rows]) => [sort, rows?.map((row) => addressed(row, linkTo))]))
  },
  async forget(who) {
    await makers.forget(who)
    await quiz.people.forget(quiz.pseudonyms.of(who), who.name)
  },
})

/** With the address of its channel, where there is one. */
function addressed(row: Row, linkTo: PrivacyParts['linkTo']): Row {
  const { platform, server, channel } = row
  if (typeof platform !== 'string' || typeof channel !== 'string') return row
  const at = typeof server === 'string' && server !== '' ? { server } : {}
  const address = linkTo?.({ kind: 'channel', platform: platform as PlatformName, ...at, channel })
  return address === undefined ? row : { ...row, address }
}
