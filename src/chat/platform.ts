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
}

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

export type Readiness = { readonly name: string; readonly ready: boolean; readonly detail: string }

/** A way to be talked to. */
export type Platform = {
  readonly name: PlatformName
  /** What it wants served over HTTP. */
  readonly routes: readonly Route[]
  /** Begins listening. Resolves even when the platform cannot be reached: it goes on trying, and `ready` says so. */
  listen(ear: Ear): Promise<void>
  ready(): Readiness
  close(): Promise<void>
}
