/** What a deck may hold. Lengths are in UTF-16 units, as the platforms count them; an option that is too long for a button is chosen by its letter. */
export const LIMITS = {
  /** Bytes of a whole file. */
  file: 256_000,
  questions: 200,
  wrong: 5,
  text: 500,
  option: 150,
  explanation: 600,
  accepts: 20,
  sources: 5,
  source: 200,
  url: 500,
  topic: 60,
  name: 60,
} as const
