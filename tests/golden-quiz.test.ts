import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../scripts/renderers.ts'
import { GOLDEN_QUIZ, goldenQuiz } from '../scripts/write-golden-quiz.ts'
import { LOCALES } from '../src/words/locale.ts'

const made = await goldenQuiz()

describe.each(Object.keys(RENDERERS))('golden quiz cards of %s', (renderer) => {
  test.each(LOCALES)('every card in %s is drawn as it was', (locale) => {
    const paths = [...made.keys()].filter((path) => path.startsWith(`${renderer}/${locale}/`))
    expect(paths.length).toBeGreaterThan(40)
    for (const path of paths)
      expect(
        readFileSync(`${GOLDEN_QUIZ}${path}`, 'utf8'),
        `${path}: if the change is meant, run npm run golden:quiz and read the diff`,
      ).toBe(made.get(path))
  })
})

test('no golden card is left over', () => expect(globSync('**/*.*', { cwd: GOLDEN_QUIZ }).toSorted()).toEqual([...made.keys()].toSorted()))
