import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { paragraph } from '../../src/chat/reply.ts'
import type { Place } from '../../src/chat/platform.ts'
import { C1, HELLO, LONG_AGO, PERSON, poster as posterAt, replyOf } from '../support/slack-poster.ts'
import { BOT_TOKEN } from '../support/slack-rig.ts'
import { slackServer, type SlackServer } from '../support/slack-server.ts'
import { postFaults, SCOPES } from '../support/slack-world.ts'

let slack: SlackServer
beforeAll(async () => void (slack = await slackServer({ botToken: BOT_TOKEN })))
afterAll(() => slack.close())
afterEach(() => slack.forget())

const poster = (given: Partial<Parameters<typeof posterAt>[0]> = {}) => posterAt({ apiUrl: slack.apiUrl, ...given })

/** What Slack answers to `chat.postMessage`, and what is true then: each error that it documents, and what is none of Slack's. */
type Row = readonly [error: string, outcome: object, to: Place]
const rows = (outcome: object, errors: readonly string[], to: Place = C1): readonly Row[] => errors.map((error) => [error, outcome, to])
const refused = (scope: string, reason: string) => ({ kind: 'refused', scope, reason })
const ERRORS: readonly Row[] = [
  ...rows(refused('channel', 'archived'), ['is_archived', 'is_inactive']),
  ...rows(refused('channel', 'no-channel'), ['channel_not_found']),
  ...rows(refused('channel', 'not-member'), ['not_in_channel']),
  ...rows(refused('channel', 'forbidden'), [
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'no_permission',
  ]),
  ...rows(refused('server', 'server'), [
    'missing_scope',
    'ekm_access_denied',
    'team_access_not_granted',
    'access_denied',
    'enterprise_is_restricted',
  ]),
  ...rows(refused('platform', 'token'), ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive']),
  ...rows(refused('message', 'malformed'), [
    'msg_too_long',
    'no_text',
    'invalid_blocks',
    'invalid_arguments',
    'invalid_metadata_format',
    'metadata_too_large',
  ]),
  ...rows({ kind: 'unknown' }, ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'What is this?', '']),
  ...rows({ kind: 'not-yet', scope: 'channel' }, ['ratelimited', 'external_channel_migrating']),
  ...rows({ kind: 'not-yet', scope: 'server' }, ['rate_limited', 'message_limit_exceeded', 'team_added_to_org', 'org_login_required']),
  ...rows({ kind: 'not-yet', scope: 'message' }, ['an_error_of_tomorrow']),
  ...rows(
    refused('message', 'no-person'),
    ['user_not_found', 'user_disabled', 'cannot_dm_bot', 'messages_tab_disabled', 'channel_not_found', 'is_archived'],
    PERSON,
  ),
  ...rows(refused('message', 'no-threads'), ['thread_not_found', 'cannot_reply_to_message', 'restricted_action_non_threadable_channel'], {
    ...C1,
    kind: 'thread',
    under: '1.000001',
    title: 'x',
  }),
]

