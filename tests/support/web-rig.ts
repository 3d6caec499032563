import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { toActionId } from '../../src/chat/action.ts'
import { arg, defineCommand, type Ask, type Root } from '../../src/chat/command.ts'
import { buttons, reply } from '../../src/chat/dispatch.ts'
import type { Asker, ChannelPlace, Platform } from '../../src/chat/platform.ts'
import { paragraph, type Form, type Reply } from '../../src/chat/reply.ts'
import { httpServer, type HttpServer } from '../../src/http/server.ts'
import { systemClock, type Clock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import type { WebChannels } from '../../src/platforms/web/channels.ts'
import { web, type ChannelsSettings } from '../../src/platforms/web/web.ts'
import { openStore, type Database, type Store } from '../../src/store/store.ts'
import { smallEar, smallRoots } from './small-commands.ts'
import { playRoot, type Played } from './web-play.ts'

/** Six years after the coup, in the morning. */
export const NOW = new Date('2026-08-18T09:00:00Z')

/** What the commands for those who manage a channel were asked by whom, and with what. */
export type Managed = { readonly sub: string; readonly input: unknown; readonly asker: Asker }

export type WebRig = {
  readonly url: string
  readonly platform: Platform
  readonly store: Store
  readonly managed: Managed[]
  readonly played: Played[]
  readonly server: HttpServer
  /** A page of ours sends this, by somebody with this cookie. */
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Response>
  close(): Promise<void>
}

export const channelOf = (channel: string): ChannelPlace => ({ kind: 'channel', platform: 'web', channel })

const none = { en: '', fr: '', pl: '' } as const

/** Enough of `/schedule` to be managed: something to add, something to list, and a form. */
export function managedRoot(managed: Managed[]): Root {
  const common = { root: 'schedule', audience: 'asker', example: none } as const
  const told = (sub: string, input: unknown, ask: Ask): Reply => {
    managed.push({ sub, input, asker: ask.asker })
    return ask.asker.manages === true
      ? reply(ask, {
          title: `${sub} done`,
          blocks: [paragraph('it is done')],
          buttons: buttons(['Pause', toActionId('schedule.pause', '1')], ['Today', toActionId('mali.today')]),
        })
      : reply(ask, { title: `${sub} refused`, blocks: [paragraph('not yours')], failure: 'forbidden' })
  }
  return {
    name: 'schedule',
    summary: { en: 'Schedules', fr: 'Programmes', pl: 'Harmonogramy' },
    managed: true,
    bare: 'list',
    commands: [
      defineCommand({
        ...common,
        sub: 'add',
        key: 'add',
        args: { kind: arg(z.string().max(20).optional(), 'kind'), count: arg(z.number().int().min(1).max(9).optional(), 'count') },
        run: (input, ask) => (input.kind === undefined ? { ...told('form', input, ask), form: FORM } : told('add', input, ask)),
      }),
      defineCommand({ ...common, sub: 'list', key: 'list', args: {}, run: (input, ask) => told('list', input, ask) }),
      defineCommand({
        ...common,
        sub: 'pause',
        key: 'pause',
        args: { schedule: arg(z.string().max(20).optional(), 'schedule') },
        run: (input, ask) => told('pause', input, ask),
      }),
    ],
  }
}

const FORM: Form = {
  title: 'A new schedule',
  submit: 'Add it',
  root: 'schedule',
  sub: 'add',
  fields: [
    {
      name: 'kind',
      label: 'What',
      hint: 'What is posted',
      required: true,
      kind: 'choice',
      options: [
        { label: 'Every day', value: 'daily' },
        { label: 'Every week', value: 'weekly' },
      ],
      value: 'daily',
    },
    { name: 'count', label: 'How many', hint: '1 to 9', required: false, kind: 'text' },
  ],
}

/** A database of its own, gone when it is closed. */
export function ownDatabase(): { readonly database: Database; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'griot-web-'))
  return { database: { kind: 'sqlite', path: join(directory, 'griot.db') }, remove: () => rmSync(directory, { recursive: true }) }
}

/** The clock of an installation that stands still at one instant, while people wait by the real time. */
const standing: Clock = { ...systemClock(), now: () => NOW }

/** The web as it is served, on the real store and the real dispatcher, with a small `/schedule` that writes down who asked. */
export async function webRig(
  database: Database,
  given: Partial<ChannelsSettings> = {},
  around: (store: WebChannels) => WebChannels = (store) => store,
): Promise<WebRig> {
  const log = logger({ level: 'silent', secrets: [] })
  const random = systemRandom()
  const store = openStore({ database, secret: 'a secret of sixteen', clock: standing, random, log })
  await store.opened
  const managed: Managed[] = []
  const played: Played[] = []
  const roots = [...smallRoots(), managedRoot(managed), playRoot(played)]
  const platform = web({
    roots,
    locale: 'en',
    channels: {
      writing: 'here',
      secret: 'a secret of sixteen',
      random,
      clock: standing,
      wall: systemClock(),
      zone: 'Africa/Bamako',
      lookMs: 20,
      ...given,
      store: around(store.channels),
    },
  })
  await platform.listen(smallEar(roots))
  const server = httpServer({ host: '127.0.0.1', port: 0, log, routes: platform.routes, ready: () => [] })
  const { url } = await server.listen()
  return {
    url,
    platform,
    store,
    managed,
    played,
    server,
    post: (path, fields, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    async close() {
      await platform.close()
      await server.close()
      await store.close()
    },
  }
}

/** What a page would send: the mark of its form. */
export const markIn = (html: string): string => /name="mark" value="([^"]*)"/.exec(html)?.[1] ?? ''

/** The cookie that an answer set, as a browser sends it back. */
export const cookieIn = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
