import type { ChannelPlace, Lack, Place, Platform } from '../../src/chat/platform.ts'
import type { Environment } from '../../src/config.ts'
import type { Root } from '../../src/chat/command.ts'
import type { Log } from '../../src/kernel/log.ts'
import type { Locale } from '../../src/words/locale.ts'

/** A command, as every platform can bring it. */
export type Call = { readonly root: string; readonly sub: string; readonly values?: Readonly<Record<string, string | number | boolean>> }

/** Who asks and where; left out, somebody whose platform is in English, in a place that chose no language. */
export type From = {
  /** A tag, such as `pl` or `de`. */
  readonly locale?: string
  readonly placeLocale?: Locale
  readonly inDirectMessage?: boolean
}

/** What a person sees of an answer, whatever the platform. */
export type Answer = {
  /** Only the asker sees it. */
  readonly private: boolean
  /** All words but those of buttons and menus, a line for each line. */
  readonly text: string
  readonly buttons: readonly string[]
  readonly menu: readonly string[]
  /** It took the place of the message that was pressed. */
  readonly replaced: boolean
  /** What the platform would refuse of it, and what in it would ring or be read as markup. */
  readonly faults: readonly string[]
  /** The driver's own. */
  readonly handle: unknown
}

/** People in front of one platform that talks to one installation. */
export type Wire = {
  /** Sends a command as it is, also such as the platform's own client would not let a person type. */
  ask(call: Call, from?: From): Promise<Answer>
  /** Presses the button of this label. */
  press(answer: Answer, label: string, from?: From): Promise<Answer>
  /** Chooses the option of this label from the menu. */
  choose(answer: Answer, label: string, from?: From): Promise<Answer>
  /** Presses a button of any id under an answer. */
  forge(answer: Answer, id: string): Promise<Answer>
  /** What stands where the answer was given, now. */
  standing(answer: Answer): Promise<string>
  /** What is offered while somebody types the value of an option. */
  complete(call: Call, option: string, typed: string, from?: From): Promise<readonly { readonly shown: string; readonly call: Call }[]>
  /** Sends what the platform never would. Resolves when all is sent. */
  malformed(): Promise<void>
  /** How many requests and messages the platform has got from the installation. */
  traffic(): Promise<number>
}

/** A message as it stands in a channel, in a discussion, or between us and one person. */
export type Shown = Answer & {
  /** The platform's own id of it. */
  readonly message: string
  /** Ids of the roles, people and channels that it rang for. */
  readonly rings: readonly string[]
}

/**
 * What one request of ours meets on its way. `broken`: 5xx and nothing done; `broken-after`: done, then 5xx; `cut` and `cut-after`: the
 * connection ends instead; `stalled`: it is taken but never answered; `limited`: told to come back after a while; `page`: a page of
 * somebody in between that forbids, not the platform's own words; `archived`, `gone`, `forbidden` (of the channel) and `revoked` (of
 * the token) are the platform's own words.
 */
export type Trouble =
  | 'broken'
  | 'broken-after'
  | 'cut'
  | 'cut-after'
  | 'stalled'
  | 'limited'
  | 'page'
  | 'forbidden'
  | 'gone'
  | 'archived'
  | 'revoked'

/** One surface by itself, not listening, in front of a platform on which a test can put and see what it likes. */
export type Board = {
  readonly platform: Platform
  /** A role (on Slack a user group) that may be pinged. */
  readonly role: string
  /** Somebody to whom we may write. */
  readonly person: Place
  /** Somebody who takes no messages from us. */
  readonly recluse: Place
  /** A channel that nothing was posted to, where we have every right but these. */
  channel(lacks?: readonly (Lack | 'history')[]): Promise<ChannelPlace>
  /** The next request of this kind meets this. */
  meet(doing: 'send' | 'find' | 'amend' | 'rights', trouble: Trouble): Promise<void>
  /** What stands there, the oldest first. */
  shown(to: Place): Promise<readonly Shown[]>
  remove(to: Place, message: string): Promise<void>
  /** How many requests have reached the platform. */
  requests(): Promise<number>
  /** From now on, or until `true`, nobody answers at the platform's address. */
  reachable(yes: boolean): Promise<void>
  close(): Promise<void>
}

/** A file as somebody gives it or gets it. */
export type Paper = { readonly name: string; readonly text: string }

/** A window with fields to be filled in. */
export type Window = {
  readonly title: string
  readonly fields: readonly {
    readonly name: string
    readonly label: string
    readonly kind: 'text' | 'long' | 'choice' | 'file'
    readonly required: boolean
    readonly value: string
  }[]
}

/** What one person is given for what they did: words or a window, and the files that reached them alone. */
export type Given = {
  readonly answer?: Answer
  readonly window?: Window
  readonly files: readonly Paper[]
  /** The driver's own. */
  readonly handle: unknown
}

/** One surface with commands of a test behind it, in front of a platform. */
export type Stage = {
  ask(call: Call, file?: { readonly option: string; readonly paper: Paper }): Promise<Given>
  press(given: Given, label: string): Promise<Given>
  choose(given: Given, label: string): Promise<Given>
  /** Fills a window in and submits it. */
  submit(given: Given, values: Readonly<Record<string, string | Paper>>): Promise<Given>
  /** What stands where the answer was given, now. */
  standing(given: Given): Promise<string>
  /** What the platform calls the person who does all this. */
  readonly called: string
  /** All that was logged, with no secret hidden. */
  readonly lines: readonly string[]
  close(): Promise<void>
}

/** One platform in a process of its own. */
export type World = {
  /** What turns the surface on. */
  readonly environment: Environment
  /** What no line of a log may hold. */
  readonly secrets: readonly string[]
  /** Resolves when people can be answered. */
  reach(url: string): Promise<Wire>
  stop(): Promise<void>
  start(): Promise<void>
  /** Makes the token worthless, and lets the installation meet that. */
  revoke(url: string): Promise<void>
  /** The surface made as `start` makes it, with this log, whose sends are cut off after `sendMs`. */
  board(log: Log, sendMs?: number): Promise<Board>
  close(): Promise<void>
}

/** What a platform does not do, with the reason: the suite skips these promises and says why. */
export type Exceptions = Readonly<Partial<Record<Exception, string>>>
export type Exception =
  | 'place'
  | 'bystander'
  | 'replace'
  | 'complete'
  | 'outside'
  | 'loose'
  | 'direct'
  | 'network'
  | 'people'
  | 'threads'
  | 'ping'
  | 'history'
  | 'stage'
  | 'attach'

export type Driver = {
  readonly name: 'discord' | 'slack' | 'web'
  readonly exceptions: Exceptions
  /** What can stand in the way of posting here. */
  readonly lacks: readonly Lack[]
  open(): Promise<World>
  /** Missing only where `stage` is an exception. */
  stage?(roots: readonly Root[]): Promise<Stage>
}

/** Typed at their place instead of by name. */
const PLACED: ReadonlySet<string> = new Set(['date', 'event', 'words', 'name', 'place', 'command'])
const worded = (value: string | number | boolean): string => (value === true ? 'yes' : value === false ? 'no' : String(value))

/** The call as somebody types it. */
export const lineOf = ({ root, sub, values = {} }: Call): string =>
  [`/${root}`, sub, ...Object.entries(values).map(([name, value]) => (PLACED.has(name) ? worded(value) : `${name}:${worded(value)}`))]
    .filter(Boolean)
    .join(' ')
