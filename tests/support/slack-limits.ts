/**
 * What Slack refuses in messages and views, as our own table, for what the stored schema lacks. Written from the documentation
 * (docs.slack.dev/reference/block-kit, /reference/views, /reference/methods/chat.postMessage) without a look at the renderer.
 */
type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const everyObject = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.flatMap(everyObject) : isFields(value) ? [value, ...Object.values(value).flatMap(everyObject)] : []
const everyText = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.flatMap(everyText)
      : isFields(value)
        ? Object.values(value).flatMap(everyText)
        : []
const twice = (ids: readonly unknown[]): boolean => new Set(ids).size !== ids.length
const idsOf = (blocks: unknown, name: string): unknown[] => everyObject(blocks).flatMap((one) => (name in one ? [one[name]] : []))
const isText = (value: unknown, max: number): boolean => typeof value === 'string' && value.trim() !== '' && value.length <= max
const isPlain = (value: unknown, max: number): boolean =>
  isFields(value) && value['type'] === 'plain_text' && value['emoji'] === false && isText(value['text'], max)

const BLOCKS: Readonly<Record<string, (block: Fields) => string[]>> = {
  header: ({ text }) => (isPlain(text, 150) ? [] : ['header: a text of 1 to 150']),
  divider: () => [],
  context: ({ elements }) =>
    listOf(elements).length >= 1 && listOf(elements).length <= 10 && listOf(elements).every((each) => isPlain(each, 3000))
      ? []
      : ['context: 1 to 10 texts of 1 to 3000'],
  rich_text: ({ elements }) => (listOf(elements).length === 0 ? ['rich_text: empty'] : listOf(elements).flatMap(richFaults)),
  actions: ({ elements }) =>
    listOf(elements).length < 1 || listOf(elements).length > 25 ? ['actions: 1 to 25 elements'] : listOf(elements).flatMap(elementFaults),
  input: ({ label, element, hint, block_id }) =>
    isPlain(label, 2000) && (hint === undefined || isPlain(hint, 2000)) && isFields(element) && isText(block_id, 255)
      ? inputFaults(element)
      : ['input: label, hint and a line'],
}

function richFaults(part: unknown): string[] {
  if (!isFields(part)) return ['rich_text: no object']
  const inner = listOf(part['elements'])
  if (inner.length === 0) return [`${String(part['type'])}: empty`]
  if (part['type'] === 'rich_text_list')
    return part['style'] !== 'bullet'
      ? ['list: no style']
      : inner.flatMap((each) => (isFields(each) && each['type'] === 'rich_text_section' ? richFaults(each) : ['list: holds sections only']))
  if (part['type'] !== 'rich_text_section') return [`rich_text: ${String(part['type'])} is none of ours`]
  return inner.flatMap((leaf) => {
    if (!isFields(leaf) || typeof leaf['text'] !== 'string' || leaf['text'] === '' || leaf['text'].length > 3000)
      return ['leaf: a text of 1 to 3000']
    if (leaf['type'] === 'text') return []
    // Anything else, above all user, usergroup, channel and broadcast, would ring.
    if (leaf['type'] !== 'link') return [`leaf: ${String(leaf['type'])} may not be there`]
    return typeof leaf['url'] === 'string' && /^https?:\/\/[\x21-\x7e]+$/.test(leaf['url']) && leaf['url'].length <= 3000
      ? []
      : ['link: no address']
  })
}

function inputFaults(element: Fields): string[] {
  const { type, initial_value, max_length, initial_option, options } = element
  if (type === 'plain_text_input')
    return Number(max_length) >= 1 &&
      Number(max_length) <= 3000 &&
      (initial_value === undefined || isText(initial_value, Number(max_length)))
      ? []
      : ['line: at most 3000']
  if (type === 'file_input') return isText(element['action_id'], 255) && element['max_files'] === 1 ? [] : ['file: one, with an action_id']
  const isOffered = listOf(options).some((each) => JSON.stringify(each) === JSON.stringify(initial_option))
  return type !== 'static_select'
    ? [`input: ${String(type)} is none of ours`]
    : [...elementFaults(element), ...(initial_option === undefined || isOffered ? [] : ['select: an initial option that is not offered'])]
}

