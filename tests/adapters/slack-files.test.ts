import { afterEach, describe, expect, it } from 'vitest'
import { sayer } from '../../src/words/say.ts'
import { GIVEN_OUT, givingRoots, MOST_BYTES } from '../support/giving-roots.ts'
import type { FileObject } from '../support/slack-files.ts'
import { commandPayload, formPayload, pressPayload, viewPressPayload } from '../support/slack-payloads.ts'
import { type Mode, type Rig, slackRig } from '../support/slack-rig.ts'
import { slackMessageFaults, slackViewFaults, withoutSpecs } from '../support/slack-schema.ts'
import { SCOPES } from '../support/slack-world.ts'

type Fields = Readonly<Record<string, unknown>>
const rigs: Rig[] = []
afterEach(async () => void (await Promise.all(rigs.splice(0).map((rig) => rig.close()))))

async function rigged(mode: Mode = 'http'): Promise<Rig> {
  const rig = await slackRig(mode, { roots: givingRoots() })
  rigs.push(rig)
  return rig
}
const shown = (value: unknown): string => JSON.stringify(value).replaceAll('\\', '')
const command = (rig: Rig, line: string) => rig.deliver(commandPayload(line, rig.fake.hook()))
const WINDOW = { type: 'modal', callback_id: 'griot_form', private_metadata: '{"root":"quiz","sub":"deck add","channel":"C0000PLACE"}' }
/** What is said in the window that takes the place of a submitted one. */
const submitted = async (rig: Rig, files: unknown, name = 'Kati'): Promise<string> =>
  shown((await rig.deliver(formPayload(WINDOW, { name, file: files }))).body)
const given = (rig: Rig, file: FileObject): Promise<string> => submitted(rig, [file])

describe.each(['http', 'socket'] as const)('a form with a large field and a file, over %s', (mode) => {
  it(`opens in a window that Slack takes${withoutSpecs}`, async () => {
    const rig = await rigged(mode)
    expect((await command(rig, '/quiz deck add')).body).toBeUndefined()
    const { body, faults } = await rig.fake.nth('views.open')
    expect(faults).toEqual([])
    expect((body['view'] as Fields)['blocks']).toMatchObject([
      { block_id: 'name', element: { type: 'plain_text_input' } },
      { block_id: 'words', element: { type: 'plain_text_input', multiline: true, initial_value: 'first\nsecond' } },
      {},
      {},
      { block_id: 'file', optional: true, element: { type: 'file_input', action_id: 'file', max_files: 1 } },
    ])
  })

  it('is heard with the lines of the one and the words of the other', async () => {
    const rig = await rigged(mode)
    const file = rig.fake.world.files.put('Mój deck.csv', '\ufeffa;ł\nb;😀\n')
    const { body } = await rig.deliver(formPayload(WINDOW, { name: 'Kati', words: 'one\ntwo', file: [file] }))
    expect([body?.['response_action'], slackViewFaults(body?.['view'])]).toEqual(['update', []])
    expect(JSON.stringify(body)).toContain(String.raw`one\\ntwo`)
    expect(shown(body)).toContain('Mój deck.csv says "a;łnb;😀n"')
  })
})

describe('a file in a submitted window', () => {
  it('may be as large as its command takes, and not a byte larger, whatever Slack says of its size', async () => {
    const rig = await rigged()
    const { files } = rig.fake.world
    expect(await given(rig, files.put('deck.csv', 'x'.repeat(MOST_BYTES)))).toContain('deck.csv says "xxx')
    for (const file of [
      files.put('deck.csv', 'x'.repeat(MOST_BYTES + 1)),
      files.put('deck.csv', 'x'.repeat(MOST_BYTES + 1), undefined, 1),
      files.put('deck.csv', '', 'endless', 1),
    ])
      expect(await given(rig, file)).toContain('“deck.csv” is too large: at most 2 KB')
  })

  it('that is no text is refused with what to do about it', async () => {
    const rig = await rigged()
    const file = rig.fake.world.files.put('deck.xlsx', new Uint8Array([0x50, 0x4b, 0xff, 0xfe]))
    expect(await given(rig, file)).toContain('“deck.xlsx” is not plain text in UTF-8')
  })

  it.each([
    'https://evil.example/deck.csv',
    'https://files.slack.com.evil.example/x',
    'https://evilslack.com/x',
    'https://files.slack.com@evil.example/x',
    'http://files.slack.com/x',
    'https://files.slack.com:8443/x',
    'file:///etc/passwd',
    '',
  ])('is not fetched from %s, and our token is sent nowhere', async (url) => {
    const rig = await rigged()
    expect(await given(rig, rig.fake.world.files.put('deck.csv', 'a', { url }))).toContain('“deck.csv” could not be fetched')
    expect(await rig.logged('slack file not read')).toContain('an address that is not Slack’s')
    expect(rig.lines.join('')).not.toContain(url || 'no address')
  })

  it('that leads on to another address or to a page, or whose look-up fails, is not had', async () => {
    const rig = await rigged()
    const { files } = rig.fake.world
    for (const how of ['moved', 'page'] as const)
      expect(await given(rig, files.put('deck.csv', 'a', how))).toContain('could not be fetched')
    rig.fake.fault('files.info', { kind: 'broken', accepted: false })
    expect(await given(rig, files.put('deck.csv', 'a'))).toContain('could not be fetched')
    expect(await submitted(rig, [{ id: 'F0000GONE', name: 'gone.csv' }])).toContain('“gone.csv” could not be fetched')
    for (const word of ['secret-of-the-address', 'deck.csv', 'xoxb-']) expect(rig.lines.join('')).not.toContain(word)
  })

  it('that we may not read yet is refused with the scope to grant', async () => {
    const rig = await rigged()
    rig.fake.world.setScopes(SCOPES.filter((scope) => scope !== 'files:read'))
    expect(await given(rig, rig.fake.world.files.put('deck.csv', 'a'))).toContain(sayer('en')('error.fileScope', { scopes: 'files:read' }))
  })

  it.each([[[]], [[null]], [[7]], [[{ id: 7 }]], [[{ id: '' }]]])('of an odd shape is none (%j)', async (files) => {
    const rig = await rigged()
    expect(await submitted(rig, files)).toContain('no file')
  })

  it('cannot be typed: a line is told how to give one', async () => {
    const rig = await rigged()
    for (const line of ['/quiz deck add name:Kati file:deck.csv', '/quiz série ajouter name:Kati fichier:deck.csv'])
      expect(shown((await command(rig, line)).body)).toContain('a file cannot be typed. On Discord, attach it to /quiz deck add; elsewhere')
  })
})

