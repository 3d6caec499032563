import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../scripts/renderers.ts'
import { GOLDEN_POSTS, goldenPosts } from '../scripts/write-golden-posts.ts'
import { LOCALES } from '../src/words/locale.ts'

const made = goldenPosts()

describe.each(Object.keys(RENDERERS))('golden posts of %s', (renderer) => {
  test.each(LOCALES)('every post in %s is drawn as it was', (locale) => {
    const paths = [...made.keys()].filter((path) => path.startsWith(`${renderer}/${locale}/`))
    expect(paths.length).toBeGreaterThan(20)
    for (const path of paths)
      expect(
        readFileSync(`${GOLDEN_POSTS}${path}`, 'utf8'),
        `${path}: if the change is meant, run npm run golden:posts and read the diff`,
      ).toBe(made.get(path))
  })
})

test('no golden post is left over', () => expect(globSync('**/*.*', { cwd: GOLDEN_POSTS }).toSorted()).toEqual([...made.keys()].toSorted()))
