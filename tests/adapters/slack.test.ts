import { afterEach, describe, expect, it } from 'vitest'
import {
  commandPayload,
  homePayload,
  pressPayload,
  shortcutPayload,
  submissionPayload,
  viewPressPayload,
} from '../support/slack-payloads.ts'
import { APP_TOKEN, BOT_TOKEN, type Mode, type Rig, type RigParts, SIGNING_SECRET, slackRig } from '../support/slack-rig.ts'
import { slackMessageFaults, slackViewFaults, SPECS, strangeFields, withoutSpecs } from '../support/slack-schema.ts'
import { slackServer } from '../support/slack-server.ts'

const rigs: { close(): Promise<void> }[] = []
afterEach(async () => void (await Promise.all(rigs.splice(0).map((rig) => rig.close()))))

const rigged = async (mode: Mode, parts?: RigParts): Promise<Rig> => {
  const rig = await slackRig(mode, parts)
  rigs.push(rig)
  return rig
}

const shown = (value: unknown): string => JSON.stringify(value)
const command = (rig: Rig, line: string, user?: string) =>
  rig.deliver(commandPayload(line, rig.fake.hook(), user === undefined ? {} : { user }))

describe.each(['http', 'socket'] as const)('Slack over %s', (mode) => {
  it('answers a command for the channel in the acknowledgement, in one round trip', async () => {
    const rig = await rigged(mode)
    const { status, body } = await command(rig, '/mali today')
    expect([status, body?.['response_type'], slackMessageFaults(body)]).toEqual([200, 'in_channel', []])
    expect(shown(body)).toContain('mutinied')
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook')).toEqual([])
  })

  it('answers for the asker alone what is for the asker, what is asked to be, and what went wrong', async () => {
    const rig = await rigged(mode)
    for (const [line, words] of [
      ['/mali sources event:Kati', 'AFP'],
      ['/mali today share:no', 'mutinied'],
      ['/mali event x', '“event”'],
      ['/mali event', 'Please add'],
      ['/other', 'There is no command /other'],
      ['/mali random', 'shortid1'],
      [`/mali ${'x'.repeat(10_000)}`, 'too long'],
    ] as const) {
      const { body } = await command(rig, line)
      expect([line.slice(0, 30), body?.['response_type'], slackMessageFaults(body), shown(body).includes(words) || shown(body)]).toEqual([
        line.slice(0, 30),
        'ephemeral',
        [],
        true,
      ])
    }
    expect(rig.broken).toEqual([new TypeError('a fault of ours')])
  })

  it('takes words that name no command for a search, with the signs that Slack escapes', async () => {
    const rig = await rigged(mode)
    expect((await command(rig, '/mali keita')).body?.['text']).toContain('found keita in')
    expect(shown((await command(rig, '/mali a &lt;b&gt; &amp;amp;')).body?.['blocks'])).toContain('found a <b> &amp; in')
  })

  it('lets a press under a private answer take its place, after an empty acknowledgement', async () => {
    const rig = await rigged(mode)
    expect((await rig.deliver(pressPayload({ value: 'mali.event|event-1', ephemeral: true, hook: rig.fake.hook() }))).body).toBeUndefined()
    const { body, faults } = await rig.fake.nth('hook')
    expect([body['replace_original'], body['response_type'], faults]).toEqual([true, 'ephemeral', []])
    expect(shown(body)).toContain('told for asker')
  })

  it('answers a press under a public answer for the presser alone', async () => {
    const rig = await rigged(mode)
    expect((await rig.deliver(pressPayload({ value: 'mali.event|event-1', hook: rig.fake.hook() }))).body).toBeUndefined()
    const { body, faults } = await rig.fake.nth('hook')
    expect([body['replace_original'], body['response_type'], faults]).toEqual([false, 'ephemeral', []])
  })

  it('reads what was chosen from a menu', async () => {
    const rig = await rigged(mode)
    await rig.deliver(pressPayload({ value: 'mali.event|event-2', select: true, hook: rig.fake.hook() }))
    expect((await rig.fake.nth('hook')).body['text']).toContain('event-2')
  })

  it('turns pages by buttons that it put under an answer, as they come back from Slack', async () => {
    const rig = await rigged(mode)
    const first = (await command(rig, '/mali timeline')).body
    const value = /"value":"(2#mali.timeline)"/.exec(shown(first))?.[1]
    await rig.deliver(pressPayload({ value, hook: rig.fake.hook() }))
    const { body } = await rig.fake.nth('hook')
    expect(body['text']).toMatch(/Page 2 of \d/)
    expect(slackMessageFaults(first)).toEqual([])
  })

  it('tells the presser of a button from another version, or of none of ours, that it is', async () => {
    const rig = await rigged(mode)
    const values = ['mali.gone|x', 'v0:nonsense', '', undefined, 7, 'x'.repeat(3000), 'mali.event|a|b|c|d|e|f']
    for (const [i, value] of values.entries()) {
      await rig.deliver(pressPayload({ value, hook: rig.fake.hook() }))
      expect((await rig.fake.nth('hook', i + 1)).body['text']).toContain('another version of Griot')
    }
  })

  it('publishes a home tab in its owner’s language, and only when that tab is opened', async () => {
    const rig = await rigged(mode)
    rig.fake.setUser('U0000POLKA', { locale: 'pl-PL', tz: 'Europe/Warsaw' })
    await rig.deliver(homePayload('messages', { user: 'U0000OTHER' }))
    await rig.deliver(homePayload('home', { user: 'U0000POLKA' }))
    const { body, faults } = await rig.fake.nth('views.publish')
    expect([body['user_id'], faults]).toEqual(['U0000POLKA', []])
    expect(shown(body['view'])).toMatch(/Dzisiaj.*Zapytaj Griota/)
  })

  it('opens a window for a press in the home tab, and updates it for a press in the window', async () => {
    const rig = await rigged(mode)
    await rig.deliver(viewPressPayload({ type: 'home', value: 'mali.event|event-1' }))
    const opened = await rig.fake.nth('views.open')
    await rig.deliver(viewPressPayload({ type: 'modal', value: 'mali.sources||event-2' }))
    const updated = await rig.fake.nth('views.update')
    expect([opened.body['trigger_id'], opened.faults, updated.body['view_id'], updated.faults]).toEqual(['1.2.abc', [], 'V0000VIEW1', []])
    expect(shown(opened.body['view'])).toContain('event-1')
    expect(shown(updated.body['view'])).toContain('AFP')
  })

  it('asks for a line by the shortcut and by the button of the home tab, and answers in the same window', async () => {
    const rig = await rigged(mode)
    await rig.deliver(shortcutPayload())
    await rig.deliver(viewPressPayload({ type: 'home', actionId: 'griot_ask', value: 'griot_ask' }))
    for (const n of [1, 2]) {
      const { body, faults } = await rig.fake.nth('views.open', n)
      expect([(body['view'] as Record<string, unknown>)['callback_id'], faults]).toEqual(['griot_ask', []])
    }
    for (const [line, words] of [
      ['keita', 'found keita'],
      ['today', 'mutinied'],
      ['/mali today', 'mutinied'],
      ['MALI today', 'mutinied'],
      ['/onthisday 18-08', '18-08'],
      ['/other x', 'There is no command /other'],
    ] as const) {
      const { body } = await rig.deliver(submissionPayload(line))
      expect([body?.['response_action'], slackViewFaults(body?.['view']), shown(body).includes(words) || shown(body)]).toEqual([
        'update',
        [],
        true,
      ])
    }
  })

  it('asks again where the submitted line is empty or no line at all', async () => {
    const rig = await rigged(mode)
    for (const line of ['', '   ', null, 7, { x: 1 }])
      expect((await rig.deliver(submissionPayload(line))).body).toEqual({
        response_action: 'errors',
        errors: { line: 'Please type a question.' },
      })
  })

  it('remembers a person’s language and zone after the first answer, and asks Slack only once', async () => {
    const rig = await rigged(mode)
    rig.fake.setUser('U0000POLKA', { locale: 'pl-PL', tz: 'Europe/Warsaw' })
    const asked = async () => shown((await command(rig, '/mali x', 'U0000POLKA')).body)
    expect(await asked()).toMatch(/"Today".*found x in Africa\/Bamako/)
    await rig.fake.nth('users.info')
    // Each turn is a whole round trip, while Slack's answer is on its way to us.
    let answer = await asked()
    while (!answer.includes('Dzisiaj')) answer = await asked()
    expect(answer).toContain('found x in Europe/Warsaw')
    expect(shown((await command(rig, '/mali x', 'U0000OTHER')).body)).toContain('Today')
    await rig.fake.nth('users.info', 2)
    expect(rig.fake.came.filter(({ name }) => name === 'users.info').map(({ body }) => body['user'])).toEqual(['U0000POLKA', 'U0000OTHER'])
  })

  it('posts an answer once, whatever Slack says to it, logs that without a name, and goes on', async () => {
    const rig = await rigged(mode)
    const press = () => rig.deliver(pressPayload({ value: 'mali.event|event-1', hook: rig.fake.hook('S3CRET') }, { user: 'U0000NAMED' }))
    rig.fake.fault(
      'hook',
      { kind: 'limited', retryAfter: 30 },
      { kind: 'broken', accepted: false },
      { kind: 'broken', accepted: true },
      { kind: 'reset' },
    )
    await press()
    await rig.logged('"status":429')
    await press()
    await rig.logged('"status":500')
    await press()
    await rig.fake.nth('hook', 1)
    await press()
    await rig.logged('slack answer not sent')
    await press()
    await rig.fake.nth('hook', 2)
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook').length).toBe(2)
    expect(rig.lines.join('')).not.toMatch(/S3CRET|U0000NAMED/)
  })

  it('posts nothing to an address that is not Slack’s', async () => {
    const rig = await rigged(mode)
    const elsewhere = await slackServer({ botToken: 'x' })
    rigs.push(elsewhere)
    const forged = [
      elsewhere.hook(),
      'http://hooks.slack.com/x',
      'https://hooks.slack.com.evil.example/x',
      'https://x@hooks.slack.com/x',
      'file:///etc/passwd',
      'nonsense',
      7,
      undefined,
      rig.fake.hook().replace('http://', 'http://user:pass@'),
    ]
    for (const hook of forged) await rig.deliver(pressPayload({ value: 'mali.event|event-1', hook }))
    await rig.deliver(pressPayload({ value: 'mali.event|event-1', hook: rig.fake.hook() }))
    await rig.fake.nth('hook')
    expect(elsewhere.came).toEqual([])
    expect(rig.fake.came.filter(({ kind }) => kind === 'hook').length).toBe(1)
    expect(rig.lines.filter((line) => line.includes('response_url is not of Slack')).length).toBe(forged.length)
  })

  it('lives on when a view cannot be opened or a person not be looked up', async () => {
    const rig = await rigged(mode)
    rig.fake.fault('views.open', { kind: 'error', error: 'expired_trigger_id' })
    rig.fake.fault('users.info', { kind: 'limited', retryAfter: 30 })
    await rig.deliver(shortcutPayload())
    expect(await rig.logged('expired_trigger_id')).toContain('"method":"views.open"')
    expect(await rig.logged('"retryMs":30000')).toContain('"method":"users.info"')
    expect((await command(rig, '/mali today')).body?.['response_type']).toBe('in_channel')
    expect(rig.platform.ready().ready).toBe(true)
  })

  it('lives on after payloads that Slack would never send', async () => {
    const rig = await rigged(mode)
    const malformed = [
      { command: ['/mali', '/x'] },
      { command: '/mali', user_id: 7, text: {} },
      { type: 'block_actions', actions: [] },
      { type: 'block_actions', actions: [null], user: null },
      { type: 'block_actions', actions: [{}], user: { id: 1 }, view: 'x' },
      { type: 'view_submission', user: { id: 'U1' }, view: { callback_id: 'griot_ask' } },
    ]
    // Over a socket these are sent without waiting for an acknowledgement, which a broken one never gets.
    for (const payload of malformed) {
      if (mode === 'http') await rig.deliver(payload)
      else rig.fake.say(shown({ envelope_id: 'odd', type: 'interactive', payload }))
    }
    expect((await command(rig, '/mali today')).body?.['response_type']).toBe('in_channel')
  })

  it('goes off with one loud line when the token is worth nothing, and lets the process live', async () => {
    const fake = await slackServer({ botToken: 'xoxb-another', appToken: APP_TOKEN })
    const rig = await rigged(mode, { fake })
    expect(rig.platform.ready()).toEqual({ name: 'slack', ready: false, detail: 'off: Slack refuses our token (invalid_auth)' })
    expect(rig.lines.filter((line) => line.includes('"level":"error"')).length).toBe(1)
    expect(fake.came.map(({ name }) => name)).toEqual(['auth.test'])
  })

  it('goes off when the token is revoked while it runs', async () => {
    const rig = await rigged(mode)
    rig.fake.revoke()
    await rig.deliver(shortcutPayload())
    expect(await rig.logged('Slack is off')).toContain('token_revoked')
    expect(rig.platform.ready().ready).toBe(false)
  })

  it('goes on trying while Slack cannot be reached, each time a little later, and says so', async () => {
    const gone = await slackServer({ botToken: BOT_TOKEN })
    const port = Number(new URL(gone.url).port)
    await gone.close()
    const rig = await rigged(mode, { apiUrl: gone.apiUrl })
    expect(rig.platform.ready()).toEqual({ name: 'slack', ready: false, detail: 'Slack cannot be reached; trying again' })
    for (const n of [1, 2, 3]) {
      expect((await rig.clock.slept(n)).at(-1)).toBe(1000 * 2 ** (n - 1))
      if (n < 3) rig.clock.wake()
    }
    const back = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN, port })
    rigs.push(back)
    rig.clock.wake()
    await back.until(({ name }) => name === (mode === 'http' ? 'auth.test' : 'apps.connections.open'))
    if (mode === 'socket') await back.connected()
    while (!rig.platform.ready().ready) await fetch(back.url)
    expect(await rig.logged('ECONNREFUSED')).toContain('"method":"connect"')
  })

  it('waits as long as Slack asks it to, and takes the page of a guest network for no answer', async () => {
    const fake = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN })
    fake.fault('auth.test', { kind: 'limited', retryAfter: 30 }, { kind: 'page' }, { kind: 'broken', accepted: false })
    const rig = await rigged(mode, { fake })
    for (const [n, ms] of [
      [1, 30_000],
      [2, 2000],
      [3, 4000],
    ] as const) {
      expect((await rig.clock.slept(n)).at(-1)).toBe(ms)
      rig.clock.wake()
    }
    while (!rig.platform.ready().ready) await fetch(fake.url)
    expect(rig.lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })

  it('closes at once while it waits for Slack', async () => {
    const fake = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN })
    fake.fault('auth.test', { kind: 'broken', accepted: false })
    const rig = await rigged(mode, { fake })
    await rig.clock.slept(1)
    await rig.platform.close()
    expect(rig.platform.ready()).toMatchObject({ ready: false, detail: 'closed' })
  })

  it('writes no token, no signature, no hook and no person into its log', async () => {
    const rig = await rigged(mode)
    rig.fake.fault('views.open', { kind: 'reset' }, { kind: 'broken', accepted: false })
    rig.fake.fault('users.info', { kind: 'page' })
    await command(rig, '/mali secretwords', 'U0000NAMED')
    await rig.logged('unreadable answer')
    await rig.deliver(shortcutPayload('griot_ask', { user: 'U0000NAMED' }))
    await rig.logged('"method":"views.open"')
    await rig.deliver(viewPressPayload({ type: 'home', value: 'mali.random' }, { user: 'U0000NAMED' }))
    await rig.logged('HTTP 500')
    expect(rig.lines.join('')).not.toMatch(
      new RegExp([BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, 'U0000NAMED', 'secretwords', 'secret-ticket', 'hooks'].join('|')),
    )
  })
})

