/** Marks that turn the direction of all that follows, and marks of byte order. Joiners stay: emoji and some scripts are made with them. */
const TURNING = /[\u202a-\u202e\u2066-\u2069\ufeff]/gu
/** What stands where a letter was lost. */
const LOST = /\ufffd/gu
const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/gu
const CONTROLS = /[^\P{Cc}\n]+/gu

/** A text of several lines as it is kept: composed, with plain line breaks and nothing that cannot be written down. */
export const blockOf = (text: string): string =>
  text.toWellFormed().replace(LOST, '').replace(TURNING, '').replace(BREAKS, '\n').replace(CONTROLS, ' ').normalize('NFC').trim()

/** A text of one line as it is kept. */
export const lineOf = (text: string): string =>
  blockOf(text)
    .replace(/\s*\n\s*/gu, ' ')
    .replace(/ {2,}/g, ' ')

/** Whether there is nothing in a text that can be seen. */
export const isBlank = (text: string): boolean => text.replace(/[\s\p{Cf}]+/gu, '') === ''

/** What two texts are compared by: case, blanks and what cannot be seen make no difference, marks on letters do. */
export const sameness = (text: string): string =>
  lineOf(text)
    .replace(/\p{Cf}+/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
