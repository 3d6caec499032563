import { definePost, type PostSpec } from '../../delivery/post.ts'
import { sayer } from '../../words/say.ts'
import { questionCard } from '../cards/question.ts'
import { ASK, AskSubject } from '../engine/steps.ts'
import type { QuizParts } from '../parts.ts'
import { entered, lateBy, sentMs } from './ending.ts'

/** Asks a question of a round. Since it stands there its time runs; where the channel will not have it the round is over. */
export const askPost = ({ rounds, shelves, footer }: Pick<QuizParts, 'rounds' | 'shelves' | 'footer'>): PostSpec =>
  definePost({
    name: ASK,
    inDoubt: 'say-again',
    subject: AskSubject,
    compose: async ({ round, question, turn }, claim, now) => {
      const game = await rounds.game(round)
      if (!game || game.phase !== 'asking' || game.at !== question || game.turn !== turn) return 'nothing-to-say'
      const under = footer?.(sayer(game.locale))
      return { reply: questionCard(shelves, game, { lateMs: lateBy(claim, now), footer: under }) }
    },
    after: ({ round, question, turn }, claim, ended, now) => {
      const nowMs = now.getTime()
      switch (ended.kind) {
        case 'done':
          return entered(round, { kind: 'stands', question, turn, message: ended.message, sentMs: sentMs(claim, now), nowMs })
        case 'refused':
          return entered(round, { kind: 'stop', why: 'refused', nowMs })
        case 'silent':
        case 'expired':
          return []
      }
    },
  })
