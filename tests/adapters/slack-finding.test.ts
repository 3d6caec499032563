import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import type { Place } from '../../src/chat/platform.ts'
import { C1, HELLO, LONG_AGO, poster as posterAt } from '../support/slack-poster.ts'
import { BOT_TOKEN } from '../support/slack-rig.ts'
import { SPECS, strangeFields, withoutSpecs } from '../support/slack-schema.ts'
import { slackServer, type SlackServer } from '../support/slack-server.ts'
import { BOT, SCOPES } from '../support/slack-world.ts'

const HISTORY = [...SCOPES, 'channels:history', 'groups:history']

let slack: SlackServer
beforeEach(async () => {
  slack = await slackServer({ botToken: BOT_TOKEN })
  slack.world.setScopes(HISTORY)
})
afterEach(() => slack.close())

const poster = (given: Partial<Parameters<typeof posterAt>[0]> = {}) => posterAt({ apiUrl: slack.apiUrl, ...given })
const posted = async (to: Place, key: string): Promise<string> => {
  const outcome = await poster().send(to, HELLO, key)
  return outcome.kind === 'sent' ? outcome.message : JSON.stringify(outcome)
}
const asked = (name: string) => slack.came.filter((one) => one.name === name).map(({ body }) => body)

describe('looking for a message', () => {
  it('turns as many pages as there are since then, and stops where it is found', async () => {
    slack.world.setPage(10)
    const message = await posted(C1, 'k')
    slack.world.talk('C1', 35)
    const { find } = poster()
    expect(await find(C1, 'k', LONG_AGO)).toEqual({ kind: 'there', message })
    expect(await find(C1, 'other', LONG_AGO)).toEqual({ kind: 'absent' })
    expect(asked('conversations.history').map(({ cursor }) => cursor)).toEqual([undefined, '10', '20', '30', undefined, '10', '20', '30'])
  })

  it('asks for nothing older than a minute before the first attempt', async () => {
    const { find } = poster()
    await find(C1, 'k', new Date('2026-08-18T09:00:00.250Z'))
    await poster({ worldTime: (at) => new Date(at.getTime() - 3_600_000) }).find(C1, 'k', new Date('2026-08-18T09:00:00.250Z'))
    expect(asked('conversations.history').map(({ oldest }) => oldest)).toEqual([
      (Date.parse('2026-08-18T08:59:00.250Z') / 1000).toFixed(6),
      (Date.parse('2026-08-18T07:59:00.250Z') / 1000).toFixed(6),
    ])
  })

  it('cannot tell where too much was said since', async () => {
    slack.world.setPage(2)
    slack.world.talk('C1', 50)
    expect(await poster().find(C1, 'k', LONG_AGO)).toMatchObject({ kind: 'cannot-tell' })
    expect(asked('conversations.history')).toHaveLength(20)
  })

  it('believes no message of others that looks like ours', async () => {
    slack.world.talk('C1', 1, 'k')
    expect(await poster({ standing: { bot: BOT } }).find(C1, 'k', LONG_AGO)).toEqual({ kind: 'absent' })
    const message = await posted(C1, 'k')
    expect(await poster({ standing: { bot: BOT } }).find(C1, 'k', LONG_AGO)).toEqual({ kind: 'there', message })
  })

  it('looks under the message where a discussion was to begin', async () => {
    const under = await posted(C1, 'k')
    const thread: Place = { ...C1, kind: 'thread', under, title: 'x' }
    const { find } = poster()
    expect(await find(thread, 'k/thread', LONG_AGO)).toEqual({ kind: 'absent' })
    const message = await posted(thread, 'k/thread')
    expect(await find(thread, 'k/thread', LONG_AGO)).toEqual({ kind: 'there', message })
    expect(await find(C1, 'k/thread', LONG_AGO)).toEqual({ kind: 'absent' })
    expect(await find({ ...thread, under: '1.000001' }, 'k/thread', LONG_AGO)).toEqual({ kind: 'absent' })
  })

  it('cannot tell what was said to one person', async () => {
    expect(await poster().find({ kind: 'person', platform: 'slack', user: 'U1' }, 'k', LONG_AGO)).toMatchObject({ kind: 'cannot-tell' })
    expect(slack.requests()).toBe(0)
  })

  it('is not even tried where Slack has told that the scope was not granted, and is once it was', async () => {
    slack.world.setScopes(SCOPES)
    const one = poster()
    const outcome = await one.send(C1, HELLO, 'k')
    expect(await one.find(C1, 'k', LONG_AGO)).toEqual({ kind: 'cannot-tell', why: 'no history scope' })
    expect(asked('conversations.history')).toEqual([])
    slack.world.setScopes(HISTORY)
    await one.rights(C1)
    expect(await one.find(C1, 'k', LONG_AGO)).toEqual({ ...outcome, kind: 'there' })
  })

  it('in a channel that it was not granted for is tried again an hour later', async () => {
    slack.world.setScopes([...SCOPES, 'channels:history'])
    slack.world.setChannel('C2', { is_private: true })
    const one = poster()
    const C2 = { ...C1, channel: 'C2' }
    for (let i = 0; i < 3; i += 1) expect(await one.find(C2, 'k', LONG_AGO)).toMatchObject({ kind: 'cannot-tell' })
    expect(asked('conversations.history')).toHaveLength(1)
    expect(await one.find(C1, 'k', LONG_AGO)).toEqual({ kind: 'absent' })
    one.pass(3_600_000)
    slack.world.setScopes(HISTORY)
    expect(await one.find(C2, 'k', LONG_AGO)).toEqual({ kind: 'absent' })
  })

  test.each([
    ['missing_scope', 'cannot-tell'],
    ['channel_not_found', 'cannot-tell'],
    ['not_in_channel', 'cannot-tell'],
    ['internal_error', 'not-yet'],
    ['token_revoked', 'not-yet'],
    ['team_added_to_org', 'not-yet'],
    ['ratelimited', 'not-yet'],
    ['an_error_of_tomorrow', 'not-yet'],
    ['What is this?', 'not-yet'],
  ])('that Slack answers with “%s” says %s', async (error, kind) => {
    slack.fault('conversations.history', { kind: 'error', error })
    expect(await poster().find(C1, 'k', LONG_AGO)).toMatchObject({ kind })
  })

  test.each([
    [
      { kind: 'limited', retryAfter: 61 },
      { kind: 'not-yet', afterMs: 61_000 },
    ],
    [{ kind: 'page', status: 200 }, { kind: 'not-yet' }],
    [{ kind: 'page', status: 403 }, { kind: 'not-yet' }],
    [{ kind: 'reset' }, { kind: 'not-yet' }],
  ] as const)('that meets %j is for later, also on a later page', async (fault, finding) => {
    slack.world.setPage(1)
    slack.world.talk('C1', 3)
    let pages = 0
    const { find } = poster({
      fetch: async (url, init) => {
        pages += 1
        if (pages === 2) slack.fault('conversations.history', fault)
        return fetch(url, init)
      },
    })
    expect(await find(C1, 'k', LONG_AGO)).toMatchObject(finding)
    expect(await find(C1, 'k', LONG_AGO)).toEqual({ kind: 'absent' })
  })
})

