import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import type { Pseudonyms } from '../../quiz/people.ts'

/** Half of SHA-256: no two people of one installation ever meet. */
const HEX_DIGITS = 32

/** Pseudonyms under a key of their own, made of the installation's secret. On Slack a user's id means somebody in one workspace only; elsewhere one person is the same in all servers. */
export const pseudonyms = (secret: string): Pseudonyms => {
  // A key object is taken as it is; bytes would be made into one for each person.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'griot', 'pseudonyms', 32)))
  return {
    of: ({ platform, server = '', user }) =>
      createHmac('sha256', key)
        .update(JSON.stringify(platform === 'slack' ? [platform, server, user] : [platform, user]))
        .digest('hex')
        .slice(0, HEX_DIGITS),
  }
}
