import type { Event, Named, TracedClaim } from '../../almanac/almanac.ts'
import type { Text3 } from '../../almanac/pack.ts'
import { inContext } from './context.ts'
import { above, inEach, isBeyondDoubt, shuffled, type Draft } from './draft.ts'
import { GAP, isOfDeath } from './gap.ts'
import type { Ground } from './ground.ts'

/** A claim of which one date, person or place was changed, so that nobody says it any longer. */
export type Falsehood = { readonly claim: TracedClaim; readonly text: Text3; readonly changed: string }

/** Ways to make a claim false; each gives a gap that it knows to fill wrongly in every language. */
export type Falsifier = (ground: Ground, event: Event, claim: TracedClaim) => Falsehood | undefined

/** True or false: one confirmed claim of each event as it stands, or with one thing changed, about as often either. */
export const truthDrafts = (ground: Ground, falsifiers: readonly Falsifier[]): readonly Draft[] =>
  ground.almanac.events.flatMap((event) => {
    const claims = shuffled(
      event.claims.filter((claim) => isBeyondDoubt(event, claim) && !isOfDeath(claim.text.en)),
      event.id,
    )
    const ways = shuffled(falsifiers, `ways/${event.id}`)
    const lies = claims.flatMap((claim) => ways.flatMap((way) => way(ground, event, claim) ?? []))
    const [lie] = lies
    const truth = claims.find((claim) => claim !== lie?.claim)
    return [
      lie && draftOf(event, lie.claim, lie.text, lie.changed),
      truth && draftOf(event, truth, inContext(event, truth.text, () => false) ?? truth.text),
    ].filter((draft) => draft !== undefined)
  })

function draftOf(event: Event, claim: TracedClaim, text: Text3, changed?: string): Draft | undefined {
  const words = inEach((locale, say) => {
    const [yes, no] = [say('question.true'), say('question.false')]
    return {
      text: above(say('question.trueFalse'), text[locale]),
      right: changed === undefined ? yes : no,
      wrong: [changed === undefined ? no : yes],
      explanation: claim.text[locale],
      accepts: [],
    }
  })
  return (
    words && { kind: 'true-false', event, parts: [claim.id, ...(changed === undefined ? [] : [changed])], words, sources: claim.sources }
  )
}

/** A gap filled in each language with a name. */
export const filledWith = (gap: Text3, name: Text3): Text3 => ({
  en: gap.en.replace(GAP, name.en),
  fr: gap.fr.replace(GAP, name.fr),
  pl: gap.pl.replace(GAP, name.pl),
})

/** A name as it stands in a sentence, without what is added in brackets or behind a comma. */
export const plainName = ({ name }: Named): Text3 => {
  const plain = (text: string) => text.replace(/[,(].*$/, '').trim()
  return { en: plain(name.en), fr: plain(name.fr), pl: plain(name.pl) }
}
