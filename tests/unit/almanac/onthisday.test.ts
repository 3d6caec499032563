import { describe, expect, test } from 'vitest'
import { fromActionId } from '../../../src/chat/action.ts'
import { toPlain } from '../../../src/chat/plain.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { asker, house, MALI_1960, MALI_2020, openShelf, toShelf } from '../../support/ear.ts'
import { inventedPack } from '../../support/invented.ts'

const [mali, small] = [openShelf(MALI_2020), openShelf(MALI_1960)]
const { line } = house([mali, small])
const opened = (actions: readonly { readonly action: string }[]) =>
  actions.map(({ action }) => fromActionId(action)).map((a) => `${a?.name} ${a?.parts[0] ?? ''}`)

describe('the same day over every pack', () => {
  test('each pack has its part, under its own title', async () => {
    const text = toPlain(await line('/onthisday 20 August'))
    for (const { almanac } of [mali, small]) expect(text).toContain(almanac.pack.title.en)
    expect(text).toContain('Senegal leaves the Mali Federation')
  })
  test('a pack where nothing happened says so', async () =>
    expect(toPlain(await line('/onthisday 22 September'))).toContain('Nothing in this pack is dated 22 September'))
  test('every event of the day can be opened, of whichever pack', async () => {
    const { menu } = await line('/onthisday 22 September')
    expect(opened(menu?.options ?? [])).toContain('independence.event republic-of-mali-proclaimed')
  })
  test('the neighbours are the nearest of any pack, round the year', async () => {
    const far = toShelf(
      inventedPack([
        { id: 'a', date: '2019-10-01' },
        { id: 'b', date: '2019-02-01' },
      ]),
    )
    const near = toShelf(
      inventedPack([
        { id: 'c', date: '2019-09-25' },
        { id: 'd', date: '2019-12-30' },
      ]),
    )
    const both = house([far, near])
    const titles = async (date: string) =>
      Promise.all(
        (await both.line(`/onthisday ${date}`)).buttons.map(
          async ({ action }) => (await both.ear.answer({ kind: 'press', action, asker })).title,
        ),
      )
    expect(await titles('22 September')).toEqual(['1 February', '25 September'])
    expect(await titles('3 January')).toEqual(['30 December', '1 February'])
  })
  test('today without a date, by the zone that is named', async () => {
    expect((await line('/onthisday')).title).toBe('Today, 18 August')
    expect((await line('/onthisday zone:Pacific/Kiritimati')).title).toBe('Today, 19 August')
  })
  test('how a day was read is said once', async () => {
    const text = toPlain(await line('/onthisday 05-06'))
    expect(text.split('05-06').length - 1).toBe(1)
  })
  test('the year stays when the page is turned', async () => {
    const answer = await line('/onthisday 1960-09-22')
    expect(fromActionId(answer.self ?? '')?.parts[0]).toContain('1960')
  })
  test.each(['August', '2020', '30 February', 'soon'])('"%s" is no day, and refused', async (date) =>
    expect(await line(`/onthisday ${date}`)).toMatchObject({ failure: 'bad-input' }),
  )
  test('a day on which people died is solemn, whichever pack tells of it', async () => {
    const solemn = toShelf(inventedPack([{ id: 'a', date: '1960-09-22', solemn: true }]))
    expect(await house([small, solemn]).line('/onthisday 22 September')).toMatchObject({ solemn: true })
    expect(await house([small]).line('/onthisday 22 September')).toMatchObject({ solemn: false })
  })
})

test('in every language, on every day of the year, it answers', async () => {
  for (const locale of LOCALES) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 28; day++) expect(await line(`/onthisday ${day}-${month}`, { locale })).not.toHaveProperty('failure')
    }
  }
})
