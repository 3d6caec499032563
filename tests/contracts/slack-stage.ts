import type { Root } from '../../src/chat/command.ts'
import { commandPayload, formPayload, pressPayload } from '../support/slack-payloads.ts'
import { type Mode, slackRig } from '../support/slack-rig.ts'
import { slackViewFaults } from '../support/slack-schema.ts'
import type { Came } from '../support/slack-server.ts'
import { lineOf, type Answer, type Given, type Paper, type Stage, type Window } from './driver.ts'
import { buttonsOf, fieldsOf, optionsOf, textOf, toAnswer, type Fields, type Held } from './slack-seen.ts'

const windowOf = (view: Fields): Window => ({
  title: textOf(view['title']),
  fields: fieldsOf(view['blocks']).map((block) => {
    const element = block['element'] as Fields
    const value = element['initial_value'] ?? (element['initial_option'] as Fields | undefined)?.['value']
    return {
      name: String(block['block_id']),
      label: textOf(block['label']),
      kind:
        element['type'] === 'static_select'
          ? 'choice'
          : element['type'] === 'file_input'
            ? 'file'
            : element['multiline'] === true
              ? 'long'
              : 'text',
      required: block['optional'] === false,
      value: typeof value === 'string' ? value : '',
    }
  }),
})

/** A window is its owner's alone. */
const answerIn = (view: Fields): Answer => ({
  ...toAnswer({ ...view, response_type: 'ephemeral' }),
  faults: slackViewFaults(view),
})

/** The surface in front of a Slack in this process, with these commands behind it. */
export async function slackStage(mode: Mode, roots: readonly Root[]): Promise<Stage> {
  const rig = await slackRig(mode, { roots })
  const { fake } = rig
  let windows = 0
  let hooks = 0
  let seen = 0
  /** The next thing that came: a window that opens, or a message at the hook. */
  async function next(): Promise<Came> {
    const [window, hook] = [fake.nth('views.open', windows + 1), fake.nth('hook', hooks + 1)]
    const came = await Promise.race([window, hook])
    if (came.name === 'hook') hooks += 1
    else windows += 1
    return came
  }
  /** The direct messages of whoever asked are theirs alone. */
  function files(): Paper[] {
    const fresh = fake.world.files.shared.slice(seen)
    seen += fresh.length
    return fresh.map(({ channel, name, text }) => {
      if (channel !== 'D0000ASKER') throw new Error(`a file for ${channel}`)
      return { name, text }
    })
  }
  const said = (body: Fields, faults: readonly string[] = []): Given => {
    const answer = toAnswer(body)
    return { answer: { ...answer, faults: [...answer.faults, ...faults] }, files: files(), handle: answer.handle }
  }
  async function followed(): Promise<Given> {
    const { name, body, faults } = await next()
    if (name === 'hook') return said(body, faults)
    const view = body['view'] as Fields
    if (faults.length > 0) throw new Error(faults.join())
    return { window: windowOf(view), files: files(), handle: view }
  }
  async function pressed({ answer }: Given, control: { value: unknown; select?: boolean }): Promise<Given> {
    await rig.deliver(pressPayload({ ...control, hook: fake.hook(), ephemeral: answer?.private ?? false, at: String(Date.now() / 1000) }))
    return followed()
  }
  const among = ({ handle }: Given, label: string, of: (body: Fields) => readonly Fields[]) =>
    of((handle as Held).body).find(({ text }) => textOf(text) === label)?.['value']
  return {
    async ask(call) {
      const { body } = await rig.deliver(commandPayload(lineOf(call), fake.hook()))
      return body ? said(body) : followed()
    },
    press: (given, label) => pressed(given, { value: among(given, label, buttonsOf) }),
    choose: (given, label) => pressed(given, { value: among(given, label, optionsOf), select: true }),
    async submit({ handle }, values) {
      const view = handle as Fields
      const kinds = new Map(windowOf(view).fields.map(({ name, kind }) => [name, kind]))
      const filled = Object.entries(values).map(([name, value]) => [
        name,
        typeof value !== 'string' ? [fake.world.files.put(value.name, value.text)] : kinds.get(name) === 'choice' ? { value } : value,
      ])
      const { body } = await rig.deliver(formPayload(view, Object.fromEntries(filled) as Fields))
      if (body?.['response_action'] === 'update') return { answer: answerIn(body['view'] as Fields), files: files(), handle: body['view'] }
      const faults = Object.values((body?.['errors'] ?? {}) as Readonly<Record<string, string>>)
      const told: Answer = { private: true, text: faults.join('\n'), buttons: [], menu: [], replaced: false, faults: [], handle: body }
      return { answer: told, files: files(), handle: body }
    },
    standing: async ({ handle }) => JSON.stringify((handle as Held).body),
    called: 'asker',
    lines: rig.lines,
    close: () => rig.close(),
  }
}
