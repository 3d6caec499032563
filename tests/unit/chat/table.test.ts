import { expect, test } from 'vitest'
import { commandTable } from '../../../src/chat/table.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { house, MALI_1960, openShelf } from '../../support/ear.ts'

test.each(LOCALES)('the table in %s has one row of two cells for each command', (locale) => {
  const { roots } = house([openShelf(MALI_1960)])
  const [head, rule, ...rows] = commandTable(roots, locale).split('\n')
  expect([head, rule]).toEqual(['| command | answer |', '| --- | --- |'])
  expect(rows.length).toBe(roots.flatMap((root) => root.commands).length)
  for (const row of rows) expect(row).toMatch(/^\| `\/[^`|]+` \| [^|]+ \|$/)
})
