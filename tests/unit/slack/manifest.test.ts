import { describe, expect, it } from 'vitest'
import { toManifest } from '../../../src/platforms/slack/manifest.ts'
import { manifestFaults, SPECS, withoutSpecs } from '../../support/slack-schema.ts'
import { typedRoots } from '../../support/slack-commands.ts'

const roots = typedRoots()
const overHttp = toManifest({ roots, publicUrl: 'https://griot.example/', socketMode: false })

describe('the app manifest', () => {
  it('names every root as a command, with its summary and what can be typed behind it', () => {
    expect(overHttp.features.slash_commands).toEqual([
      {
        command: '/mali',
        url: 'https://griot.example/slack/events',
        description: 'The crisis of 2020',
        usage_hint: 'today | event <event> | sources <event> | timeline | random | search <words>',
        should_escape: false,
      },
      {
        command: '/onthisday',
        url: 'https://griot.example/slack/events',
        description: 'Every collection',
        usage_hint: '[date]',
        should_escape: false,
      },
    ])
  })

  it('asks for eight scopes and three events, and no more', () => {
    expect(overHttp.oauth_config.scopes).toEqual({
      bot: ['commands', 'chat:write', 'users:read', 'channels:read', 'groups:read', 'files:read', 'files:write', 'im:write'],
    })
    expect(overHttp.settings.event_subscriptions).toEqual({
      request_url: 'https://griot.example/slack/events',
      bot_events: ['app_home_opened', 'app_uninstalled', 'tokens_revoked'],
    })
    expect(overHttp.settings).toMatchObject({
      interactivity: { is_enabled: true, request_url: 'https://griot.example/slack/events' },
      socket_mode_enabled: false,
    })
  })

  it('asks to read what was said in channels only where that is wished', () => {
    const { bot } = toManifest({ roots, socketMode: true, withHistory: true }).oauth_config.scopes
    expect(bot).toEqual([...overHttp.oauth_config.scopes.bot, 'channels:history', 'groups:history'])
    expect(JSON.stringify(overHttp)).not.toContain('history')
  })

  it('has no address for Socket Mode, nor where there is none that Slack could call', () => {
    for (const given of [
      { publicUrl: 'https://griot.example', socketMode: true },
      { publicUrl: undefined, socketMode: false },
      { publicUrl: 'http://griot.example', socketMode: false },
    ]) {
      const manifest = toManifest({ roots, ...given })
      expect(manifest.settings.socket_mode_enabled).toBe(true)
      expect(JSON.stringify(manifest)).not.toContain('url')
    }
  })

  it('has a home tab, a tab for messages to one person, a bot user and the shortcut that asks for a line', () => {
    expect(overHttp.features).toMatchObject({
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Griot' },
      shortcuts: [{ type: 'global', callback_id: 'griot_ask' }],
    })
  })

  it.skipIf(!SPECS)(`is one that Slack’s own schema takes${withoutSpecs}`, () => {
    const manifests = [overHttp, toManifest({ roots, socketMode: true }), toManifest({ roots, socketMode: true, withHistory: true })]
    for (const manifest of manifests) expect(manifestFaults(manifest, '1.0.0')).toEqual([])
    expect(
      manifestFaults({ ...overHttp, features: { ...overHttp.features, slash_commands: [{ command: 'mali', description: '' }] } }, '1.0.0'),
    ).not.toEqual([])
  })
})
