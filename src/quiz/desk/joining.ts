import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { reply } from '../../chat/dispatch.ts'
import type { ChannelPlace } from '../../chat/platform.ts'
import { list, note, paragraph, type Attached, type Reply } from '../../chat/reply.ts'
import { Failure } from '../../kernel/failure.ts'
import type { Random } from '../../kernel/random.ts'
import { fold } from '../../words/fold.ts'
import type { Person } from '../engine/game.ts'
import { tableText } from '../files/separated.ts'
import type { QuizParts } from '../parts.ts'
import { channelOf, classOf, leads } from './place.ts'

/** A class is at most so large, and a code at most so long. */
const MOST_CODES = 300
const LONGEST_CODE = 20

/** Takes a code that the teacher gave out. */
export async function join(
  { rounds, roster, pseudonyms }: Pick<QuizParts, 'rounds' | 'roster' | 'pseudonyms'>,
  ask: Ask,
  typed: string,
): Promise<Reply> {
  const code = typed.trim()
  const said = quotable(code)
  const place = channelOf(ask)
  const person = pseudonyms.of(ask.asker)
  const own = (await roster.codes(classOf(place))).find((one) => one.person === person)
  if (own && fold(own.code) !== fold(code) && (await hasAnswered(rounds, place, person)))
    throw new Failure('conflict', 'quiz.codeStays', { code: own.code })
  switch (await roster.join(classOf(place), code, person)) {
    case 'joined':
      return reply(ask, { blocks: [paragraph(ask.say('quiz.joined', { code: said })), note(ask.say('quiz.joinedNote'))] })
    case 'taken':
      throw new Failure('conflict', 'quiz.codeTaken', { code: said })
    case 'unknown':
      throw new Failure('not-found', 'quiz.codeUnknown', { code: said })
  }
}

/** Whether somebody has answered in the class that is being held here: those answers are booked to a code. */
async function hasAnswered(rounds: QuizParts['rounds'], place: ChannelPlace, person: Person): Promise<boolean> {
  const running = await rounds.running(place)
  const sheet = running?.rules.mode === 'class' ? await rounds.sheet(running.id) : undefined
  return sheet?.lines.some((line) => line.person === person) === true
}

/** Shows the codes of this channel's class, or gives it new ones. For whoever manages the place or leads the class that is being held here. */
export async function keepRoster(
  parts: Pick<QuizParts, 'rounds' | 'roster' | 'pseudonyms'>,
  ask: Ask,
  typed: string | undefined,
): Promise<Reply> {
  const { say } = ask
  const place = channelOf(ask)
  const running = await parts.rounds.running(place)
  const isTeacher = running?.rules.mode === 'class' && leads(parts, ask, running)
  if (ask.asker.manages !== true && !isTeacher) throw new Failure('forbidden', 'quiz.rosterForbidden')
  const before = await parts.roster.codes(classOf(place))
  const me = parts.pseudonyms.of(ask.asker)
  // Anybody may hold a class of his own; the codes that another teacher gave out are not his.
  if (ask.asker.manages !== true && before.length > 0 && (await parts.roster.keeper(classOf(place))) !== me)
    throw new Failure('forbidden', 'quiz.rosterAnothers')
  if (typed !== undefined)
    await parts.roster.set(classOf(place), isCount(typed) ? soMany(before, Number(typed), ask.random) : codesIn(typed), me)
  const codes = typed === undefined ? before : await parts.roster.codes(classOf(place))
  if (codes.length === 0)
    return reply(ask, {
      blocks: [paragraph(say('quiz.rosterNone', { example: `/quiz ${say('cmd.quizRoster.name')} ${say('quiz.example.roster')}` }))],
    })
  const taken = codes.filter(({ person }) => person !== undefined).length
  const shown = codes.find(({ person }) => person === undefined) ?? codes[0]
  return reply(ask, {
    title: say('quiz.rosterTitle'),
    blocks: [
      paragraph(say('quiz.rosterCount', { count: codes.length, taken })),
      list(
        codes.map(({ code, person }) => [
          `${code}${say('punctuation.colon')}${say(person === undefined ? 'quiz.codeIsFree' : 'quiz.codeIsTaken')}`,
        ]),
      ),
      note(say('quiz.rosterHow', { command: `/quiz ${say('cmd.quizJoin.name')} ${shown?.code ?? ''}` })),
    ],
    file: codesCsv(codes),
  })
}

type Place = Awaited<ReturnType<QuizParts['roster']['codes']>>[number]

/** Whether a teacher said how many codes there are to be, instead of which. */
const isCount = (typed: string): boolean => /^\s*\d+\s*$/.test(typed)

/** Signs that are not taken for one another. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const SIGNS_IN_CODE = 5

/** So many codes: those that there are, with new ones or without some that nobody took. Asking for as many again changes nothing. */
function soMany(before: readonly Place[], count: number, random: Random): readonly string[] {
  if (count < 1 || count > MOST_CODES) throw new Failure('bad-input', 'quiz.codesMany', { max: MOST_CODES })
  let tooMany = before.length - count
  const kept = before.toReversed().filter(({ person }) => person !== undefined || (tooMany -= 1) < 0)
  const codes = new Set(kept.toReversed().map(({ code }) => code))
  while (codes.size < count) codes.add(Array.from({ length: SIGNS_IN_CODE }, () => SIGNS[Math.floor(random() * SIGNS.length)]).join(''))
  return [...codes]
}

/** The codes as a table, for a teacher to hand out. */
const codesCsv = (codes: readonly Place[]): Attached => ({
  name: 'griot-class-codes.csv',
  type: 'text/csv; charset=utf-8',
  text: tableText([['code', 'taken'], ...codes.map(({ code, person }) => [code, person === undefined ? 0 : 1])]),
})

/** The codes in a line, each once. Throws `Failure` where there are none, too many, or one is too long. */
function codesIn(typed: string): readonly string[] {
  const codes = [
    ...new Map(
      typed
        .split(/[\s,;]+/)
        .filter((code) => code !== '')
        .map((code) => [fold(code), code]),
    ).values(),
  ]
  const long = codes.find((code) => code.length > LONGEST_CODE)
  if (long !== undefined) throw new Failure('bad-input', 'quiz.codeLong', { code: quotable(long), max: LONGEST_CODE })
  if (codes.length === 0 || codes.length > MOST_CODES) throw new Failure('bad-input', 'quiz.codesMany', { max: MOST_CODES })
  return codes
}
