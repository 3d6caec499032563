import type { HomeView, ModalView } from '@slack/types'
import type { Reply } from '../../chat/reply.ts'
import type { Locale } from '../../words/locale.ts'
import { sayer } from '../../words/say.ts'
import { context, plain } from './draw.ts'
import { toBlocks, VIEW } from './render.ts'

/** The shortcut, the button and the form that ask for a line. */
export const ASK = 'griot_ask'
const LINE = 'line'
const LONGEST_LINE = 1000
const LONGEST_TITLE = 24

/** Somebody's home tab: the reply, and a way to ask anything else. */
export const toHome = (reply: Reply): HomeView => ({
  type: 'home',
  blocks: [
    ...toBlocks(reply, VIEW),
    { type: 'actions', elements: [{ type: 'button', action_id: ASK, text: plain(sayer(reply.locale)('slack.ask'), 75), value: ASK }] },
  ],
})

/** A reply in a window of its own. */
export const toModal = (reply: Reply): ModalView => ({
  type: 'modal',
  title: plain('Griot', LONGEST_TITLE),
  close: plain(sayer(reply.locale)('slack.close'), LONGEST_TITLE),
  blocks: toBlocks(reply, VIEW),
})

/** A window that says that the answer is on its way. */
export const waitModal = (locale: Locale): ModalView => ({
  type: 'modal',
  title: plain('Griot', LONGEST_TITLE),
  close: plain(sayer(locale)('slack.close'), LONGEST_TITLE),
  blocks: context(sayer(locale)('slack.wait')),
})

/** A window with one line to type into. */
export function askModal(locale: Locale): ModalView {
  const say = sayer(locale)
  return {
    type: 'modal',
    callback_id: ASK,
    title: plain(say('slack.ask'), LONGEST_TITLE),
    submit: plain(say('slack.send'), LONGEST_TITLE),
    close: plain(say('slack.close'), LONGEST_TITLE),
    blocks: [
      {
        type: 'input',
        block_id: LINE,
        label: plain(say('slack.line'), 2000),
        hint: plain(say('slack.lineHint'), 2000),
        element: {
          type: 'plain_text_input',
          action_id: LINE,
          max_length: LONGEST_LINE,
          focus_on_load: true,
          placeholder: plain(say('slack.lineExample'), 150),
        },
      },
    ],
  }
}

/** What an empty line is answered with, beside the line. */
export const lineMissing = (locale: Locale) =>
  ({ response_action: 'errors', errors: { [LINE]: sayer(locale)('slack.lineEmpty') } }) as const

/** The line of a submitted form; empty where the form is not ours or was tampered with. */
export function lineOf(state: unknown): string {
  const value = field(field(field(field(state, 'values'), LINE), LINE), 'value')
  return typeof value === 'string' ? value.trim() : ''
}

/** One field of something that came from outside. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
