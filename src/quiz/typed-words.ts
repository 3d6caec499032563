import { fold } from '../words/fold.ts'
import { monthSpellings } from '../words/months.ts'
import { distance, tolerance } from '../words/near.ts'

/** Words as answers are compared by them: folded, without articles, numbers and months in one spelling. */
export type Phrase = { readonly words: readonly string[]; readonly numbers: string }

const list = (text: string): readonly string[] => text.trim().split(/\s+/)

const ARTICLES = new Set(list('the le la les l'))

/** What stands between the ends of a range and says nothing that the numbers do not say. */
const BETWEEN = new Set(list('to and from between a et de du au entre do i od oraz miedzy'))

/** Small numbers in words, in all three languages; each has as many columns as it has spellings. */
const NUMERALS: ReadonlyMap<string, string> = new Map(
  `0 zero
   1 one jeden
   2 two deux dwa dwie
   3 three trois trzy
   4 four quatre cztery
   5 five cinq piec
   6 six szesc
   7 seven sept siedem
   8 eight huit osiem
   9 nine neuf dziewiec
   10 ten dix dziesiec
   11 eleven onze jedenascie
   12 twelve douze dwanascie
   13 thirteen treize trzynascie
   14 fourteen quatorze czternascie
   15 fifteen quinze pietnascie
   16 sixteen seize szesnascie
   17 seventeen siedemnascie
   18 eighteen osiemnascie
   19 nineteen dziewietnascie
   20 twenty vingt dwadziescia
   30 thirty trente trzydziesci
   40 forty quarante czterdziesci
   50 fifty cinquante piecdziesiat
   60 sixty soixante szescdziesiat
   70 seventy siedemdziesiat
   80 eighty osiemdziesiat
   90 ninety dziewiecdziesiat
   100 hundred cent sto
   1000 thousand mille tysiac`
    .split('\n')
    .flatMap((row) => {
      const [digits = '', ...spellings] = list(row)
      return spellings.map((spelling) => [spelling, digits] as const)
    }),
)

/** Words that count: one letter makes another number of them, so that no slip in them is forgiven. */
const COUNTING =
  /ieme$|(teen|tie)th$|^(third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$|^(dziewiat|dziesiat|pierwsz|drug|trzeci|czwart|piat|szost|siodm|osm)|nast[aeoy]|dziesi[aeo]/

const MONTHS = monthSpellings().map(([spelling, month]) => [fold(spelling).replace('.', ''), `month${month}`] as const)
const MONTH_OF = new Map(MONTHS)

/** A month by its name, with one slip in a long one. */
const monthOf = (word: string): string | undefined => {
  const exact = MONTH_OF.get(word)
  if (exact !== undefined || word.length < 5) return exact
  const near = new Set(MONTHS.filter(([spelling]) => spelling.length > 4 && distance(word, spelling, 1) === 1).map(([, month]) => month))
  return near.size === 1 ? [...near][0] : undefined
}

const GROUPED = /(?<![\d.,])\d{1,3}(?:[ ,.']\d{3})+(?![\d])/g
const TOKEN = /(?<=^|\s)[-−]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*(?!\p{L})|[\p{L}\p{N}]+/gu

export const phrase = (text: string): Phrase => {
  const folded = fold(text).replace(GROUPED, (digits) => digits.replace(/\D/g, ''))
  const tokens = [...(folded.match(TOKEN) ?? [])].map((token) => NUMERALS.get(token) ?? token.replace('−', '-').replaceAll(',', '.'))
  const bare = tokens.filter((token) => !ARTICLES.has(token))
  const kept = bare.length > 0 ? bare : tokens
  // A month is one only in a date: "may" and "mars" are words as well.
  const dated = kept.some(isNumber) ? kept.map((word) => monthOf(word) ?? word) : kept
  const words = dated.filter(isNumber).length > 1 ? dated.filter((word) => !BETWEEN.has(word)) : dated
  return { words, numbers: words.flatMap((word) => word.match(/-?\d+(?:\.\d+)*/g) ?? []).join(' ') }
}

const isNumber = (word: string): boolean => /\d/.test(word)

export const FAR = Number.POSITIVE_INFINITY

/** How many slips lead from what was typed to what was meant; `FAR` where they are more than words of that length excuse, or a number differs. */
export const slips = (meant: Phrase, typed: Phrase): number => {
  if (typed.words.length === 0 || meant.numbers !== typed.numbers) return FAR
  if (meant.words.join('') === typed.words.join('')) return 0
  if (meant.words.length !== typed.words.length) return FAR
  const sum = meant.words.reduce((steps, word, at) => steps + wordSlips(word, typed.words[at] ?? ''), 0)
  return sum <= tolerance(meant.words.join('').length) ? sum : FAR
}

/** The same words in any order, as names are said with the family's first or last. */
export const inAnyOrder = ({ words, numbers }: Phrase): Phrase => ({ words: words.toSorted(), numbers })

const wordSlips = (meant: string, typed: string): number => {
  if (meant === typed) return 0
  if ([meant, typed].some((word) => isNumber(word) || COUNTING.test(word))) return FAR
  const most = tolerance(meant.length)
  const steps = distance(meant, typed, most)
  return steps <= most ? steps : FAR
}

/** Whether these are some of the words of a longer phrase, with its own slips. */
export const isPartOf = (part: Phrase, whole: Phrase): boolean =>
  part.words.length < whole.words.length && part.words.every((word) => whole.words.some((other) => wordSlips(other, word) < FAR))
