import { randomBytes } from 'node:crypto'

/** Chance as an argument: each call gives a number from 0 up to, but never, 1. */
export type Random = () => number

/** Chance from the operating system, not to be foreseen. */
export const systemRandom = (): Random => () => {
  const bytes = randomBytes(8)
  return (bytes.readUInt32LE(0) * 2 ** 21 + (bytes.readUInt32LE(4) >>> 11)) / 2 ** 53
}

/** Chance that can be repeated: one seed, one sequence, on every machine. Mulberry32 over an FNV-1a hash of the seed. */
export const seededRandom = (seed: string | number): Random => {
  let state = hash(String(seed))
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const hash = (text: string): number => {
  let sum = 0x811c9dc5
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193)
  return sum >>> 0
}

/** A short name for one incident, to be told to a person and found in the log: eight letters and digits, none of them easily misread. */
export const shortId = (random: Random): string =>
  Array.from({ length: 8 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[Math.floor(random() * 31)]).join('')
