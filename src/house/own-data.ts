import { toActionId } from '../chat/action.ts'
import { arg, defineCommand, type Ask, type CommandSpec } from '../chat/command.ts'
import { buttons, reply } from '../chat/dispatch.ts'
import { link, list, note, paragraph, type Attached, type Body, type Button, type Reply } from '../chat/reply.ts'
import { SORTS, type Kept, type Privacy, type Row } from './privacy.ts'
import * as z from 'zod'

/** `/griot privacy show`, `export` and `delete`: for whoever asks, about themselves, and for nobody else to see. */
export function privacyCommands(privacy: Privacy): readonly CommandSpec[] {
  const common = { root: 'griot', audience: 'asker', personal: true, example: { en: '', fr: '', pl: '' } } as const
  return [
    defineCommand({ ...common, sub: 'privacy show', key: 'privacyShow', args: {}, run: (_, ask) => show(privacy, ask) }),
    defineCommand({ ...common, sub: 'privacy export', key: 'privacyExport', args: {}, run: (_, ask) => exported(privacy, ask) }),
    defineCommand({
      ...common,
      sub: 'privacy delete',
      key: 'privacyDelete',
      args: { sure: arg(z.boolean().optional(), 'sure') },
      run: (a, ask) => forget(privacy, ask, a.sure === true),
    }),
  ]
}

async function show(privacy: Privacy, ask: Ask): Promise<Reply> {
  const { say } = ask
  const kept = await privacy.show(ask.asker)
  const isEmpty = Object.keys(kept).length === 0
  return reply(ask, {
    title: say('privacy.title'),
    blocks: [
      paragraph(say(isEmpty ? 'privacy.nothing' : 'privacy.intro')),
      ...(isEmpty ? [] : [list(itemsOf(ask, kept))]),
      note(say('privacy.days', { answers: privacy.days.answersDays, names: privacy.days.seasonDays, reviews: privacy.days.reviewsDays })),
    ],
    buttons: isEmpty ? [] : [...exportButton(ask), ...deleteButton(ask)],
  })
}

const exportButton = ({ say }: Ask): readonly Button[] => buttons([say('privacy.button.export'), toActionId('griot.privacy-export')])
const deleteButton = ({ say }: Ask): readonly Button[] => buttons([say('privacy.button.delete'), toActionId('griot.privacy-delete')])

/** One line for each sort of things, with the way to the places where there are some. */
const itemsOf = ({ say }: Ask, kept: Kept): readonly Body[] =>
  SORTS.flatMap((sort) => {
    const rows = kept[sort]
    return rows ? [[say(`privacy.kept.${sort}`, { count: rows.length }), ...places(rows)]] : []
  })

const MOST_PLACES = 10

/** The channels of these rows that have an address, each once. */
function places(rows: readonly Row[]): Body {
  const addresses = [...new Set(rows.flatMap(({ address }) => (typeof address === 'string' ? [address] : [])))].slice(0, MOST_PLACES)
  return addresses.flatMap((address, n) => [n === 0 ? ' · ' : ', ', link(address.replace(/^https?:\/\//, ''), address)])
}

async function exported(privacy: Privacy, ask: Ask): Promise<Reply> {
  const kept = await privacy.show(ask.asker)
  return reply(ask, {
    blocks: [paragraph(ask.say('privacy.exported'))],
    file: fileOf(kept, ask.now),
    buttons: deleteButton(ask),
  })
}

const fileOf = (kept: Kept, at: Date): Attached => ({
  name: 'griot-privacy.json',
  type: 'application/json',
  text: `${JSON.stringify({ format: 'griot privacy 1', at: at.toISOString(), kept }, null, 2)}\n`,
})

/** Deletes everything when somebody has said that they are sure, and asks whether they are otherwise. */
async function forget(privacy: Privacy, ask: Ask, sure: boolean): Promise<Reply> {
  const { say } = ask
  const kept = await privacy.show(ask.asker)
  if (Object.keys(kept).length === 0) {
    // What is left without a row of its own, such as a name in a post of ours, goes all the same.
    if (sure) await privacy.forget(ask.asker)
    return reply(ask, { title: say('privacy.title'), blocks: [paragraph(say('privacy.nothing'))] })
  }
  if (!sure)
    return reply(ask, {
      title: say('privacy.deleteTitle'),
      blocks: [paragraph(say('privacy.deleteAsk')), list(itemsOf(ask, kept)), note(say('privacy.stays'))],
      buttons: [...buttons([say('privacy.button.sure'), toActionId('griot.privacy-delete', '1')]), ...exportButton(ask)],
    })
  await privacy.forget(ask.asker)
  return reply(ask, {
    title: say('privacy.deletedTitle'),
    blocks: [paragraph(say('privacy.deleted')), list(itemsOf(ask, kept)), note(say('privacy.stays'))],
  })
}
