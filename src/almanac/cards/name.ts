import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { heading, link, list, note, paragraph, strong, type Block, type Body, type Reply } from '../../chat/reply.ts'
import type { Named } from '../almanac.ts'
import { parseEdtf } from '../edtf.ts'
import { eventItem, eventMenu, type Shelf, type Telling } from '../shelf.ts'
import { dateText } from './event.ts'

/** Who a person or an organisation was, with roles and events; or where a place is and what happened there. */
export function nameCard(shelf: Shelf, ask: Ask, named: Named): Reply {
  const events = shelf.almanac.eventsOf(named)
  const menu = eventMenu(shelf, ask, events)
  return reply(ask, {
    title: named.name[ask.locale],
    blocks: [
      ...(named.kind === 'place' ? placeBlocks(shelf, ask, named.id) : aboutBlocks(shelf, ask, named)),
      ...(events.length > 0
        ? [heading(ask.say('name.events')), list(events.map((event) => eventItem(shelf, event, ask)))]
        : [paragraph(ask.say('name.noEvents'))]),
    ],
    ...(menu && { menu }),
    buttons: buttons([
      ask.say('button.timeline'),
      shelf.lead('timeline', '', '', '', ...(named.kind === 'place' ? ['', named.id] : [named.id])),
    ]),
    solemn: events.some((event) => event.solemn),
    self: shelf.lead(named.kind === 'place' ? 'where' : 'who', named.id),
  })
}

/** Several people or places bear the name: each with what tells them apart. */
export function whichNameCard(shelf: Shelf, ask: Ask, names: readonly Named[]): Reply {
  return reply(ask, {
    title: ask.say('name.several'),
    blocks: [list(names.slice(0, 10).map((named): Body => [strong(named.name[ask.locale]), '. ', aboutText(shelf, ask, named)]))],
    buttons: buttons(
      ...names
        .slice(0, 10)
        .map((named) => [named.name[ask.locale], shelf.lead(named.kind === 'place' ? 'where' : 'who', named.id)] as const),
    ),
  })
}

function aboutText(shelf: Shelf, ask: Telling, named: Named): string {
  const { people, organisations, places } = shelf.almanac.pack
  const about =
    named.kind === 'person'
      ? people.find((p) => p.id === named.id)?.about
      : named.kind === 'organisation'
        ? organisations.find((o) => o.id === named.id)?.about
        : undefined
  return about?.[ask.locale] ?? places.find((p) => p.id === named.id)?.region[ask.locale] ?? ''
}

/** What a person or an organisation was: in a sentence, then life, roles and other spellings. */
export function aboutBlocks(shelf: Shelf, ask: Telling, named: Named): Block[] {
  const { people, organisations } = shelf.almanac.pack
  const person = named.kind === 'person' ? people.find((p) => p.id === named.id) : undefined
  const roles = (person ?? organisations.find((o) => o.id === named.id))?.roles ?? []
  const life = [
    ...(person?.born ? [ask.say('name.born', { date: dateText(person.born, ask) })] : []),
    ...(person?.died ? [ask.say('name.died', { date: dateText(person.died, ask) })] : []),
  ]
  return [
    paragraph(aboutText(shelf, ask, named)),
    ...(life.length > 0 ? [note(life.join(' · '))] : []),
    ...(roles.length > 0
      ? [heading(ask.say('name.roles')), list(roles.map((role): Body => [role.text[ask.locale], ...period(role.from, role.to, ask)]))]
      : []),
    ...(named.aliases.length > 0 ? [note(ask.say('name.also', { names: named.aliases.slice(0, 5).join(', ') }))] : []),
  ]
}

/** From when until when; an end that no interval can hold, such as one of two days, stands beside the other. */
const period = (from: string | undefined, to: string | undefined, ask: Telling): Body => {
  if (from === undefined && to === undefined) return []
  const whole = from === to ? (from ?? '') : `${from ?? '..'}/${to ?? '..'}`
  const ends = [from, to].flatMap((end) => (end === undefined ? [] : [dateText(end, ask)]))
  return [` (${parseEdtf(whole) ? dateText(whole, ask) : ends.join(' – ')})`]
}

function placeBlocks(shelf: Shelf, ask: Ask, id: string): Block[] {
  const place = shelf.almanac.pack.places.find((p) => p.id === id)
  if (!place) return []
  const { position, withinKm, region, aliases } = place
  const map =
    position &&
    `https://www.openstreetmap.org/?mlat=${position.lat}&mlon=${position.lon}#map=${withinKm && withinKm > 100 ? 5 : 12}/${position.lat}/${position.lon}`
  const degrees = position && ask.say('place.position', { lat: position.lat, lon: position.lon })
  return [
    paragraph(region[ask.locale]),
    ...(map && degrees ? [note(link(degrees, map), ...(withinKm ? [' · ', ask.say('place.within', { km: withinKm })] : []))] : []),
    ...(aliases.length > 0 ? [note(ask.say('name.also', { names: aliases.slice(0, 5).join(', ') }))] : []),
  ]
}
