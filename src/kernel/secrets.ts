/** What stands in a log in place of a secret. */
export const HIDDEN = '«hidden»'

/**
 * Credentials that are handed out while we run, and so are in no configuration: tokens in the addresses of interactions
 * and webhooks, Slack's tokens and hooks, what follows an authorisation scheme, a password inside an address.
 */
const SHAPES: readonly RegExp[] = [
  /(?<=\/(?:webhooks|interactions)\/\d{1,20}\/)[\w.~%-]{8,}/g,
  /(?<=hooks\.slack\.com(?:\/|%2F))[\w/%-]+/gi,
  /\bx(?:ox[a-z]|app)-[\w.-]{6,}/g,
  /(?<=\b(?:Bot|Bearer|Basic) )[\w.~+/=-]{16,}/g,
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"]*:)[^\s/@"]+(?=@)/gi,
]

/** A field under one of these names holds a secret, whatever it looks like. */
export const isSecretName = (name: string): boolean =>
  /^(?:authorization|proxy-authorization|cookie|set-cookie|response_?url)$|(?:token|secret|password|signature|api_?key)$/i.test(name)

/**
 * A function that replaces every one of `secrets` in a text with «hidden», also where it is escaped as JSON, percent-encoded
 * or in base64 (alone or inside a longer text, in both alphabets), and with them every credential known by its shape.
 */
export const hider = (secrets: readonly string[]): ((text: string) => string) => {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))].sort((a, b) => b.length - a.length)
  const given = forms.length === 0 ? [] : [new RegExp(forms.map(patternOf).join('|'), 'g')]
  return (text) => [...given, ...SHAPES].reduce((rest, shape) => rest.replace(shape, HIDDEN), text)
}

/** Exactly this form, or what is left of it after any number of turns through JSON, each of which puts backslashes before a quotation mark. */
const patternOf = (form: string): string =>
  form.replace(/["$()*+./?[\\\]^{|}-]/g, (sign) => (sign === '"' ? '\\\\*"' : sign === '\\' ? '\\\\+' : `\\${sign}`))

const formsOf = (secret: string): string[] => {
  const percent = encodeURIComponent(secret.toWellFormed())
  return [
    secret,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams([['', secret]]).toString().slice(1),
    ...[0, 1, 2].flatMap((offset) => base64Of(secret, offset)),
  ]
}

/**
 * How `secret` looks in base64 when it begins `offset` bytes after a group of three: without the characters that it shares
 * with its neighbours. So short that it could be anything, it is left out.
 */
const base64Of = (secret: string, offset: number): string[] => {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
  const first = Math.ceil((offset * 8) / 6)
  const end = Math.floor((bytes.length * 8) / 6)
  return (['base64', 'base64url'] as const).map((alphabet) => bytes.toString(alphabet).slice(first, end)).filter((form) => form.length >= 6)
}
