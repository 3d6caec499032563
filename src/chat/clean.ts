/**
 * Typed words as they may be read and shown again: controls and line breaks are blanks, and what cannot be seen
 * (marks that turn the direction of writing, soft hyphens, half characters) is gone.
 */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')

/** The same for words of several lines, whose line breaks stay. */
export const cleanedLines = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(cleaned)
    .join('\n')

/** At most `most` characters of typed words, to be quoted in an answer; what was cut is told by an ellipsis, and no character is halved. */
export const quotable = (text: string, most = 60): string => {
  const characters = Array.from(cleaned(text).trim())
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`
}
