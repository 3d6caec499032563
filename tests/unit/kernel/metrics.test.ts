import { expect, it } from 'vitest'
import { metricsPage } from '../../../src/kernel/metrics.ts'

const words = (page: string): string[] => page.trimEnd().split('\n')

it('a page of metrics is OpenMetrics text that ends with its mark', async () => {
  const page = metricsPage([{ name: 'griot_posts', help: 'Posts of today.', read: () => [{ value: 3 }] }])
  expect(words(await page())).toEqual(['# HELP griot_posts Posts of today.', '# TYPE griot_posts gauge', 'griot_posts 3', '# EOF'])
})

it('a page of metrics is read anew each time, and forgets a label that is gone', async () => {
  let held: readonly string[] = ['discord', 'slack']
  const page = metricsPage([
    { name: 'griot_held', help: 'Held.', labels: ['platform'], read: () => held.map((platform) => ({ labels: { platform }, value: 1 })) },
  ])
  expect(words(await page()).filter((line) => line.startsWith('griot_held{'))).toEqual([
    'griot_held{platform="discord"} 1',
    'griot_held{platform="slack"} 1',
  ])
  held = ['slack']
  expect(words(await page()).filter((line) => line.startsWith('griot_held{'))).toEqual(['griot_held{platform="slack"} 1'])
})
