export type FailureCode = 'bad-input' | 'not-found' | 'conflict' | 'forbidden' | 'unavailable'

/** What a failure's message is filled with. */
export type FailureValues = Readonly<Record<string, string | number | boolean | Date>>

/**
 * Something expected went wrong, and the person is to be told in their own words: `key` names the message and
 * `values` fill it. Only the dispatcher turns it into words. Whatever else is thrown is a bug.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly key: string
  readonly values: FailureValues

  constructor(code: FailureCode, key: string, values: FailureValues = {}, cause?: unknown) {
    super(`${code}: ${key}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.key = key
    this.values = values
  }
}

/** A fault that ends the start: one line for the person at the terminal, and exit code 2. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
}
