import type { Day } from '../words/dates.ts'
import type { Locale } from '../words/locale.ts'
import type { Choice, Reply } from './reply.ts'
import type { Route } from './route.ts'

export type PlatformName = 'discord' | 'slack' | 'web'

/** Who asks, where, and which languages are wished there. Ids are the platform's own and are never logged. */
export type Asker = {
  readonly platform: PlatformName
  /** Discord's server, Slack's workspace. */
  readonly server?: string
  readonly channel?: string
  readonly user: string
  /** The person's own language. */
  readonly locale?: Locale
  /** The language that the channel or the server settled on, if it did. */
  readonly placeLocale?: Locale
  /** The person's own zone, where the platform tells it. */
  readonly zone?: string
  /** The day that the asker pretends it is; only a surface for trying things out gives one. */
  readonly pretended?: Day
  /** Whether this person may manage what the bot does here, as the platform says it at this very moment; missing where nobody asked it. */
  readonly manages?: boolean
  /** The platform's own id of this one command or press: what is heard twice under it is done once. */
  readonly request?: string
  /** What kind of place it was asked in, where the platform tells. */
  readonly site?: Site
  /** What we may do in this channel, where the platform says so with the question itself. */
  readonly rights?: Rights
  /** What the platform calls this person where others see it. Never logged; kept sealed, and only where a round needs it. */
  readonly name?: string
  /** When it was asked or pressed by the platform's own clock (Discord's snowflake, Slack's `action_ts`), where it tells. */
  readonly askedAt?: Date
}

/** A file that somebody gave with a command. Reading it may take a while, and rejects with a `Failure` where it cannot be had or is larger than `limit` bytes. */
export type Upload = { readonly name: string; readonly size: number; read(limit: number): Promise<string> }

/** A `thread` hangs under a message; a `forum` takes no messages of its own; `direct` is between two people. */
export type Site = 'channel' | 'thread' | 'forum' | 'direct'

/** Whether the pressed message was for everyone or for one person: only the second kind may be changed by a press. */
export type Under = 'public' | 'private'

/** What reaches us. Slack and the web bring a line of words, Discord brings named values; the dispatcher takes both. */
export type Heard =
  | { readonly kind: 'line'; readonly root: string; readonly text: string; readonly asker: Asker }
  | {
      readonly kind: 'command'
      readonly root: string
      readonly sub: string
      readonly input: Readonly<Record<string, unknown>>
      readonly asker: Asker
    }
  | { readonly kind: 'press'; readonly action: string; readonly asker: Asker }

/** Somebody is typing the value of one option. */
export type Typing = { readonly root: string; readonly sub: string; readonly param: string; readonly typed: string; readonly asker: Asker }

/** What a platform talks to. None of the three throws, whatever was heard. */
export type Ear = {
  /** A press is always answered for the presser alone; a command by its own audience. */
  answer(heard: Heard): Promise<Reply>
  complete(typing: Typing): readonly Choice[]
  /** The first page of somebody's own room (Slack's App Home, the web's start). */
  home(asker: Asker): Promise<Reply>
}

/** A channel as a schedule names it. On the web a channel has no server. */
export type ChannelPlace = { readonly kind: 'channel'; readonly platform: PlatformName; readonly server?: string; readonly channel: string }

/** Where a message can go: into a channel, as the beginning of a discussion under a message of it, or to one person. */
export type Place =
  | ChannelPlace
  | {
      readonly kind: 'thread'
      readonly platform: PlatformName
      readonly server?: string
      readonly channel: string
      /** The message it hangs under. */
      readonly under: string
      readonly title: string
    }
  | { readonly kind: 'person'; readonly platform: PlatformName; readonly server?: string; readonly user: string }

/** What is sent: a reply, and the one role that it may ping (the platform's own id). Without one it pings nobody, whatever stands in it. */
export type Sending = { readonly reply: Reply; readonly ping?: string | undefined }

