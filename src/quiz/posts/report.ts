import { definePost, type PostSpec } from '../../delivery/post.ts'
import { sayer } from '../../words/say.ts'
import { reportCard } from '../cards/report.ts'
import { rankingOf } from '../engine/scoring.ts'
import { REPORT, ReportSubject } from '../engine/steps.ts'
import type { QuizParts } from '../parts.ts'
import { lateBy } from './ending.ts'

/** Tells how a round went. A question of the day has told everything with its answer, and a channel that refused us is told nothing. */
export const reportPost = ({ rounds, shelves, footer }: Pick<QuizParts, 'rounds' | 'shelves' | 'footer'>): PostSpec =>
  definePost({
    name: REPORT,
    inDoubt: 'say-again',
    subject: ReportSubject,
    compose: async ({ round }, claim, now) => {
      const sheet = await rounds.sheet(round)
      if (!sheet || sheet.game.rules.mode === 'daily' || sheet.game.ending === undefined || sheet.game.ending === 'refused')
        return 'nothing-to-say'
      return {
        reply: reportCard(shelves, sheet, rankingOf(sheet), { lateMs: lateBy(claim, now), footer: footer?.(sayer(sheet.game.locale)) }),
      }
    },
  })
