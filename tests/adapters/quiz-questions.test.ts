import { expect, onTestFinished, test } from 'vitest'
import type { Shelf } from '../../src/almanac/shelf.ts'
import { TIMING } from '../../src/delivery/timing.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { quizParts } from '../../src/main/quiz.ts'
import type { Questions } from '../../src/quiz/question.ts'
import { questionsOf } from '../../src/quiz/questions/questions.ts'
import { mali } from '../support/shelves.ts'
import { sqliteFiles, storeOn } from '../support/store.ts'

/** The questions of an installation with this shelf. */
async function questionsWith(shelf: Shelf): Promise<Questions> {
  const files = sqliteFiles()
  const store = await storeOn(await files.fresh())
  onTestFinished(async () => {
    await store.close()
    await files.end()
  })
  const desk = {
    settlements: store.settlements,
    rightsOf: async () => ({ kind: 'known', lacks: [], history: true }) as const,
    locale: 'en',
    timing: TIMING,
  } as const
  return quizParts(store.quiz, [shelf], desk, seededRandom('questions')).questions
}

/** The shipped pack, which says when it is opened. */
const watched = (opened: () => void): Shelf => ({
  ...mali,
  get almanac() {
    opened()
    return mali.almanac
  },
})

const NOT_YET = 'the questions are not written yet'
const refuse = (questions: Questions): void => {
  expect(() => questions.all('en')).toThrow(NOT_YET)
  expect(() => questions.get('date:nothing')).toThrow(NOT_YET)
}

test('questions are written when they are first wanted, once for all who want them, and may be asked for only then', async () => {
  let opened = 0
  const questions = await questionsWith(watched(() => void (opened += 1)))
  refuse(questions)
  expect(opened).toBe(0)
  const wanting = async () => questions.ready?.()
  const both = [wanting(), wanting()]
  refuse(questions)
  await Promise.all(both)
  await wanting()
  expect(opened).toBe(1)
  const written = questionsOf([mali]).all('en')
  expect(questions.all('en')).toEqual(written)
  expect(questions.get(written[0]?.id ?? '')).toEqual(written[0])
})

test('while questions are written other work goes on, at least once for each of them', async () => {
  let [turns, before] = [0, 0]
  let isWriting = true
  const questions = await questionsWith(watched(() => void (before = turns)))
  const work = (): void => {
    turns += 1
    if (isWriting) setImmediate(work)
  }
  setImmediate(work)
  await questions.ready?.()
  isWriting = false
  // What went on while the program itself was read does not count.
  expect(turns - before).toBeGreaterThanOrEqual(questions.all('en').length)
})
