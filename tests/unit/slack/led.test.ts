import { describe, expect, it } from 'vitest'
import { defineCommand, type Root } from '../../../src/chat/command.ts'
import { reply } from '../../../src/chat/dispatch.ts'
import { isManaged } from '../../../src/platforms/slack/asking.ts'

const common = {
  root: 'quiz',
  audience: 'asker',
  example: { en: '', fr: '', pl: '' },
  args: {},
  run: (_: unknown, ask: Parameters<typeof reply>[0]) => reply(ask, {}),
} as const
const quiz: Root = {
  name: 'quiz',
  summary: { en: 'Quiz', fr: 'Quiz', pl: 'Quiz' },
  commands: [
    defineCommand({ ...common, sub: 'answer', key: 'quizAnswer' }),
    defineCommand({ ...common, sub: 'steer', key: 'quizSteer', led: true }),
  ],
}

describe('who manages the workspace', () => {
  it('is asked for a typed line of a root that has a led command, which it may be', () => expect(isManaged([quiz], 'quiz')).toBe(true))

  it('is asked for the button of a led command, and not for the hundreds of presses that answer', () => {
    expect(isManaged([quiz], 'quiz', 'quiz.steer')).toBe(true)
    expect(isManaged([quiz], 'quiz', 'quiz.answer')).toBe(false)
  })

  it('is asked for whatever a managed root does, and for nothing of another', () => {
    expect(isManaged([{ ...quiz, name: 'schedule', managed: true }], 'schedule', 'schedule.answer')).toBe(true)
    expect(isManaged([quiz], 'mali')).toBe(false)
  })
})
