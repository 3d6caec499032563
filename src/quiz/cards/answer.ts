import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { reply } from '../../chat/dispatch.ts'
import { note, paragraph, strong, type Reply } from '../../chat/reply.ts'
import { ownOrder } from '../asking.ts'
import type { Game, Person } from '../engine/game.ts'
import type { Asked } from '../question.ts'
import { labelsOf, optionText } from './options.ts'
import { optionButtons, optionsList, titleOf } from './question.ts'

/** That an answer counts, and whether it may be changed. Whether it is right, nobody is told before the question closes. */
export function receipt(ask: Ask, game: Game, at: number, option: number, changed: boolean): Reply {
  const asked = game.questions[at]
  const answer = asked ? optionText(asked, option, game.rules.shuffle) : ''
  return said(ask, game, asked, ask.say(changed ? 'quiz.changedTo' : 'quiz.counted', { answer }))
}

/** The same of a typed answer, with the option that it was taken for, right or wrong. */
export function typedReceipt(ask: Ask, game: Game, asked: Asked, option: number, text: string): Reply {
  const typed = quotable(text)
  const answer = asked.options[option]
  return said(
    ask,
    game,
    asked,
    answer === undefined ? ask.say('quiz.asTyped', { typed }) : ask.say('quiz.acceptedAs', { typed, answer: quotable(answer, 200) }),
  )
}

const said = (ask: Ask, { rules }: Game, asked: Asked | undefined, text: string): Reply =>
  reply(ask, {
    blocks: [paragraph(strong(text)), note(ask.say(rules.changeable ? 'quiz.change' : 'quiz.noChange'))],
    solemn: asked?.solemn ?? false,
  })

/** The options of a question in an order of one learner's own. */
export function ownCard(ask: Ask, game: Game, asked: Asked, person: Person): Reply {
  const order = ownOrder(asked, person, game.id)
  const labels = labelsOf(order.map((place) => asked.options[place] ?? ''))
  return reply(ask, {
    title: titleOf(ask.say, game),
    blocks: [paragraph(strong(asked.text)), optionsList(asked, order)],
    buttons: optionButtons(
      game.id,
      game.at,
      order.map((option, n) => ({ label: labels[n] ?? '', option })),
    ),
    solemn: asked.solemn,
  })
}

/** Where an answer is typed. The question travels in the form, so that what was typed late is counted for no other. */
export function typingCard(ask: Ask, game: Game, asked: Asked): Reply {
  const { say } = ask
  const which = `${game.id}.${game.at + 1}`
  const title = titleOf(say, game)
  return reply(ask, {
    title,
    blocks: [paragraph(strong(asked.text)), paragraph(say('quiz.formOnly'))],
    form: {
      title,
      submit: say('quiz.answer'),
      root: 'quiz',
      sub: 'type',
      fields: [
        {
          kind: 'choice',
          name: 'question',
          label: say('quiz.formQuestion'),
          required: true,
          value: which,
          options: [{ label: title, value: which }],
        },
        { kind: 'text', name: 'text', label: quotable(asked.text, 200), hint: say('quiz.formHint'), required: true },
      ],
    },
    solemn: asked.solemn,
  })
}
