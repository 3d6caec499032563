import { createHmac } from 'node:crypto'

/** What Slack sends to an app, made by hand in the shapes of its samples. */
export type Place = { readonly user?: string; readonly channel?: string; readonly team?: string }

const HERE = { user: 'U0000ASKER', channel: 'C0000PLACE', team: 'T0000TEAM1' } as const

export const commandPayload = (line: string, hook: string, place: Place = {}): Record<string, string> => {
  const { user, channel, team } = { ...HERE, ...place }
  const [command = '', ...words] = line.split(' ')
  return {
    token: 'legacy',
    team_id: team,
    team_domain: 'test',
    channel_id: channel,
    channel_name: 'general',
    user_id: user,
    user_name: 'asker',
    command,
    text: words.join(' '),
    api_app_id: 'A0000GRIOT',
    is_enterprise_install: 'false',
    response_url: hook,
    trigger_id: '1.2.abc',
  }
}

const interaction = (place: Place) => {
  const { user, team } = { ...HERE, ...place }
  return {
    user: { id: user, username: 'asker', name: 'asker', team_id: team },
    api_app_id: 'A0000GRIOT',
    token: 'legacy',
    trigger_id: '1.2.abc',
    team: { id: team, domain: 'test' },
    is_enterprise_install: false,
  }
}

type Pressed = { readonly value?: unknown; readonly select?: boolean; readonly actionId?: string; readonly at?: unknown }

const actionOf = ({ value, select = false, actionId = select ? 'menu' : 'button-0', at = '1.1' }: Pressed) =>
  select
    ? {
        type: 'static_select',
        action_id: actionId,
        block_id: 'b1',
        selected_option: { text: { type: 'plain_text', text: 'x', emoji: false }, value },
        action_ts: at,
      }
    : {
        type: 'button',
        action_id: actionId,
        block_id: 'b1',
        text: { type: 'plain_text', text: 'x', emoji: false },
        value,
        action_ts: at,
      }

/** A press under a message that one person or everybody sees. */
export const pressPayload = (pressed: Pressed & { readonly hook?: unknown; readonly ephemeral?: boolean }, place: Place = {}) => {
  const { channel } = { ...HERE, ...place }
  return {
    type: 'block_actions',
    ...interaction(place),
    container: { type: 'message', message_ts: '1.1', channel_id: channel, is_ephemeral: pressed.ephemeral ?? false },
    channel: { id: channel, name: 'general' },
    ...('hook' in pressed && { response_url: pressed.hook }),
    actions: [actionOf(pressed)],
  }
}

/** A press in a home tab or in a window. */
export const viewPressPayload = (
  pressed: Pressed & { readonly type: 'home' | 'modal'; readonly metadata?: unknown },
  place: Place = {},
) => ({
  type: 'block_actions',
  ...interaction(place),
  container: { type: 'view', view_id: 'V0000VIEW1' },
  view: {
    id: 'V0000VIEW1',
    team_id: HERE.team,
    type: pressed.type,
    callback_id: '',
    hash: '1.abc',
    private_metadata: pressed.metadata ?? '',
    state: { values: {} },
  },
  actions: [actionOf(pressed)],
})

export const shortcutPayload = (callbackId = 'griot_ask', place: Place = {}) => {
  const { api_app_id: _, ...rest } = interaction(place)
  return { type: 'shortcut', ...rest, callback_id: callbackId, action_ts: '1.1' }
}

export const submissionPayload = (line: unknown, place: Place = {}) => ({
  type: 'view_submission',
  ...interaction(place),
  view: {
    id: 'V0000VIEW1',
    team_id: HERE.team,
    type: 'modal',
    callback_id: 'griot_ask',
    hash: '1.abc',
    private_metadata: '',
    state: { values: { line: { line: { type: 'plain_text_input', value: line } } } },
  },
})

/** A filled form of ours: the window as it was opened, and what was put into its fields; a list is of files. */
export const formPayload = (opened: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>, place: Place = {}) => ({
  ...submissionPayload('', place),
  view: {
    id: 'V0000VIEW1',
    team_id: HERE.team,
    hash: '1.abc',
    ...opened,
    state: {
      values: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          {
            [name]: Array.isArray(value)
              ? { type: 'file_input', files: value }
              : typeof value === 'object'
                ? { type: 'static_select', selected_option: value }
                : { type: 'plain_text_input', value },
          },
        ]),
      ),
    },
  },
})

/** Slack tells the app that it was removed, or that its tokens are worth nothing any more. */
export const removalPayload = (event: Readonly<Record<string, unknown>>, team: string = HERE.team) => ({
  token: 'legacy',
  team_id: team,
  api_app_id: 'A0000GRIOT',
  type: 'event_callback',
  event_id: 'Ev2',
  event_time: 1,
  event,
})

export const homePayload = (tab = 'home', place: Place = {}) => {
  const { user, team } = { ...HERE, ...place }
  return {
    token: 'legacy',
    team_id: team,
    api_app_id: 'A0000GRIOT',
    type: 'event_callback',
    event_id: 'Ev1',
    event_time: 1,
    authorizations: [{ enterprise_id: null, team_id: team, user_id: 'U0000GRIOT', is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: '4-x',
    event: { type: 'app_home_opened', user, channel: 'D0000HOME1', tab, event_ts: '1.1' },
  }
}

/** The headers of a request that Slack signs, written without our own code. */
export const signedHeaders = (secret: string, body: string, at = Math.floor(Date.now() / 1000)): Record<string, string> => ({
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`, 'utf8').digest('hex')}`,
})

export const FORM = 'application/x-www-form-urlencoded'

/** Sends as Slack does: commands as a form, interactions as JSON in a form, events as JSON. */
export function signedRequest(
  secret: string,
  payload: Readonly<Record<string, unknown>>,
  at?: number,
): RequestInit & { readonly body: string } {
  const isEvent = payload['type'] === 'event_callback' || payload['type'] === 'url_verification'
  const body = isEvent
    ? JSON.stringify(payload)
    : 'command' in payload
      ? new URLSearchParams(payload as Record<string, string>).toString()
      : new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return { method: 'POST', body, headers: { 'content-type': isEvent ? 'application/json' : FORM, ...signedHeaders(secret, body, at) } }
}