const SENT = sayer('en')('slack.fileSent', { file: GIVEN_OUT.name })

describe.each(['http', 'socket'] as const)('a file that is handed over, over %s', (mode) => {
  const lies = (rig: Rig) => expect(rig.fake.world.files.shared).toEqual([{ channel: 'D0000ASKER', ...GIVEN_OUT }])

  it('lies in the direct messages of whoever asked, and the answer says so to them alone', async () => {
    const rig = await rigged(mode)
    const { body } = await command(rig, '/quiz deck export')
    lies(rig)
    expect([body?.['response_type'], slackMessageFaults(body)]).toEqual(['ephemeral', []])
    expect(shown(body)).toContain('here it is')
    expect(shown(body)).toContain(SENT)
  })

  it('that takes its time is told of after the acknowledgement', async () => {
    const rig = await rigged(mode)
    rig.fake.fault('files.getUploadURLExternal', { kind: 'delay' })
    const acknowledged = command(rig, '/quiz deck export')
    await rig.fake.holding()
    await rig.clock.slept(1)
    rig.clock.wake()
    expect((await acknowledged).body).toBeUndefined()
    rig.fake.release()
    const { body, faults } = await rig.fake.nth('hook')
    lies(rig)
    expect([body['response_type'], faults, shown(body).includes(SENT)]).toEqual(['ephemeral', [], true])
  })

  it('goes with a press under a message and in a window, too', async () => {
    const rig = await rigged(mode)
    await rig.deliver(pressPayload({ value: 'quiz.deck-export', hook: rig.fake.hook() }))
    const { body, faults } = await rig.fake.nth('hook')
    expect([body['replace_original'], faults, shown(body).includes(SENT)]).toEqual([false, [], true])
    await rig.deliver(viewPressPayload({ type: 'modal', value: 'quiz.deck-export' }))
    expect(shown((await rig.fake.nth('views.update')).body)).toContain(SENT)
    expect(rig.fake.world.files.shared).toHaveLength(2)
  })
})

describe('a file that cannot be handed over', () => {
  const failed = sayer('en')('slack.fileFailed', { file: GIVEN_OUT.name })

  it.each(['files:write', 'im:write'])('for want of %s says what to grant', async (wanting) => {
    const rig = await rigged()
    rig.fake.world.setScopes(SCOPES.filter((scope) => scope !== wanting))
    const { body } = await command(rig, '/quiz deck export')
    expect(shown(body)).toContain(sayer('en')('slack.fileScope', { file: GIVEN_OUT.name, scopes: 'files:write, im:write' }))
    expect(rig.fake.world.files.shared).toEqual([])
  })

  it.each(['files.getUploadURLExternal', 'conversations.open', 'files.completeUploadExternal'])(
    'because %s fails says so, and the rest of the answer is there',
    async (method) => {
      const rig = await rigged()
      rig.fake.fault(
        method,
        { kind: 'broken', accepted: false },
        { kind: 'limited', retryAfter: 30 },
        { kind: 'error', error: 'fatal_error' },
        { kind: 'reset' },
      )
      for (let i = 0; i < 4; i += 1) {
        const { body } = await command(rig, '/quiz deck export')
        expect([shown(body).includes('here it is'), shown(body).includes(failed), slackMessageFaults(body)]).toEqual([true, true, []])
      }
      const after = await command(rig, '/quiz deck export')
      expect(shown(after.body)).toContain(SENT)
    },
  )

  it.each(['https://evil.example/upload', 'https://files.slack.com.evil.example/x', 'http://files.slack.com/x', ''])(
    'since Slack names the address %s for it, is sent nowhere',
    async (url) => {
      const rig = await rigged()
      rig.fake.world.files.sendUploadsTo(url)
      expect(shown((await command(rig, '/quiz deck export')).body)).toContain(failed)
      expect(rig.lines.join('')).not.toContain('evil.example')
      for (const word of [GIVEN_OUT.name, GIVEN_OUT.text, 'U0000ASKER']) expect(rig.lines.join('')).not.toContain(word)
    },
  )
})