describe.skipIf(!SPECS)(`what our Slack sends${withoutSpecs}`, () => {
  it('has the fields of Slack’s own samples and no others', async () => {
    const fake = await slackServer({ botToken: BOT_TOKEN, appToken: APP_TOKEN })
    rigs.push(fake)
    fake.setUser('U1', { locale: 'fr-FR', tz: 'Africa/Bamako' })
    const call = async (method: string, token: string, body: Record<string, string> = {}) =>
      (
        await fetch(fake.apiUrl + method, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: new URLSearchParams(body),
        })
      ).json()
    const api = 'api/'
    expect(strangeFields(await call('auth.test', BOT_TOKEN), `${api}auth.test.json`)).toEqual([])
    expect(strangeFields(await call('auth.test', 'wrong'), `${api}auth.test.json`)).toEqual([])
    expect(strangeFields(await call('apps.connections.open', APP_TOKEN), `${api}apps.connections.open.json`)).toEqual([])
    expect(strangeFields(await call('users.info', BOT_TOKEN, { user: 'U1', include_locale: 'true' }), `${api}users.info.json`)).toEqual([])
    const backend = 'app-backend/'
    const press = `${backend}interactive-components/BlockActionPayload.json`
    expect(
      strangeFields(
        { ...commandPayload('/mali x', 'y'), is_enterprise_install: false },
        `${backend}slash-commands/SlashCommandPayload.json`,
      ),
    ).toEqual([])
    expect(strangeFields(pressPayload({ value: 'x', hook: 'y' }), press)).toEqual([])
    expect(strangeFields(pressPayload({ value: 'x', select: true, hook: 'y' }), press)).toEqual([])
    expect(strangeFields(viewPressPayload({ type: 'home', value: 'x' }), press)).toEqual([])
    expect(strangeFields(submissionPayload('x'), `${backend}views/ViewSubmissionPayload.json`)).toEqual([])
    // The only sample is one of a shortcut on a message, where Slack writes `name`; a global one has `username`.
    expect(strangeFields(shortcutPayload(), `${backend}interactive-components/MessageShortcutPayload.json`)).toEqual([
      ".user.username: not in Slack's sample",
    ])
    expect(strangeFields(homePayload(), 'events/AppHomeOpenedPayload.json')).toEqual([])
    expect(strangeFields({ ...homePayload(), odd: 1 }, 'events/AppHomeOpenedPayload.json')).not.toEqual([])
  })
})
