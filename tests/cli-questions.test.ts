import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../src/cli.ts'

type Seed = { readonly kind: string; readonly wrong: readonly Readonly<Record<string, string>>[]; readonly event: string }

/** A copy of the shipped pack under another name, with one of its editors' questions changed. */
function packWith(change: (seed: Seed) => Seed): string {
  const directory = join(mkdtempSync(join(tmpdir(), 'griot-quiz-')), 'pack')
  cpSync('data/mali-2020', directory, { recursive: true })
  const write = (file: string, change: (value: never) => unknown) => {
    const path = join(directory, file)
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as never)))
  }
  write('pack.json', (head: object) => ({ ...head, id: 'copy', command: 'copy' }))
  write('quiz.json', (seeds: readonly Seed[]) => seeds.map(change))
  return directory
}

describe('griot quiz check', () => {
  test('counts the questions by kind, language and difficulty, and finds none ambiguous', async () => {
    const { code, out = '' } = await run(['quiz', 'check'], {})
    expect(code).toBe(0)
    const [head = '', ...lines] = out.split('\n')
    expect(head.trim().split(/ +/)).toEqual(['kind', 'en', 'fr', 'pl', 'd1', 'd2', 'd3', 'd4', 'd5'])
    expect(lines.at(-1)).toBe('0 ambiguous')
    const numbers = (line: string) => line.trim().split(/ +/).slice(1).map(Number)
    const kinds = lines.slice(0, 11).map(numbers)
    const total = numbers(lines[11] ?? '')
    expect(lines[11]).toMatch(/^all /)
    expect(total).toEqual(total.map((_, column) => kinds.reduce((sum, row) => sum + (row[column] ?? 0), 0)))
    expect(total[0]).toBe(total.slice(3).reduce((sum, n) => sum + n, 0))
  })

  test('--json says the same for machines', async () => {
    const { code, out = '' } = await run(['quiz', 'check', '--json'], {})
    const report = JSON.parse(out) as {
      counts: { kind: string; locale: string; difficulty: number; questions: number }[]
      faults: []
      ambiguous: number
    }
    expect(code).toBe(0)
    expect(report).toMatchObject({ faults: [], ambiguous: 0 })
    expect(report.counts).toContainEqual({ kind: 'who', locale: 'pl', difficulty: 2, questions: expect.any(Number) as number })
  })

  test('fails and names the question that has two right answers', async () => {
    const pack = packWith((seed) =>
      seed.kind === 'date' && seed.event === 'ecowas-lifts-sanctions'
        ? { ...seed, wrong: [{ en: '6 October 2020', fr: '6 octobre 2020', pl: '6 października 2020 r.' }, ...seed.wrong.slice(1)] }
        : seed,
    )
    const { code, out = '' } = await run(['quiz', 'check'], { GRIOT_PACKS: pack })
    expect(code).toBe(1)
    expect(out).toMatch(/^date:q56:\w+ \(fr\): a wrong date may be right too$/m)
    expect(out.split('\n').at(-1)).toBe('1 ambiguous')
  })

  test('called wrongly says how it is called', async () => {
    expect(await run(['quiz'], {})).toEqual({ code: 2, err: 'griot quiz check [--json]' })
  })
})
