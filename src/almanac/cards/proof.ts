import type { Ask } from '../../chat/command.ts'
import { reply } from '../../chat/dispatch.ts'
import { em, heading, list, note, paragraph, strong, type Block, type Body, type Reply } from '../../chat/reply.ts'
import type { Event, TracedClaim } from '../almanac.ts'
import { chain, type Link } from '../causes.ts'
import { dateLine, eventItem, eventMenu, sourceBody, todayOf, type Shelf } from '../shelf.ts'
import { whenText } from '../when.ts'
import { dateText, eventButtons, laterBody, rangeOf, statusText } from './event.ts'

/** Claim by claim: who says it, where and when, and who says otherwise. */
export function sourcesCard(shelf: Shelf, ask: Ask, event: Event): Reply {
  const dates = event.attested.flatMap((a): Block[] => [
    paragraph(ask.say('day.alsoDated', { date: whenText(ask.say, a.when), by: a.by[ask.locale] })),
    list(a.sources.map((id) => sourceBody(shelf, ask, id))),
  ])
  return reply(ask, {
    title: ask.say('sources.title', { event: event.title[ask.locale] }),
    blocks: [
      note(dateLine(event, ask, todayOf(ask)), ' · ', ask.say('sources.titles')),
      ...event.claims.flatMap((claim) => claimBlocks(shelf, ask, claim)),
      ...(dates.length > 0 ? [heading(ask.say('sources.dates')), ...dates, ...(event.why ? [note(event.why[ask.locale])] : [])] : []),
      ...(event.followUps.length > 0 ? [heading(ask.say('event.later'))] : []),
      ...event.followUps.flatMap((f): Block[] => [
        paragraph(...laterBody(f, ask)),
        list(f.sources.map((id) => sourceBody(shelf, ask, id))),
      ]),
    ],
    buttons: eventButtons(shelf, ask, event, 'sources'),
    solemn: event.solemn,
    self: shelf.lead('sources', event.id),
  })
}

function claimBlocks(shelf: Shelf, ask: Ask, claim: TracedClaim): Block[] {
  const status = statusText(claim, ask)
  const otherwise = (claim.otherwise ?? []).flatMap((o): Block[] => [
    paragraph(em(ask.say('sources.otherwise')), ' ', o.text[ask.locale]),
    list(o.sources.map((id) => sourceBody(shelf, ask, id))),
  ])
  const figures = (claim.figures ?? []).flatMap(({ what, values }) =>
    values.map(
      (v): Body => [
        `${what[ask.locale]}, ${v.by[ask.locale]}${ask.say('punctuation.colon')}${rangeOf(v.min, v.max, ask)}. `,
        ...v.sources.flatMap((id, i) => [...(i > 0 ? [ask.say('punctuation.semicolon')] : []), ...sourceBody(shelf, ask, id)]),
      ],
    ),
  )
  return [
    paragraph(strong(claim.text[ask.locale])),
    note(ask.say('sources.known', { date: dateText(claim.knownFrom, ask) }), ...(status ? [' · ', status] : [])),
    list(claim.sources.map((id) => sourceBody(shelf, ask, id))),
    ...(figures.length > 0 ? [list(figures)] : []),
    ...otherwise,
  ]
}

/** The chain of causes that leads to an event, and the chain of what followed from it. */
export function whyCard(shelf: Shelf, ask: Ask, event: Event): Reply {
  const causes = chain(shelf.almanac, event, 'causes')
  const effects = chain(shelf.almanac, event, 'effects')
  const menu = eventMenu(
    shelf,
    ask,
    [...causes, ...effects].map((l) => l.event),
    'why',
  )
  return reply(ask, {
    title: ask.say('why.title', { event: event.title[ask.locale] }),
    blocks: [
      note(dateLine(event, ask, todayOf(ask))),
      paragraph(event.summary[ask.locale]),
      ...linkBlocks(shelf, ask, causes, { near: 'why.because', far: 'why.before', none: 'why.noCause' }),
      ...linkBlocks(shelf, ask, effects, { near: 'why.then', far: 'why.after', none: 'why.noEffect' }),
      note(ask.say('why.editors')),
    ],
    ...(menu && { menu }),
    buttons: eventButtons(shelf, ask, event, 'why'),
    solemn: [event, ...causes.map((l) => l.event), ...effects.map((l) => l.event)].some(({ solemn }) => solemn),
    self: shelf.lead('why', event.id),
  })
}

type LinkWords = {
  readonly near: 'why.because' | 'why.then'
  readonly far: 'why.before' | 'why.after'
  readonly none: 'why.noCause' | 'why.noEffect'
}

function linkBlocks(shelf: Shelf, ask: Ask, links: readonly Link[], words: LinkWords): Block[] {
  if (links.length === 0) return [paragraph(ask.say(words.none))]
  const near = links.filter((l) => l.steps === 1)
  const far = links.filter((l) => l.steps > 1)
  return [
    heading(ask.say(words.near)),
    list(near.map((l) => eventItem(shelf, l.event, ask))),
    ...(far.length > 0 ? [paragraph(ask.say(words.far)), list(far.map((l) => eventItem(shelf, l.event, ask)))] : []),
  ]
}
