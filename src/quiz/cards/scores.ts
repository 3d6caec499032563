import { toActionId } from '../../chat/action.ts'
import type { Ask } from '../../chat/command.ts'
import { buttons, reply } from '../../chat/dispatch.ts'
import { list, note, paragraph, strong, type Body, type Reply } from '../../chat/reply.ts'
import type { Standing } from '../rounds.ts'
import { distinctNames, pseudonym } from './names.ts'

/** Who answered best, over a while; whose name is not known any more has a pseudonym. */
export function scoresCard(
  ask: Ask,
  standings: readonly Standing[],
  { level, season }: { readonly level: 'channel' | 'server'; readonly season: 'week' | 'month' | 'all' },
): Reply {
  const { say } = ask
  const title = say(level === 'server' ? 'quiz.scoresServer' : 'quiz.scoresChannel')
  const span = say(`quiz.season.${season}`)
  if (standings.length === 0)
    return reply(ask, { title, blocks: [paragraph(say('quiz.scoresNone', { span })), note(say('quiz.scoresHow'))] })
  const names = distinctNames(standings.map(({ person, name }) => ({ person, name: name ?? pseudonym(person, '', say.locale) })))
  const item = ({ person, right, answered, points }: Standing): Body => [
    strong(`${1 + standings.findIndex((other) => other.points === points)}. ${names.get(person) ?? ''}`),
    say('punctuation.colon'),
    say('quiz.scoresLine', { right, of: answered, points }),
  ]
  return reply(ask, { title, blocks: [note(capital(span)), list(standings.map(item)), note(say('quiz.scoresHow'))] })
}

/** What one person has answered, for that person alone. */
export function mineCard(ask: Ask, standing: Standing | undefined): Reply {
  const { say } = ask
  const ways = buttons([say('quiz.button.review'), toActionId('quiz.review')])
  const title = say('quiz.mineTitle')
  if (!standing) return reply(ask, { title, blocks: [paragraph(say('quiz.mineNone'))], buttons: ways })
  const { rounds, answered, right, points } = standing
  return reply(ask, {
    title,
    blocks: [paragraph(say('quiz.mineRounds', { rounds, answered })), paragraph(say('quiz.mineRight', { right, of: answered, points }))],
    buttons: ways,
  })
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
