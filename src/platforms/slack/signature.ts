import { createHmac, timingSafeEqual } from 'node:crypto'

/** How old a request may be, and how far its clock may run ahead of ours. */
const WINDOW_S = 300

/** The signature that Slack puts on a body (docs.slack.dev, "Verifying requests from Slack"). */
export const signatureOf = (secret: string, timestamp: string, rawBody: Buffer): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`

/** Whether Slack made this request with our secret, less than five minutes away from `now` in either direction. Compares in constant time. */
export function isSigned(secret: string, headers: Readonly<Record<string, string | undefined>>, rawBody: Buffer, now: Date): boolean {
  const timestamp = headers['x-slack-request-timestamp'] ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_S) return false
  const given = Buffer.from(headers['x-slack-signature'] ?? '')
  const right = Buffer.from(signatureOf(secret, timestamp, rawBody))
  return given.length === right.length && timingSafeEqual(given, right)
}
