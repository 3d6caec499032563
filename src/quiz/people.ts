import type { Asker } from '../chat/platform.ts'
import type { Person } from './engine/game.ts'

/** Turns who asks into what quiz data calls them: the same for one person on one platform, different in every installation, and no way back. */
export type Pseudonyms = { of(asker: Pick<Asker, 'platform' | 'server' | 'user'>): Person }

/** All that is kept of one person, in words of the program: table by table, as plain values. */
export type Kept = Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>

/** What somebody may ask about himself. */
export type People = {
  show(person: Person): Promise<Kept>
  /**
   * Deletes all of it; resolves to how many rows there were. Answers leave the sums of their questions, which name nobody. From what was
   * posted in the web's own channels, which we keep, the person's names go as well, and what they are `called` now.
   */
  forget(person: Person, called?: string): Promise<number>
}

/** How long things are kept, in days; what is older goes each day. */
export type Retention = { readonly answersDays: number; readonly seasonDays: number; readonly reviewsDays: number }

/** A learner's place in a class: the code that the teacher gave out. */
export type Roster = {
  /** Takes a code in this channel's class; a code is one person's at a time. */
  join(
    channel: { readonly platform: string; readonly server: string; readonly channel: string },
    code: string,
    person: Person,
  ): Promise<'joined' | 'taken' | 'unknown'>
  codes(channel: {
    readonly platform: string
    readonly server: string
    readonly channel: string
  }): Promise<readonly { readonly code: string; readonly person?: Person }[]>
  /** Replaces the list of codes; people keep theirs where it is still listed. */
  set(
    channel: { readonly platform: string; readonly server: string; readonly channel: string },
    codes: readonly string[],
    keeper: Person,
  ): Promise<void>
  /** Who gave out the list that there is. */
  keeper(channel: { readonly platform: string; readonly server: string; readonly channel: string }): Promise<Person | undefined>
}
