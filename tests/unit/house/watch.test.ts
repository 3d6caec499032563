import { expect, test } from 'vitest'
import { watch } from '../../../src/house/watch.ts'
import type { Log } from '../../../src/kernel/log.ts'

type Line = readonly [level: string, event: string, fields: unknown]

function rig() {
  const lines: Line[] = []
  const at = (level: string) => (event: string, fields?: unknown) => void lines.push([level, event, fields])
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  let up = true
  const look = watch(
    () => [
      { name: 'discord', ready: up, detail: 'gone' },
      { name: 'web', ready: true, detail: 'listening' },
    ],
    log,
  )
  const looks = (n: number): Line[] => {
    lines.length = 0
    for (let i = 0; i < n; i++) look()
    return [...lines]
  }
  return { looks, down: () => (up = false), back: () => (up = true) }
}

test('nothing is logged while all is well', () => expect(rig().looks(200)).toEqual([]))

test('a surface that goes down is logged once, then every hour, and when it is back with the minutes it was away', () => {
  const { looks, down, back } = rig()
  looks(3)
  down()
  expect(looks(1)).toEqual([['warn', 'surface down', { name: 'discord', detail: 'gone', minutes: 0 }]])
  expect(looks(59)).toEqual([])
  expect(looks(1)).toEqual([['warn', 'surface down', { name: 'discord', detail: 'gone', minutes: 60 }]])
  back()
  expect(looks(5)).toEqual([['info', 'surface back', { name: 'discord', minutes: 60 }]])
})