describe('a post', () => {
  test.each(ERRORS)('that Slack answers with “%s” says what is true', async (error, outcome, to) => {
    slack.fault('chat.postMessage', { kind: 'error', error })
    const { send, revoked } = poster()
    const said = await send(to, HELLO, 'k')
    expect(said).toMatchObject(outcome)
    expect(revoked).toEqual(said.kind === 'refused' && said.reason === 'token' ? ['chat.postMessage'] : [])
  })

  test.each([
    [
      { kind: 'limited', retryAfter: 12 },
      { kind: 'not-yet', scope: 'channel', afterMs: 12_000 },
    ],
    [
      { kind: 'limited', retryAfter: 0 },
      { kind: 'not-yet', scope: 'channel', afterMs: 0 },
    ],
    [
      { kind: 'limited', retryAfter: 'soon' },
      { kind: 'not-yet', scope: 'channel', afterMs: 30_000 },
    ],
    [{ kind: 'page', status: 200 }, { kind: 'unknown' }],
    [
      { kind: 'page', status: 302 },
      { kind: 'not-yet', scope: 'platform', why: 'HTTP 302' },
    ],
    [
      { kind: 'page', status: 403 },
      { kind: 'not-yet', scope: 'platform', why: 'HTTP 403' },
    ],
    [
      { kind: 'page', status: 404 },
      { kind: 'not-yet', scope: 'platform', why: 'HTTP 404' },
    ],
    [
      { kind: 'page', status: 407 },
      { kind: 'not-yet', scope: 'platform', why: 'HTTP 407' },
    ],
    [
      { kind: 'page', status: 408 },
      { kind: 'unknown', why: 'HTTP 408' },
    ],
    [
      { kind: 'page', status: 502 },
      { kind: 'unknown', why: 'HTTP 502' },
    ],
    [
      { kind: 'broken', accepted: false, status: 503 },
      { kind: 'unknown', why: 'HTTP 503' },
    ],
    [
      { kind: 'broken', accepted: false, status: 504 },
      { kind: 'unknown', why: 'HTTP 504' },
    ],
  ] as const)('that meets %j says %j', async (fault, outcome) => {
    slack.fault('chat.postMessage', fault)
    expect(await poster().send(C1, HELLO, 'k')).toMatchObject(outcome)
    expect(slack.came).toEqual([])
  })

  test.each([
    'null',
    '{}',
    '[]',
    '7',
    '""',
    '{"ok":"yes"}',
    '{"ok":true}',
    '{"ok":true,"ts":7}',
    '{"ok":false}',
    '{"ok":false,"error":{}}',
  ])('that is answered with %s may have been taken', async (body) => {
    const answer = async () => new Response(body, { status: 200, headers: { 'content-type': 'application/json' } })
    expect(await poster({ fetch: answer }).send(C1, HELLO, 'k')).toMatchObject({ kind: 'unknown' })
  })

  it('that Slack takes late is not said to be absent for ever', async () => {
    slack.fault('chat.postMessage', { kind: 'late', ms: 60_000 })
    slack.world.setScopes([...SCOPES, 'channels:history'])
    const { send, find } = poster()
    const to = { ...C1, channel: 'C0LATE' }
    expect(await send(to, HELLO, 'late')).toMatchObject({ kind: 'unknown' })
    expect(await find(to, 'late', LONG_AGO)).toEqual({ kind: 'absent' })
    slack.release()
    expect(await find(to, 'late', LONG_AGO)).toMatchObject({ kind: 'there' })
    expect(slack.world.account()['late']).toBe(1)
  })

  it('for another workspace than that of our token is held back, and nothing is asked', async () => {
    const one = poster({ standing: { team: 'T0OTHER' } })
    expect(await one.send(C1, HELLO, 'k')).toMatchObject({ kind: 'refused', scope: 'server', reason: 'server' })
    expect(await one.amend(C1, '1.1', HELLO, 'k')).toMatchObject({ kind: 'refused', scope: 'server' })
    expect(slack.came).toEqual([])
  })

  it('carries its key, the same id for the same key, and all of its words', async () => {
    const { send } = poster()
    for (const key of ['one', 'two', 'one']) expect(await send(C1, HELLO, key)).toMatchObject({ kind: 'sent' })
    const bodies = slack.came.map(({ body }) => body)
    expect(bodies.map((body) => [postFaults(body), body['metadata'], body['text']])).toEqual(
      ['one', 'two', 'one'].map((key) => [[], { event_type: 'griot_post', event_payload: { key } }, 'hello']),
    )
    const [one, two, again] = bodies.map((body) => body['client_msg_id'])
    expect([again, two === one]).toEqual([one, false])
  })

  it('rings for the one group that it is given, in its first line', async () => {
    const ping = 'S0000GROUP'
    await poster().send(C1, { ...HELLO, ping }, 'k')
    const { body } = await slack.nth('chat.postMessage')
    expect([postFaults(body), (body['blocks'] as unknown[])[0]]).toEqual([
      [],
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'usergroup', usergroup_id: ping }] }] },
    ])
  })

  it.each(['U0000ASKER', 'everyone', '@channel', '<!here>', '123456789012345678', 'S', ''])('rings for nobody by “%s”', async (ping) => {
    await poster().send(C1, { ...HELLO, ping }, 'k')
    expect(JSON.stringify(slack.came[0]?.body['blocks'])).not.toMatch(/usergroup|broadcast|"user"/)
  })

  it('as long as a message can be still has room for its first line', async () => {
    const reply = replyOf('', { title: 'Long', blocks: Array.from({ length: 120 }, (_, i) => paragraph(`${i} ${'word '.repeat(60)}`)) })
    expect(await poster().send(C1, { reply, ping: 'S0000GROUP' }, 'k')).toMatchObject({ kind: 'sent' })
  })

  it('whose shape Slack does not take is our fault: the log says where, and not what stands there', async () => {
    const answer = {
      ok: false,
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters: hello [json-pointer:/blocks/0/text/text]', '[ERROR] hello'],
      },
    }
    const one = poster({ fetch: async () => Response.json(answer), level: 'warn' })
    expect(await one.send(C1, HELLO, 'k')).toMatchObject({ kind: 'refused', scope: 'message', reason: 'malformed' })
    expect(one.lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ level: 'error', where: ['/blocks/0/text/text'] }])
    expect(one.lines.join('')).not.toContain('hello')
  })

  it('writes no token, no person and no words into the log', async () => {
    const one = poster()
    for (const fault of [{ kind: 'error', error: 'is_archived' }, { kind: 'reset' }, { kind: 'page' }] as const) {
      slack.fault('chat.postMessage', fault)
      await one.send(PERSON, HELLO, 'k')
    }
    expect(one.lines.join('')).not.toMatch(new RegExp(`${BOT_TOKEN}|U1|hello`))
  })
})

describe('an edit', () => {
  test.each([
    ['message_not_found', { kind: 'refused', scope: 'message', reason: 'no-message' }],
    ['cant_update_message', { kind: 'refused', scope: 'message', reason: 'no-message' }],
    ['edit_window_closed', { kind: 'refused', scope: 'message', reason: 'no-message' }],
    ['is_inactive', { kind: 'refused', scope: 'channel', reason: 'archived' }],
    ['block_mismatch', { kind: 'refused', scope: 'message', reason: 'malformed' }],
    ['update_failed', { kind: 'unknown' }],
    ['external_channel_migrating', { kind: 'not-yet', scope: 'channel' }],
  ])('that Slack answers with “%s” says what is true', async (error, outcome) => {
    slack.fault('chat.update', { kind: 'error', error })
    expect(await poster().amend(C1, '1.1', HELLO, 'k')).toMatchObject(outcome)
  })

  it('of what was said to one person reaches their conversation with us', async () => {
    const { send, amend } = poster()
    const outcome = await send(PERSON, HELLO, 'dm')
    const message = outcome.kind === 'sent' ? outcome.message : 'nothing'
    expect(message).toMatch(/^D1\/\d+\.\d{6}$/)
    expect(await amend(PERSON, message, { reply: replyOf('goodbye') }, 'dm')).toEqual({ kind: 'sent', message })
    expect(slack.world.messages.filter(({ channel }) => channel === 'D1').map(({ body, edits }) => [body['text'], edits])).toEqual([
      ['goodbye', 1],
    ])
    expect(await amend(PERSON, '1.000001', HELLO, 'dm')).toMatchObject({ kind: 'refused', reason: 'no-message' })
  })
})
