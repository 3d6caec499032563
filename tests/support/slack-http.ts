import type { ServerResponse } from 'node:http'

/** The Web API's client writes everything into a form: what is no text comes as JSON. */
export function fromForm(raw: string): Readonly<Record<string, unknown>> {
  const parsed = (value: string): unknown => (/^[[{]/.test(value) ? fromJson(value) : value)
  return Object.fromEntries([...new URLSearchParams(raw)].map(([name, value]) => [name, parsed(value)]))
}

export const keyOf = ({ metadata }: Readonly<Record<string, unknown>>): string | undefined =>
  (metadata as { event_payload?: { key?: string } } | undefined)?.event_payload?.key

export function fromJson(raw: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(raw) as Record<string, unknown>
  } catch {
    return {}
  }
}

export function send(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const isText = typeof value === 'string'
  response
    .writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers })
    .end(isText ? value : JSON.stringify(value))
}
