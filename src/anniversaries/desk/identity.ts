import { createHash } from 'node:crypto'
import type { Ask } from '../../chat/command.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const LENGTH = 10

/** What the id of a subscription looks like. */
export const ID = /^[a-z2-7]{10}$/

/**
 * Ten letters and digits for what a command makes. A command that is heard twice under one id of the platform makes the same one,
 * so that it is done once; where the platform gives none, they are drawn.
 */
export function idFor({ asker, random }: Ask): string {
  if (asker.request === undefined) return Array.from({ length: LENGTH }, () => LETTERS[Math.floor(random() * 32)]).join('')
  const bytes = createHash('sha256')
    .update(`${asker.platform}/${asker.server ?? ''}/${asker.request}`)
    .digest()
  return Array.from(bytes.subarray(0, LENGTH), (byte) => LETTERS[byte % 32]).join('')
}
