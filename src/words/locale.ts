/** The languages that Griot speaks. */
export const LOCALES = ['en', 'fr', 'pl'] as const

export type Locale = (typeof LOCALES)[number]

/** The language of a tag such as `pl-PL`, `en_US` or `FR`, or undefined where Griot does not speak it. */
export const toLocale = (tag: string | undefined): Locale | undefined => {
  const language = tag?.trim().toLowerCase().split(/[-_]/, 1)[0]
  return LOCALES.find((locale) => locale === language)
}
