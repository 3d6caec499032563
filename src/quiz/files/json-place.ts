type Wanted = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'comma' | 'end'

const TOKEN =
  /([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null)/y

/** Where a text stops being JSON: the place of the first thing that may not stand there, or its end where something is missing. */
export const brokenAt = (text: string): number => {
  const open: string[] = []
  let wanted: Wanted = 'value'
  let at = 0
  for (;;) {
    while (/[ \t\n\r]/.test(text[at] ?? '')) at++
    TOKEN.lastIndex = at
    const [token, sign, words] = TOKEN.exec(text) ?? []
    const then: Wanted | undefined = token === undefined ? undefined : following(wanted, sign ?? (words ? '"' : '0'), open)
    if (token === undefined || then === undefined) return at
    wanted = then
    at += token.length
  }
}

/** What has to come after a sign, where it may stand at all. Keeps `open`. */
const following = (wanted: Wanted, sign: string, open: string[]): Wanted | undefined => {
  const takesValue = wanted === 'value' || wanted === 'first value'
  if (sign === '{' || sign === '[') {
    if (!takesValue) return undefined
    open.push(sign === '{' ? '}' : ']')
    return sign === '{' ? 'first name' : 'first value'
  }
  if (sign === '}' || sign === ']') {
    const mayEnd = wanted === 'comma' || wanted === (sign === '}' ? 'first name' : 'first value')
    return mayEnd && open.pop() === sign ? behind(open) : undefined
  }
  if (sign === ',') return wanted === 'comma' ? (open.at(-1) === '}' ? 'name' : 'value') : undefined
  if (sign === ':') return wanted === 'colon' ? 'value' : undefined
  if (wanted === 'name' || wanted === 'first name') return sign === '"' ? 'colon' : undefined
  return takesValue ? behind(open) : undefined
}

const behind = (open: readonly string[]): Wanted => (open.length > 0 ? 'comma' : 'end')
