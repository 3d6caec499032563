import { toActionId } from '../../chat/action.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, localeFor, reply } from '../../chat/dispatch.ts'
import { idFor } from '../../chat/identity.ts'
import { note, paragraph, type Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import { closesMs, DIGEST, keyOf, QUESTION } from '../plan.ts'
import { MOST_IN_CHANNEL, type Subscription, type Wish } from '../subscription.ts'
import { nextPosts } from './ahead.ts'
import { oneCard } from './cards/schedules.ts'
import { setupCard } from './cards/setup.ts'
import type { Desk } from './desk.ts'
import { managing, placeOf } from './permit.ts'
import { isoText, languageText, whatText } from './phrases.ts'
import { postable } from './rights.ts'
import { changedWish, newWish, type Wanted } from './wishing.ts'
import { packNamed } from './packs.ts'

/** How many windows for being late a test post may take before nobody waits for it any more. */
const PATIENCE = 6

/** What `/schedule add` was given. */
export type Added = Pick<Wanted, 'time' | 'zone' | 'language'> & {
  readonly kind?: Wish['kind'] | undefined
  readonly pack?: string | undefined
}

/** Sets up a schedule, if the channel can be posted to; without a kind or a time it asks for them. */
export async function add(desk: Desk, ask: Ask, added: Added): Promise<Reply> {
  const place = placeOf(ask)
  managing(ask)
  if (ask.asker.site === 'forum') throw new Failure('conflict', 'schedule.lacks', { lacks: ask.say('lack.forum') })
  const { kind, time } = added
  if (kind === undefined || time === undefined) return setupCard(ask, begun(desk, ask, added))
  const wish = newWish(desk, ask, kind, packNamed(desk, added.pack), { ...added, time })
  const rights = await postable(desk, ask, place, wish)
  const made = await desk.subscriptions.add({ id: idFor(ask), place, wish, maker: ask.asker.user, now: ask.now })
  if (!made) throw new Failure('conflict', 'schedule.most', { max: MOST_IN_CHANNEL })
  const { say } = ask
  const card = await oneCard(desk, ask, made, say('schedule.made', { number: made.number }))
  const will = say('schedule.will', { what: whatText(say, wish), zone: wish.zone, language: languageText(say, wish.locale) })
  const example = `/schedule ${say('cmd.edit.name')} ${say('schedule.editExample')}`
  return {
    ...card,
    blocks: [
      paragraph(will),
      ...(rights === 'unknown' ? [note(say('schedule.rightsUnknown'))] : []),
      ...card.blocks.slice(1),
      note(say('schedule.more', { example })),
    ],
  }
}

function begun(desk: Desk, ask: Ask, { kind, time, zone, language }: Added): Parameters<typeof setupCard>[1] {
  const settled = desk.settlements.of(ask.asker)
  return {
    kind,
    time,
    zone: zone ?? settled.channel.zone ?? settled.server.zone ?? ask.zone,
    locale: language ?? localeFor(ask.asker, 'everyone', desk.locale, settled),
  }
}

/** Changes a schedule; what is not named stays as it is. */
export async function edit(desk: Desk, ask: Ask, one: Subscription, wanted: Wanted): Promise<Reply> {
  const { say } = ask
  if (Object.values(wanted).every((value) => value === undefined)) {
    const example = `/schedule ${say('cmd.edit.name')} ${say('schedule.editExample')}`
    throw new Failure('bad-input', 'schedule.unchanged', { example })
  }
  const wish = changedWish(desk, ask, one.wish, wanted)
  const rights = wanted.thread === true ? await postable(desk, ask, one.place, wish) : 'known'
  const changed = existing(await desk.subscriptions.edit(one.id, wish, ask.now))
  const card = await oneCard(desk, ask, changed, say('schedule.changed', { number: one.number }))
  return rights === 'unknown' ? { ...card, blocks: [note(say('schedule.rightsUnknown')), ...card.blocks] } : card
}

/** Lets a schedule go on, if its channel can be posted to now. */
export async function resume(desk: Desk, ask: Ask, one: Subscription): Promise<Reply> {
  await postable(desk, ask, one.place, one.wish)
  const resumed = existing(await desk.subscriptions.resume(one.id, ask.now))
  return told(desk, ask, resumed, ask.say('schedule.resumed', { number: one.number }))
}

export async function pause(desk: Desk, ask: Ask, one: Subscription): Promise<Reply> {
  const paused = existing(await desk.subscriptions.pause(one.id, ask.now))
  return told(desk, ask, paused, ask.say('schedule.paused', { number: one.number }))
}

/** Removes a schedule when somebody has said that they are sure, and asks whether they are otherwise. */
export async function remove(desk: Desk, ask: Ask, one: Subscription, sure: boolean): Promise<Reply> {
  const { say } = ask
  const { number, wish, id } = one
  if (sure) {
    await desk.subscriptions.remove(id, ask.now)
    return reply(ask, {
      blocks: [paragraph(say('schedule.removed', { number }))],
      buttons: buttons([say('button.schedules'), toActionId('schedule.list')]),
    })
  }
  return reply(ask, {
    blocks: [paragraph(say('schedule.removeAsk', { number, what: whatText(say, wish) }))],
    buttons: buttons(
      [say('button.removeSure'), toActionId('schedule.remove', id, '1')],
      [say('schedule.title', { number }), toActionId('schedule.list', id)],
    ),
  })
}

/** Posts once what the schedule says on the next date on which it says anything, labelled as a test. */
export async function test(desk: Desk, ask: Ask, one: Subscription): Promise<Reply> {
  const { say, now } = ask
  const { id, number, place, wish } = one
  await postable(desk, ask, place, { thread: false })
  const [next] = nextPosts(desk.shelves, wish, now, 1)
  if (!next) throw new Failure('conflict', 'schedule.nothingMore', { number })
  await desk.subscriptions.sendNow(
    {
      key: `test/${idFor(ask)}`,
      to: place,
      ...(wish.kind === 'question'
        ? { post: QUESTION, subject: { subscription: id, date: next.date, wish, closesMs: closesMs(wish, now), test: true } }
        : { post: DIGEST, subject: { subscription: id, date: next.date, wish, test: true } }),
      dueAt: now,
      expiresAt: new Date(now.getTime() + PATIENCE * desk.timing.lateMs),
      owner: id,
    },
    now,
  )
  return reply(ask, {
    blocks: [paragraph(say('schedule.testComing', { number, date: isoText(say, next.date) }))],
    buttons: buttons(
      [say('button.log'), toActionId('schedule.log', id)],
      [say('schedule.title', { number }), toActionId('schedule.list', id)],
    ),
  })
}

/** Settles a post of which nobody knew whether it arrived, by the word of somebody who looked. */
export async function judge(desk: Desk, ask: Ask, one: Subscription, date: string, verdict: 'there' | 'post'): Promise<Reply> {
  const { say } = ask
  const judged = await desk.subscriptions.judge(keyOf(one.id, date, one.wish.kind), verdict, ask.now)
  const words = { date: isoText(say, date) }
  const key = !judged ? 'schedule.judgedAlready' : verdict === 'there' ? 'schedule.judgedThere' : 'schedule.judgedPost'
  return reply(ask, { blocks: [paragraph(say(key, words))] })
}

/** A schedule that was there a moment ago; somebody else may have removed it since. */
export function existing(found: Subscription | undefined): Subscription {
  if (!found) throw new Failure('not-found', 'schedule.gone')
  return found
}

/** What was done, with when it posts next; in a direct message the channel's own cards are not at hand. */
async function told(desk: Desk, ask: Ask, one: Subscription, text: string): Promise<Reply> {
  const card = await oneCard(desk, ask, one)
  const isDirect = ask.asker.channel !== one.place.channel
  const { title: _, ...rest } = card
  return {
    ...rest,
    blocks: [paragraph(text), ...(isDirect || one.pause ? [] : card.blocks.slice(2))],
    buttons: isDirect ? [] : card.buttons,
  }
}
