import type { Ask } from '../../chat/command.ts'
import { reply } from '../../chat/dispatch.ts'
import { paragraph, type Reply } from '../../chat/reply.ts'
import { revealedCount } from '../engine/game.ts'
import { shelfNamed } from '../cards/phrases.ts'
import type { QuizParts } from '../parts.ts'
import type { Which } from './counting.ts'
import { nothingOf } from './nothing.ts'
import { isHere } from './place.ts'

/** Notes that somebody holds a question to be wrong, once its answer was told. */
export async function flag(
  { rounds, reports, pseudonyms, shelves }: Pick<QuizParts, 'rounds' | 'reports' | 'pseudonyms' | 'shelves'>,
  ask: Ask,
  { round, question }: Which,
): Promise<Reply> {
  const game = await rounds.game(round)
  const asked = game?.questions[question - 1]
  if (!game || !asked || !isHere(ask, game)) throw nothingOf('no-round')
  if (question > revealedCount(game)) throw nothingOf('not-now')
  const edition = (asked.about && shelfNamed(shelves, asked.about.pack)?.almanac.pack.version) ?? ''
  await reports.add({ question: asked.id, locale: game.locale, edition, at: ask.now, person: pseudonyms.of(ask.asker) })
  return reply(ask, { blocks: [paragraph(ask.say('quiz.flagged'))], solemn: asked.solemn })
}
