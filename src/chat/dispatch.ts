import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/failure.ts'
import type { Random } from '../kernel/random.ts'
import { isZone } from '../words/dates.ts'
import { toLocale, type Locale } from '../words/locale.ts'
import { sayer, type Key, type Say } from '../words/say.ts'
import { fromActionId, toActionId, withEnvelope } from './action.ts'
import { cleaned, cleanedLines, quotable } from './clean.ts'
import { actionOf, type Ask, type CommandSpec, type Param, type Root } from './command.ts'
import { elsewhere, languageOf, readLine, type Input } from './grammar.ts'
import { kept } from './kept.ts'
import { page } from './pages.ts'
import type { Asker, Ear, Heard, Typing } from './platform.ts'
import { unsettled, type Settlements } from './settlements.ts'
import { note, paragraph, withActions, type ActionId, type Audience, type Body, type Button, type Reply } from './reply.ts'

export type Dispatch = {
  readonly roots: readonly Root[]
  /** Used where nobody wished for a language or a zone. */
  readonly locale: Locale
  readonly zone: string
  /** What channels and servers settled on; without it none did. */
  readonly settlements?: Pick<Settlements, 'of'>
  readonly clock: Clock
  readonly random: Random
  /** What stands under every answer, such as the notice of a rehearsal. */
  readonly footer: (say: Say) => Body
  readonly home: (ask: Ask) => Reply
  /** Takes what should not have happened, and returns the short id under which it was logged. */
  readonly report: (error: unknown, heard: string) => string
}

type Meant = {
  readonly command: CommandSpec
  readonly input: Input
  readonly page: number
  readonly perhaps: ReturnType<typeof readLine>['perhaps']
}

/** The one place where a thing heard becomes a thing said, and where errors become words. Never throws. */
export function dispatcher(given: Dispatch): Ear {
  const byAction = new Map(given.roots.flatMap((root) => root.commands.map((spec) => [spec.action, spec] as const)))
  const steady = kept<Reply>()
  const context = (asker: Asker, audience: Audience, pinned?: Locale): Ask => {
    const settled = (given.settlements ?? unsettled).of(asker)
    const locale = pinned ?? localeFor(asker, audience, given.locale, settled)
    const zone = zoneFor(asker, audience, given.zone, settled)
    return { say: sayer(locale), locale, audience, now: given.clock.now(), zone, random: given.random, asker }
  }

  function finished(reply: Reply, say: Say): Reply {
    try {
      const common = given.footer(say)
      return common.length === 0 ? reply : { ...reply, footer: joined(reply.footer, common) }
    } catch (error) {
      given.report(error, 'footer')
      return reply
    }
  }

  const broken = (error: unknown, heard: string, ask: Ask): Reply =>
    sorry(ask, ask.say('error.broken', { id: given.report(error, heard) }), 'broken')

  function failed(error: unknown, heard: Heard, ask: Ask): Reply {
    if (!(error instanceof Failure)) return broken(error, heard.kind, ask)
    try {
      return sorry(ask, ask.say(error.key as Key, error.values as never), error.code)
    } catch {
      // A refusal whose words are missing or badly filled is a bug of ours.
      return broken(error, heard.kind, ask)
    }
  }

  async function run(meant: Meant, heard: Heard, audience: Audience, pinned: Locale | undefined): Promise<Reply> {
    const ask = context(heard.asker, audience, pinned)
    const key = keyOf(meant, ask, pinned)
    const known = key === undefined ? undefined : steady.get(key, ask.now)
    if (known) return finished(known, ask.say)
    const said = await meant.command.run(meant.input, ask)
    // Some answers turn out to be for the asker alone (nothing was found): these speak the asker's own language.
    if (said.audience !== audience && audience === 'everyone') return run(meant, heard, 'asker', pinned)
    const reply: Reply = { ...said, audience }
    const paged = page(
      reply,
      meant.page,
      (kind, n, of) => ask.say(kind === 'later' ? 'page.later' : 'page.earlier', { page: n, of }),
      (n, of) => ask.say('page.at', { page: n, of }),
    )
    const whole = meant.perhaps.length > 0 ? withGuesses(paged, meant.perhaps, ask) : paged
    const answer = pinned ? pinnedTo(whole, pinned) : whole
    if (key !== undefined) steady.put(key, ask.now, answer)
    return finished(answer, ask.say)
  }

  return {
    async answer(heard) {
      let pinned: Locale | undefined
      try {
        pinned = wishOf(heard)
        const meant = understood(given.roots, byAction, heard)
        const isPrivate = heard.kind === 'press' || meant.input['share'] === false
        return await run(meant, heard, isPrivate ? 'asker' : meant.command.audience, pinned)
      } catch (error) {
        const ask = context(heard.asker, 'asker', pinned)
        return finished(failed(error, heard, ask), ask.say)
      }
    },
    complete(typing) {
      try {
        return completed(byAction, typing, context(typing.asker, 'asker'))
      } catch (error) {
        given.report(error, 'typing')
        return []
      }
    },
    async home(asker) {
      const ask = context(asker, 'asker')
      try {
        return finished(given.home(ask), ask.say)
      } catch (error) {
        return finished(broken(error, 'home', ask), ask.say)
      }
    },
  }
}

/** What the channel and its server settled on. */
export type SettledThere = ReturnType<Settlements['of']>

/** Nobody settled anything there. */
const NOTHING: SettledThere = { channel: {}, server: {} }

/**
 * The language of an answer: the one that the channel settled on; else a private answer speaks the person's, and a public one
 * the server's, be it settled with us or with the platform.
 */