/** Why a platform will not take a message. Each has words that say how to mend it: `refusal.<reason>`. */
export type Reason =
  /** We may not write there. */
  | 'forbidden'
  /** The channel is gone, or hidden from us. */
  | 'no-channel'
  | 'archived'
  | 'not-member'
  /** This person takes no messages from us. */
  | 'no-person'
  /** The channel has no discussions, or will not let us begin one. */
  | 'no-threads'
  /** What was to be edited is gone, or may not be edited any more. */
  | 'no-message'
  /** The token is worth nothing any more. */
  | 'token'
  /** The whole workspace or server refuses us. */
  | 'server'
  /** The message itself was refused: a fault of ours. */
  | 'malformed'

/** The four things that can be true after trying to send. There is no fifth. */
export type Outcome =
  | { readonly kind: 'sent'; readonly message: string }
  /** It was not taken, and would not be the next time. `scope` says what else would be refused with it. */
  | {
      readonly kind: 'refused'
      readonly scope: 'message' | 'channel' | 'server' | 'platform'
      readonly reason: Reason
      readonly why: string
    }
  /** It was certainly not taken, and may be later. `scope` says what else has to wait as long; `afterMs` is missing where the platform named no time. */
  | {
      readonly kind: 'not-yet'
      readonly scope: 'message' | 'channel' | 'server' | 'platform'
      readonly afterMs?: number
      readonly why: string
    }
  /** It may have been taken. */
  | { readonly kind: 'unknown'; readonly why: string }

/** What became of an earlier `send`. */
export type Finding =
  | { readonly kind: 'there'; readonly message: string }
  /** It can be seen that it is not there now. */
  | { readonly kind: 'absent' }
  /** This platform cannot tell us, now or later. */
  | { readonly kind: 'cannot-tell'; readonly why: string }
  /** The looking itself failed, and may succeed later. */
  | { readonly kind: 'not-yet'; readonly afterMs?: number; readonly why: string }

/** What stands in the way of posting. Each has words that say what to grant: `lack.<name>`. */
export type Lack = 'gone' | 'view' | 'send' | 'member' | 'archived' | 'forum' | 'threads'

/** What we may do in a channel. `history`: we can look for what we posted there. `lacks` holds `threads` only where a discussion could not be begun. */
export type Rights =
  | { readonly kind: 'known'; readonly lacks: readonly Lack[]; readonly history: boolean }
  | { readonly kind: 'unknown'; readonly why: string }

/** Who is told that a server took us in or sent us away. */
export type Roll = {
  /** Every server that a platform says we are in now. Resolves to those that we knew and that are missing: the platform confirms each before it calls `left`. */
  present(platform: PlatformName, servers: readonly string[]): Promise<readonly string[]>
  left(platform: PlatformName, server: string): Promise<void>
}

/** A turn that one process at a time has, as long as all can ask whose it is; otherwise several may. */
export type Turn = {
  /** Resolves when it is ours, to a signal that aborts when it is lost; rejects when `signal` aborts. */
  take(signal: AbortSignal): Promise<AbortSignal>
}

export type Readiness = { readonly name: string; readonly ready: boolean; readonly detail: string }

/** A way to be talked to. */
export type Platform = {
  readonly name: PlatformName
  /** What it wants served over HTTP. */
  readonly routes: readonly Route[]
  /** Begins listening. Resolves even when the platform cannot be reached: it goes on trying, and `ready` says so. */
  listen(ear: Ear): Promise<void>
  ready(): Readiness
  /**
   * Tries once, never retries, never waits for a rate limit, and never throws for what the platform said. `key` says what the
   * message is about; a platform that knows no keys carries it where `find` can read it.
   */
  send(to: Place, sending: Sending, key: string): Promise<Outcome>
  /** Looks for what an earlier `send` with this key may have left behind, `since` the first of them. Never throws. */
  find(to: Place, key: string, since: Date): Promise<Finding>
  /** Puts a reply in the place of one that was sent under the same key. Doing it twice changes nothing. Never throws. */
  amend(to: Place, message: string, sending: Sending, key: string): Promise<Outcome>
  /** May we post there? Asks the platform now. Never throws. */
  rights(to: ChannelPlace): Promise<Rights>
  close(): Promise<void>
}
