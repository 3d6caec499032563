import { definePost, type PostSpec } from '../../delivery/post.ts'
import { sayer } from '../../words/say.ts'
import { revealCard } from '../cards/reveal.ts'
import { REVEAL, RevealSubject } from '../engine/steps.ts'
import type { QuizParts } from '../parts.ts'
import { entered, lateBy } from './ending.ts'

/**
 * Tells the answer of a question: first the round closes it, durably and once, so that nothing is counted after what is told. One that
 * was planned for another turn says nothing.
 */
export const revealPost = ({
  rounds,
  shelves,
  footer,
  attendMs,
}: Pick<QuizParts, 'rounds' | 'shelves' | 'footer' | 'attendMs'>): PostSpec =>
  definePost({
    name: REVEAL,
    inDoubt: 'say-again',
    subject: RevealSubject,
    compose: async ({ round, question, turn }, claim, now) => {
      // Where nobody was there to hear answers, they are asked for again, in another turn.
      await rounds.attend(attendMs)
      const moved = await rounds.move(round, { kind: 'reveal', question, turn, nowMs: now.getTime() })
      if (!moved) return 'nothing-to-say'
      const { game } = moved
      const isTold = game.ending === 'refused' || game.at !== question || game.turn !== turn || game.revealedMs === undefined
      const sheet = isTold ? undefined : await rounds.sheet(round)
      if (!sheet) return 'nothing-to-say'
      const under = footer?.(sayer(game.locale))
      return { reply: revealCard(shelves, sheet, { lateMs: lateBy(claim, now), footer: under }) }
    },
    after: ({ round, question }, _claim, ended, now) => {
      const nowMs = now.getTime()
      if (ended.kind === 'refused' && ended.scope === 'channel') return entered(round, { kind: 'stop', why: 'refused', nowMs })
      return entered(round, { kind: 'next', question: question + 1, nowMs })
    },
  })
