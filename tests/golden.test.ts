import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../scripts/renderers.ts'
import { GOLDEN, goldens } from '../scripts/write-golden.ts'
import { LOCALES } from '../src/words/locale.ts'

const made = await goldens()

describe.each(Object.keys(RENDERERS))('golden files of %s', (renderer) => {
  test.each(LOCALES)('every event in %s is drawn as it was', (locale) => {
    const paths = [...made.keys()].filter((path) => path.startsWith(`${renderer}/${locale}/`))
    expect(paths.length).toBeGreaterThan(60)
    for (const path of paths)
      expect(readFileSync(`${GOLDEN}${path}`, 'utf8'), `${path}: if the change is meant, run npm run golden and read the diff`).toBe(
        made.get(path),
      )
  })
})

test('no golden file is left over', () => expect(globSync('**/*.*', { cwd: GOLDEN }).toSorted()).toEqual([...made.keys()].toSorted()))
