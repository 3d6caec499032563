import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { em, heading, list, note, paragraph, strong, type Block, type Body, type Menu, type Reply } from '../../chat/reply.ts'
import { listText, numberText } from '../../words/dates.ts'
import { partsOf, type Event, type Named, type NameKind, type TracedClaim } from '../almanac.ts'
import { parseEdtf } from '../edtf.ts'
import { dateLine, eventItem, sourcesLead, todayOf, type Shelf, type Telling } from '../shelf.ts'
import { whenText } from '../when.ts'

/** One event whole: what, who, where, figures with claimants, what is disputed, what led to it, what followed. */
export function eventCard(shelf: Shelf, ask: Ask, event: Event): Reply {
  const { almanac } = shelf
  const topic = almanac.pack.topics.find((t) => t.id === event.topic)
  const linked = (ids: readonly string[]) => ids.map((id) => almanac.event(id)).filter((e) => e !== undefined)
  return reply(ask, {
    title: event.title[ask.locale],
    blocks: [
      note(
        [dateLine(event, ask, todayOf(ask)), ...(topic ? [topic.name[ask.locale]] : [])].join(' · '),
        ' · ',
        sourcesLead(shelf, event, ask),
      ),
      paragraph(event.summary[ask.locale]),
      ...part(
        ask.say('event.known'),
        event.claims.map((claim) => claimItem(claim, ask)),
      ),
      ...part(
        ask.say('event.figures'),
        event.claims.flatMap((claim) => figureItems(claim, ask)),
      ),
      ...part(ask.say('event.disputed'), disputes(event, ask)),
      ...part(
        ask.say('event.later'),
        event.followUps.map((f) => laterBody(f, ask)),
      ),
      ...part(
        ask.say('event.ledTo'),
        linked(event.causes).map((e) => eventItem(shelf, e, ask)),
      ),
      ...part(
        ask.say('event.followed'),
        linked(event.effects).map((e) => eventItem(shelf, e, ask)),
      ),
      ...part(ask.say('event.who'), nameItems(shelf, ask, event, ['person', 'organisation'])),
      ...part(ask.say('event.where'), nameItems(shelf, ask, event, ['place'])),
    ],
    ...menuOf(shelf, ask, event),
    buttons: eventButtons(shelf, ask, event, 'event'),
    solemn: event.solemn,
    self: shelf.lead('event', event.id),
  })
}

/** The buttons that lead on from an event, without the one that leads to where we are. */
export function eventButtons(shelf: Shelf, ask: Ask, event: Event, here: 'event' | 'sources' | 'why') {
  const order = shelf.almanac.events
  const at = order.indexOf(event)
  const [before, after] = [order[at - 1], order[at + 1]]
  const lead = (sub: 'event' | 'sources' | 'why') => (sub === here ? undefined : shelf.lead(sub, event.id))
  return buttons(
    [ask.say('button.event'), lead('event')],
    [ask.say('button.sources'), lead('sources')],
    [ask.say('button.why'), lead('why')],
    [ask.say('button.earlier'), before && shelf.lead(here, before.id)],
    [ask.say('button.later'), after && shelf.lead(here, after.id)],
  )
}

/** A date of the pack in words; text that is not a date is left as it is. */
export function dateText(edtf: string, ask: Telling): string {
  const when = parseEdtf(edtf)
  return when ? whenText(ask.say, when) : edtf
}

/** What happened later, under its date; a sentence that says its date itself is not given it twice. */
export function laterBody({ date, text }: Event['followUps'][number], ask: Ask): Body {
  const when = dateText(date, ask)
  return text[ask.locale].includes(when) ? [text[ask.locale]] : [strong(when), ask.say('punctuation.colon'), text[ask.locale]]
}

/** `disputed`, `one source` or both, for what is not confirmed. */
export const statusText = (claim: TracedClaim, ask: Telling): string | undefined => {
  const words = [...(claim.status === 'disputed' ? [ask.say('claim.disputed')] : []), ...(claim.oneOrigin ? [ask.say('claim.single')] : [])]
  return words.length > 0 ? words.join(', ') : undefined
}

const part = (title: string, items: readonly Body[]): readonly Block[] => (items.length > 0 ? [heading(title), list(items)] : [])

/** One statement, under its own date where it has one, and whether it is disputed or rests on one source. */
export function claimItem(claim: TracedClaim, ask: Telling): Body {
  const status = statusText(claim, ask)
  const date = claim.date ? dateText(claim.date, ask) : ''
  const shown = date && !claim.text[ask.locale].includes(date) ? [strong(date), ask.say('punctuation.colon')] : []
  return [...shown, claim.text[ask.locale], ...(status ? [' ', em(`(${status})`)] : [])]
}

const figureItems = (claim: TracedClaim, ask: Ask): Body[] =>
  (claim.figures ?? []).map(({ what, values }) => [
    strong(what[ask.locale]),
    ` — ${values.map((v) => `${v.by[ask.locale]}${ask.say('punctuation.colon')}${rangeOf(v.min, v.max, ask)}`).join(ask.say('punctuation.semicolon'))}`,
  ])

/** A number, or the range between two, as the language writes it. */
export const rangeOf = (min: number, max: number, ask: Ask): string =>
  min === max ? numberText(ask.locale, min) : `${numberText(ask.locale, min)}–${numberText(ask.locale, max)}`

/** Other dates with the reason for ours, then whatever else is said otherwise; what only repeats another date is not said twice. */
function disputes(event: Event, ask: Ask): Body[] {
  const dated = new Set(event.attested.flatMap((a) => a.covers))
  const otherwise = event.claims.flatMap((claim) => claim.otherwise ?? []).filter((o) => !o.covers?.some((id) => dated.has(id)))
  return [
    ...event.attested.map((a): Body => [ask.say('day.alsoDated', { date: whenText(ask.say, a.when), by: a.by[ask.locale] })]),
    ...(event.why ? [[event.why[ask.locale]]] : []),
    ...otherwise.map((o): Body => [o.text[ask.locale]]),
  ]
}

const namesIn = (shelf: Shelf, event: Event, kinds: readonly NameKind[]): Named[] =>
  kinds.flatMap((kind) => partsOf(event, kind).map((id) => shelf.almanac.named(kind, id))).filter((n) => n !== undefined)

const nameItems = (shelf: Shelf, ask: Ask, event: Event, kinds: readonly NameKind[]): Body[] => {
  const names = namesIn(shelf, event, kinds).map((n) => n.name[ask.locale])
  return names.length > 0 ? [[listText(ask.locale, names)]] : []
}

function menuOf(shelf: Shelf, ask: Ask, event: Event): { menu?: Menu } {
  const options = namesIn(shelf, event, ['person', 'organisation', 'place']).flatMap((n) => {
    const action = shelf.lead(n.kind === 'place' ? 'where' : 'who', n.id)
    return action ? [{ label: n.name[ask.locale], action }] : []
  })
  return options.length > 0 ? { menu: { label: ask.say('menu.name'), options: options.slice(0, 25) } } : {}
}