export function localeFor(asker: Asker, audience: Audience, otherwise: Locale, { channel, server }: SettledThere = NOTHING): Locale {
  const place = server.locale ?? asker.placeLocale
  return channel.locale ?? (audience === 'asker' ? (asker.locale ?? place) : (place ?? asker.locale)) ?? otherwise
}

/** The zone in which an answer reckons: for a private one the person's, for a public one the channel's or its server's. */
export function zoneFor(asker: Asker, audience: Audience, otherwise: string, { channel, server }: SettledThere = NOTHING): string {
  // A platform may name a zone that this machine's data does not know.
  const own = asker.zone === undefined ? undefined : isZone(asker.zone)
  const place = channel.zone ?? server.zone
  return (audience === 'asker' ? (own ?? place) : (place ?? own)) ?? otherwise
}

/** A reply begun: in the asker's language, for the command's audience, with nothing in it yet. */
export const reply = (ask: Ask, parts: Partial<Omit<Reply, 'self'>> & { readonly self?: ActionId | undefined }): Reply => {
  const { self, ...rest } = parts
  return { locale: ask.locale, audience: ask.audience, blocks: [], buttons: [], footer: [], solemn: false, ...rest, ...(self && { self }) }
}

/** Buttons, less those whose action could not be written into one. */
export const buttons = (...pairs: readonly (readonly [label: string, action: ActionId | undefined])[]): readonly Button[] =>
  pairs.flatMap(([label, action]) => (action ? [{ label, action }] : []))

const sorry = (ask: Ask, text: string, failure: NonNullable<Reply['failure']>): Reply =>
  reply(ask, { audience: 'asker', blocks: [paragraph(text)], failure })

const joined = (own: Body, common: Body): Body => (common.length === 0 ? own : own.length === 0 ? common : [...own, ' · ', ...common])

/** Everything that a steady answer depends on, beside the day; undefined where it may depend on more. */
const keyOf = (
  { command, input, page, perhaps }: Meant,
  { audience, locale, zone, asker }: Ask,
  pinned: Locale | undefined,
): string | undefined =>
  command.steady === true && perhaps.length === 0 && asker.pretended === undefined
    ? JSON.stringify([command.action, input, page, audience, locale, zone, pinned])
    : undefined

function understood(roots: readonly Root[], byAction: ReadonlyMap<string, CommandSpec>, heard: Heard): Meant {
  if (heard.kind === 'press') return pressed(byAction, heard.action)
  const root = roots.find((r) => r.name === heard.root)
  if (!root)
    throw new Failure('not-found', 'error.noSuchRoot', {
      command: quotable(`/${heard.root}`),
      roots: roots.map((r) => `/${r.name}`).join(', '),
    })
  if (heard.kind === 'line') {
    return { ...(elsewhere(roots, root, heard.text) ?? readLine(root, heard.text)), page: 1 }
  }
  const command = root.commands.find((spec) => spec.sub === heard.sub)
  if (!command)
    throw new Failure('not-found', 'error.noSuchCommand', { command: quotable(`/${root.name} ${heard.sub}`), root: `/${root.name}` })
  return { command, input: inputOf(command, heard.input), page: 1, perhaps: [] }
}

function pressed(byAction: ReadonlyMap<string, CommandSpec>, id: string): Meant {
  const action = fromActionId(id)
  const command = action && byAction.get(action.name)
  if (!action || !command || action.parts.length > command.params.length) throw new Failure('not-found', 'error.oldButton', {})
  const input = Object.fromEntries(command.params.flatMap((p, i) => (action.parts[i] ? [[p.name, valueOf(p.type, action.parts[i])]] : [])))
  return { command, input: inputOf(command, input), page: action.page ?? 1, perhaps: [] }
}

const valueOf = (type: Param['type'], part: string): unknown =>
  type === 'integer' ? Number(part) : type === 'boolean' ? part === '1' : part

function inputOf({ params }: CommandSpec, given: Input): Input {
  const clean = (name: string): ((text: string) => string) =>
    params.find((param) => param.name === name)?.isLong === true ? cleanedLines : cleaned
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? clean(name)(value) : value]))
}

/** The language that was asked for by name, known before anything else is, so that a refusal speaks it too. */
function wishOf(heard: Heard): Locale | undefined {
  if (heard.kind === 'press') return fromActionId(heard.action)?.locale
  if (heard.kind === 'line') return languageOf(heard.text)
  const { language } = heard.input
  return typeof language === 'string' ? toLocale(language) : undefined
}

/** Whoever asked in another language goes on in it when a button is pressed. */
const pinnedTo = (given: Reply, locale: Locale): Reply => withActions(given, (action) => withEnvelope(action, { locale }))

function withGuesses(given: Reply, perhaps: Meant['perhaps'], ask: Ask): Reply {
  const guesses = perhaps.flatMap(({ command, input }) => {
    const values = command.params.map((p) => (input[p.name] === true ? '1' : input[p.name] === undefined ? '' : String(input[p.name])))
    return buttons([
      ask.say('guess.command', { command: `/${command.root} ${ask.say(`cmd.${command.key}.name`)}` }),
      toActionId(command.action, ...values),
    ])
  })
  return { ...given, blocks: [...guesses.map(({ label }) => note(label)), ...given.blocks], buttons: [...guesses, ...given.buttons] }
}

function completed(byAction: ReadonlyMap<string, CommandSpec>, typing: Typing, ask: Ask) {
  const command = byAction.get(actionOf(typing.root, typing.sub))
  const param = command?.params.find((p) => p.name === typing.param)
  return (param?.complete?.(cleaned(typing.typed.slice(0, 100)), ask) ?? []).slice(0, 25)
}
