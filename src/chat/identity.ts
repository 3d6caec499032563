import { createHash } from 'node:crypto'
import type { Ask } from './command.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const LENGTH = 10

/** What the id of something that a command makes looks like: of a subscription, a round. */
export const ID = /^[a-z2-7]{10}$/

/**
 * Ten letters and digits for what a command makes. A command that is heard twice under one id of the platform makes the same one,
 * so that it is done once; where the platform gives none, they are drawn.
 */
export function idFor({ asker, random }: Ask): string {
  if (asker.request === undefined) return Array.from({ length: LENGTH }, () => LETTERS[Math.floor(random() * 32)]).join('')
  return idOf(`${asker.platform}/${asker.server ?? ''}/${asker.request}`)
}

/** The id of what has this name: always the same. */
export function idOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest()
  return Array.from(bytes.subarray(0, LENGTH), (byte) => LETTERS[byte % 32]).join('')
}
