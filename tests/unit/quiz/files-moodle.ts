/** One multiple-choice question as Moodle understands it. */
export type MoodleQuestion = {
  readonly name: string
  readonly text: string
  readonly feedback: string
  readonly answers: readonly { readonly text: string; readonly fraction: number }[]
}

/** The signs that a backslash guards, and what stands for each of them until all is taken apart. */
const GUARDED = Array.from(':#={}~n').map((sign, at) => ({ sign, holder: String.fromCodePoint(0xf_00_00 + at) }))
const HELD_BACKSLASH = String.fromCodePoint(0xf_00_ff)

const hold = (text: string): string =>
  GUARDED.reduce((held, { sign, holder }) => held.replaceAll(`\\${sign}`, holder), text.replaceAll('\\\\', HELD_BACKSLASH)).replaceAll(
    HELD_BACKSLASH,
    '\\',
  )

const release = (text: string): string =>
  GUARDED.reduce((free, { sign, holder }) => free.replaceAll(holder, sign === 'n' ? '\n' : sign), text)

const FORMATS = new Set(['moodle', 'html', 'plain', 'markdown'])

const formatted = (text: string): string => {
  const format = text.startsWith('[') ? text.slice(1, text.indexOf(']')) : ''
  return release(FORMATS.has(format) ? text.slice(format.length + 2) : text).trim()
}

/**
 * What Moodle's own importer (question/format/gift/format.php) makes of a file of multiple-choice questions, by the steps that it takes in
 * their order: empty lines part the questions, comments go, guarded signs are held back, and what is left is cut at the first sign of each kind.
 * Moodle is PHP and needs its database, so that it cannot be run here.
 */
export const moodleReading = (text: string): readonly MoodleQuestion[] =>
  text
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((block) =>
      hold(
        block
          .split('\n')
          .map((line) => (line.trim().startsWith('//') ? ' ' : line))
          .join('\n')
          .trim(),
      ),
    )
    .filter((block) => block !== '')
    .map((block) => {
      const named = block.startsWith('::') ? block.indexOf('::', 2) : -1
      const name = named < 0 ? '' : release(block.slice(2, named))
      const body = (named < 0 ? block : block.slice(named + 2)).trim()
      const [start, end] = [body.indexOf('{'), body.indexOf('}')]
      if (start < 0 || end < start) throw new Error(`a brace is missing: ${block}`)
      if (end !== body.length - 1) throw new Error(`words behind the answers: ${block}`)
      const inside = body.slice(start + 1, end).trim()
      const general = inside.lastIndexOf('####')
      const answers = (general < 0 ? inside : inside.slice(0, general).trim()).replaceAll('=', '~=').split('~').slice(1)
      return {
        name,
        text: formatted(body.slice(0, start)),
        feedback: general < 0 ? '' : formatted(inside.slice(general + 4)),
        answers: answers.map((raw) => answerOf(raw.trim())),
      }
    })

const answerOf = (raw: string): { readonly text: string; readonly fraction: number } => {
  const isRight = raw.startsWith('=')
  const weight = isRight ? undefined : /^%(-*\d{1,2}\.?\d*)%/.exec(raw)
  const text = isRight ? raw.slice(1) : raw.slice(weight?.[0].length ?? 0)
  return { text: formatted((text.split('#')[0] ?? '').trim()), fraction: isRight ? 1 : Number(weight?.[1] ?? 0) / 100 }
}