function elementFaults(element: unknown): string[] {
  if (!isFields(element) || !isText(element['action_id'], 255)) return ['element: no action_id']
  if (element['type'] === 'button')
    return isPlain(element['text'], 75) && isText(element['value'], 2000) ? [] : ['button: label of 1 to 75, value of 1 to 2000']
  if (element['type'] !== 'static_select') return [`element: ${String(element['type'])} is none of ours`]
  const options = listOf(element['options'])
  const good = options.every(
    (each) =>
      isFields(each) &&
      isPlain(each['text'], 75) &&
      isText(each['value'], 150) &&
      (each['description'] === undefined || isPlain(each['description'], 75)),
  )
  return options.length >= 1 && options.length <= 100 && good && isPlain(element['placeholder'], 150)
    ? []
    : ['select: 1 to 100 options of 1 to 75, placeholder of 1 to 150']
}

/** Everything wrong with a list of blocks; `most` is 50 in a message and 100 in a view. */
export function blockFaults(blocks: unknown, most: number): string[] {
  const all = listOf(blocks).filter(isFields)
  const checks: readonly (readonly [fault: string, holds: boolean])[] = [
    [`1 to ${most} blocks`, all.length === listOf(blocks).length && all.length >= 1 && all.length <= most],
    ['an action_id twice', !twice(idsOf(blocks, 'action_id'))],
    ['a block_id twice', !twice(idsOf(blocks, 'block_id'))],
    ['mrkdwn', all.length === 0 || !JSON.stringify(blocks).includes('"mrkdwn"')],
    ['text that is not Unicode', everyText(blocks).every((text) => text.isWellFormed())],
    [
      'text that hides or turns other text',
      everyText(blocks).every((text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replaceAll('\n', ''))),
    ],
  ]
  return [
    ...checks.flatMap(([fault, holds]) => (holds ? [] : [fault])),
    ...all.flatMap((block) => BLOCKS[String(block['type'])]?.(block) ?? [`${String(block['type'])} is none of ours`]),
  ]
}

/** Everything wrong with a message. */
export function messageFaults(message: unknown): string[] {
  if (!isFields(message)) return ['no message']
  const { text, mrkdwn, response_type, unfurl_links, unfurl_media, blocks } = message
  const checks: readonly (readonly [fault: string, holds: boolean])[] = [
    ['text of 1 to 4000', isText(text, 4000)],
    ['text that is not Unicode', typeof text === 'string' && text.isWellFormed()],
    ['a sign that Slack reads as a command', typeof text === 'string' && !/[<>]|&(?!(?:amp|lt|gt);)/.test(text)],
    ['mrkdwn is not off', mrkdwn === false],
    ['unfurls are not off', unfurl_links === false && unfurl_media === false],
    ['for nobody', response_type === 'in_channel' || response_type === 'ephemeral'],
    ['together more than 13,200 characters', JSON.stringify(blocks ?? []).length <= 13_200],
  ]
  return [...checks.flatMap(([fault, holds]) => (holds ? [] : [fault])), ...blockFaults(blocks, 50)]
}

/** Everything wrong with a home tab or a modal. */
export function viewFaults(view: unknown): string[] {
  if (!isFields(view)) return ['no view']
  const { type, title, close, submit, blocks, callback_id, private_metadata } = view
  const needsSubmit = listOf(blocks).some((block) => isFields(block) && block['type'] === 'input')
  const checks: readonly (readonly [fault: string, holds: boolean])[] = [
    ['neither home nor modal', type === 'home' || type === 'modal'],
    ['title of 1 to 24', type === 'home' ? title === undefined : isPlain(title, 24)],
    ['close of 1 to 24', close === undefined || isPlain(close, 24)],
    ['submit of 1 to 24', needsSubmit ? isPlain(submit, 24) : submit === undefined],
    ['callback_id of 1 to 255', callback_id === undefined || isText(callback_id, 255)],
    ['private_metadata of 1 to 3000', private_metadata === undefined || isText(private_metadata, 3000)],
    ['more than 250,000 bytes', Buffer.byteLength(JSON.stringify(view)) <= 250_000],
  ]
  return [...checks.flatMap(([fault, holds]) => (holds ? [] : [fault])), ...blockFaults(blocks, 100)]
}