describe('our rights in a channel', () => {
  it.each([
    [{}, [], true],
    [{ is_private: true }, [], true],
    [{ is_member: false }, ['member'], true],
    [{ is_archived: true }, ['archived'], true],
    [{ is_read_only: true }, ['send'], true],
    [{ is_thread_only: true, is_non_threadable: true }, ['send', 'threads'], true],
    [{ gone: true }, ['gone', 'member'], false],
    [{ is_private: true, is_member: false }, ['gone', 'member'], false],
  ])('that is %j lack %j', async (channel, lacks, history) => {
    slack.world.setChannel('C1', channel)
    expect(await poster().rights(C1)).toEqual({ kind: 'known', lacks, history })
  })

  it('are complete in a conversation with one person', async () => {
    expect(await poster().rights({ ...C1, channel: 'D1' })).toMatchObject({ kind: 'known', lacks: [] })
  })

  it('to read back what we posted are those of the kind of channel', async () => {
    slack.world.setChannel('C2', { is_private: true })
    for (const [granted, inPublic, inPrivate] of [
      ['channels:history', true, false],
      ['groups:history', false, true],
      ['none', false, false],
    ] as const) {
      slack.world.setScopes([...SCOPES, granted])
      expect(await poster().rights(C1)).toMatchObject({ history: inPublic })
      expect(await poster().rights({ ...C1, channel: 'C2' })).toMatchObject({ history: inPrivate })
    }
  })

  it.each(['missing_scope', 'internal_error', 'token_revoked', 'ratelimited'])('are not known where Slack says “%s”', async (error) => {
    slack.fault('conversations.info', { kind: 'error', error })
    expect(await poster().rights(C1)).toEqual({ kind: 'unknown', why: error })
  })
})

describe.skipIf(!SPECS)(`what our Slack says of channels and people${withoutSpecs}`, () => {
  it('has the fields of Slack’s own samples and no others', async () => {
    slack.world.setChannel('C1', { is_private: true, is_read_only: true, is_thread_only: true, is_non_threadable: true })
    slack.setUser('U1', { locale: 'fr-FR', tz: 'Europe/Paris', is_admin: true, is_owner: true, is_primary_owner: true })
    const api = 'api/'
    expect(strangeFields(slack.world.call('conversations.info', { channel: 'C1' }), `${api}conversations.info.json`)).toEqual([])
    expect(strangeFields(slack.world.call('users.info', { user: 'U1', include_locale: 'true' }), `${api}users.info.json`)).toEqual([])
    slack.world.setScopes([])
    expect(strangeFields(slack.world.call('conversations.info', { channel: 'C1' }), `${api}conversations.info.json`)).toEqual([])
  })
})
