import { describe, expect, test } from 'vitest'
import { readDeck } from '../../../src/quiz/files/deck-file.ts'
import { faultLine } from '../../../src/quiz/files/fault.ts'
import { LIMITS } from '../../../src/quiz/files/limits.ts'
import { LOCALES } from '../../../src/words/locale.ts'
import { sayer } from '../../../src/words/say.ts'

const HEAD = 'question,right,wrong1,wrong2,wrong3,wrong4,wrong5,explanation,accepts,source_title,source_url,topic,difficulty'

const faultsOf = (text: string, file = 'deck.csv'): readonly string[] =>
  readDeck(file, text, 'en').faults.map(({ at, column, what }) =>
    [at && `${at.place} ${at.number}`, column, what.key.split('.').at(-1)].filter(Boolean).join(' '),
  )

const wordsOf = (text: string, file = 'deck.csv') => {
  const { deck, faults } = readDeck(file, text, 'en')
  expect(faults).toEqual([])
  return deck.questions.map(({ words }) => words.en!)
}

describe('a table is read', () => {
  const rows = ['question,right,wrong1', 'Who?,Ali,Awa', 'Where?,Gao,Kati'] as const

  test.each([
    ['with commas', rows.join('\n')],
    ['with semicolons', rows.join('\n').replaceAll(',', ';')],
    ['with tabs', rows.join('\n').replaceAll(',', '\t')],
    ['with CRLF', rows.join('\r\n')],
    ['with the line ends of old Macs', rows.join('\r')],
    ['with a byte order mark', `\ufeff${rows.join('\n')}`],
    ['with the separator named as Excel does', `sep=;\n${rows.join('\n').replaceAll(',', ';')}`],
    ['with empty lines between', `\n${rows.join('\n\n')}\n\n,,\n`],
    ['with quotation marks around all', rows.join('\n').replace(/[^,\n]+/g, '"$&"')],
    ['with names of columns in any case and spelling', rows.join('\n').replace('question,right,wrong1', 'QUESTION, Right ,wrong 1')],
    ['with more columns than it needs', rows.join('\n').replaceAll(/$/gm, ',').replace('wrong1,', 'wrong1,explanation')],
  ])('%s', (_, text) => {
    expect(wordsOf(text).map(({ text: asked, right, wrong }) => [asked, right, ...wrong])).toEqual([
      ['Who?', 'Ali', 'Awa'],
      ['Where?', 'Gao', 'Kati'],
    ])
  })

  test('with separators, quotation marks and line breaks inside quoted cells', () => {
    const [words] = wordsOf(`${HEAD}\n"Who said:\n""I resign, today""?","Ali, of Gao",Awa,,,,,"Because; so"\n`)
    expect(words).toMatchObject({ text: 'Who said:\n"I resign, today"?', right: 'Ali, of Gao', wrong: ['Awa'], explanation: 'Because; so' })
  })

  test('with all of its columns', () => {
    const { deck, faults } = readDeck(
      'C:\\decks\\Mali 2020.csv',
      `${HEAD}\nWhen?,18 August,17 August,19 August,,,,They mutinied at Kati.,18 Aug | the 18th,AFP,https://www.afp.com/x,coup,4`,
      'en',
    )
    expect(faults).toEqual([])
    expect(deck).toEqual({
      name: 'Mali 2020',
      locale: 'en',
      questions: [
        {
          id: expect.stringMatching(/^own:[\da-f]{12}$/),
          kind: 'own',
          difficulty: 4,
          topic: 'coup',
          solemn: false,
          words: {
            en: {
              text: 'When?',
              right: '18 August',
              wrong: ['17 August', '19 August'],
              explanation: 'They mutinied at Kati.',
              accepts: ['18 Aug', 'the 18th'],
            },
          },
          sources: [{ title: 'AFP', publisher: 'afp.com', url: 'https://www.afp.com/x' }],
        },
      ],
    })
  })

  test('and the apostrophe that keeps a cell from being a formula is taken away', () => {
    expect(wordsOf("question,right,wrong1\nHow much?,'-5,'+5")[0]).toMatchObject({ right: '-5', wrong: ['+5'] })
    expect(wordsOf("question,right,wrong1\nWho?,'t Hooft,O'Neill")[0]).toMatchObject({ right: "'t Hooft", wrong: ["O'Neill"] })
  })
})

describe('what cannot be seen makes no difference', () => {
  const ZERO_WIDTH = ['\u200b', '\u200d', '\u2060', '\u00ad']

  test.each(ZERO_WIDTH)('between a right and a wrong answer, nor between two wrong ones', (mark) => {
    expect(faultsOf(`question,right,wrong1\nWho?,Ali,Al${mark}i`)).toEqual(['line 2 wrong1 repeated'])
    expect(faultsOf(`question,right,wrong1,wrong2\nWho?,Ali,Awa,${mark}Awa`)).toEqual(['line 2 wrong2 repeated'])
  })

  test.each(ZERO_WIDTH)('between two questions, nor between a wrong answer and one that is taken as right', (mark) => {
    expect(faultsOf(`question,right,wrong1\nWho?,Ali,Awa\nWh${mark}o?,Ali,Awa`)).toEqual(['line 3 question duplicate'])
    expect(faultsOf(`question,right,wrong1,accepts\nWho?,Ali,Awa,Aw${mark}a`)).toEqual(['line 2 accepts accepts'])
  })
})

test('the same question has the same id in every file, another one another', () => {
  const id = (text: string, file?: string) => readDeck(file ?? 'a.csv', text, 'en').deck.questions[0]?.id
  const known = id('question,right,wrong1\nWho?,Ali,Awa')
  expect(id('right;question;wrong1;topic\nAli;Who? ;Awa;x')).toBe(known)
  expect(id('[{"question":"Who?","right":"Ali","wrong":["Awa","Issa"]}]', 'b.json')).toBe(known)
  expect(id('question,right,wrong1\nWho?,Awa,Ali')).not.toBe(known)
  expect(readDeck('a.csv', 'question,right,wrong1\nWho?,Ali,Awa', 'fr').deck.questions[0]?.id).not.toBe(known)
})

test('every bad line of a table is named with its number and its column, and the good ones are read', () => {
  const long = (length: number): string => 'x'.repeat(length)
  const rows = [
    /* 2 */ 'Good?,a,b,,,,,,,,,,',
    /* 3 */ ',a,b,,,,,,,,,,',
    /* 4 */ 'No right?,,b,,,,,,,,,,',
    /* 5 */ 'No wrong?,a,,,,,,,,,,,',
    /* 6 and 7 */ '"Two\nlines?",a,A,,,,,,,,,,',
    /* 8 */ 'Repeated?,a,b,,c,B,,,,,,,',
    /* 9 */ `${long(LIMITS.text + 1)},${long(LIMITS.option + 1)},b,,,,,${long(LIMITS.explanation + 1)},,,,${long(LIMITS.topic + 1)},`,
    /* 10 */ 'Difficulty?,a,b,,,,,,,,,,6',
    /* 11 */ 'Source?,a,b,,,,,,,A title,,,',
    /* 12 */ 'Source two?,a,b,,,,,,,A title,ftp://x,,',
    /* 13 */ 'Accepts?,a,b,,,,,,x | B,,,,',
    /* 14 */ ' good? ,c,d,,,,,,,,,,',
    /* 15 */ 'Cells?,a,b,,,,,,,,,,3,x',
    /* 16 */ 'Invisible?,a,\u200b,,,,,,,,,,',
    /* 17 */ '"Open?,a,b,,,,,,,,,,',
    /* 18 */ 'Last?,a,b,,,,,,,,,,',
  ]
  const text = [HEAD, ...rows].join('\r\n')
  expect(faultsOf(text)).toEqual([
    'line 3 question missing',
    'line 4 right missing',
    'line 5 wrong1 options',
    'line 6 wrong1 repeated',
    'line 8 wrong4 repeated',
    'line 9 question long',
    'line 9 right long',
    'line 9 explanation long',
    'line 9 topic long',
    'line 10 difficulty difficulty',
    'line 11 source_url missing',
    'line 12 source_url url',
    'line 13 accepts accepts',
    'line 14 question duplicate',
    'line 15 cells',
    'line 16 wrong1 options',
    'line 17 quote',
  ])
  expect(readDeck('deck.csv', text, 'en').deck.questions.map(({ words }) => words.en!.text)).toEqual(['Good?', 'Last?'])
})

describe('a file as a whole', () => {
  test.each([
    ['without a word', '  \n\n', 'deck.csv', ['empty']],
    ['with a header alone', HEAD, 'deck.csv', ['empty']],
    ['with an empty JSON list', '[]', 'deck.json', ['empty']],
    ['without the columns it needs', 'question,wrong1,colour\nWho?,a,red', 'deck.csv', ['line 1 column', 'line 1 header']],
    ['with a column twice', 'question,right,wrong1,Right\nWho?,a,b,c', 'deck.csv', ['line 1 columnTwice']],
    ['in Latin-1', 'question,right,wrong1\nQui ?,Ke\ufffdta,b', 'deck.csv', ['line 2 encoding']],
    ['in UTF-16', Array.from('question,right').join('\0'), 'deck.csv', ['line 1 encoding']],
    ['with cards of Anki alone', '#separator:tab\n#html:true\nFront\tBack', 'cards.txt', ['line 1 header']],
  ])('%s', (_, text, file, expected) => expect(faultsOf(text, file)).toEqual(expected))

  test('holds two hundred questions and not one more', () => {
    const table = (count: number) =>
      ['question,right,wrong1', ...Array.from({ length: count }, (_, at) => `Question ${at}?,a,b`)].join('\n')
    expect(wordsOf(table(200))).toHaveLength(200)
    expect(faultsOf(table(201))).toEqual(['tooMany'])
    expect(faultsOf(table(1_001))).toEqual(['tooMany'])
  })

  test('with far too many lines is told so, and its first thousand are looked at', () => {
    const faults = faultsOf(`question,right,wrong1\n${'Who?,a,\n'.repeat(1_200)}`)
    expect(faults[0]).toBe('tooMany')
    expect(faults.at(-1)).toBe('line 1001 question duplicate')
  })

  test('that is one open quotation mark after another is given up soon', () => {
    const text = `question,right,wrong1\n${'"a""\n'.repeat(20_000)}`
    expect(faultsOf(text).filter((fault) => fault.endsWith('quote')).length).toBeLessThanOrEqual(20)
  })
})

describe('JSON is read', () => {
  const deck = (...questions: readonly unknown[]) =>
    JSON.stringify({ format: 'griot-deck', version: 1, name: 'Coup', language: 'fr', questions })
  const good = { question: 'Qui ?', right: 'Ali', wrong: ['Awa'] }

  test('in its own language and under its own name', () => {
    const { deck: read, faults } = readDeck('x.json', deck(good), 'pl')
    expect(faults).toEqual([])
    expect(read).toMatchObject({ name: 'Coup', locale: 'fr', questions: [{ words: { fr: { text: 'Qui ?' } } }] })
  })

  test('as a bare list of questions as well', () => expect(wordsOf(JSON.stringify([good]), 'x.json')).toHaveLength(1))

  test('and every bad question is named by its number', () => {
    const text = deck(
      good,
      { ...good, question: 7 },
      { question: 'Et ?', right: 'a', wrong: ['b', 3], colour: 'red' },
      { question: 'Où ?', right: 'a', wrong: 'b', sources: [{ title: 't', page: 3 }] },
      'what?',
      { question: 'Quand ?', wrong: ['b'], difficulty: 2.5, sources: [{ title: 't', url: 'x' }], solemn: 'yes' },
      { question: 'Combien ?', right: 'a', wrong: ['1', '2', '3', '4', '5', '6'], difficulty: 2.5, sources: [{ title: 't', url: 'x' }] },
    )
    expect(faultsOf(text, 'x.json')).toEqual([
      'question 2 question shape',
      'question 3 wrong2 shape',
      'question 3 column',
      'question 4 wrong shape',
      'question 4 sources 1 column',
      'question 5 shape',
      'question 6 solemn shape',
      'question 7 wrong5 options',
      'question 7 difficulty difficulty',
      'question 7 source_url url',
    ])
  })

  test.each([
    ['a comma too many', '{\n"questions": [\n1,,2\n]}', ['line 3 json']],
    ['an end that is missing', '{\n"questions": [\n{}', ['line 3 json']],
    ['a language of nowhere', '{"language":"xx","questions":[{"question":"a","right":"b","wrong":["c"]}]}', ['language']],
    ['questions that are no list', '{"questions":3}', ['questions shape']],
  ])('with %s named', (_, text, expected) => expect(faultsOf(text, 'x.json')).toEqual(expected))
})

describe('GIFT of other programs is read', () => {
  test('with weights, feedback, categories, comments, HTML and a gap in the middle', () => {
    const text = `// made elsewhere
$CATEGORY: $course$/Mali

// [tag:coup]
::Q1:: When \\= was it? {
  ~%-50%17 August # no
  =18 August # They mutinied.
  ~19 August
}

[html]<p>A &lt; B&#33;</p> {~<b>no</b> =yes ####<i>So</i> it is.}

Grant is {~buried =entombed ~living} in Grant's tomb.

{~%0%a ~%100%b} Where?
`
    expect(wordsOf(text, 'quiz.gift')).toMatchObject([
      { text: 'When = was it?', right: '18 August', wrong: ['17 August', '19 August'], explanation: 'They mutinied.' },
      { text: 'A < B!', right: 'yes', wrong: ['no'], explanation: 'So it is.' },
      { text: "Grant is _____ in Grant's tomb.", right: 'entombed', wrong: ['buried', 'living'] },
      { text: '_____ Where?', right: 'b', wrong: ['a'] },
    ])
    expect(readDeck('quiz.gift', text, 'en').deck.questions[0]?.topic).toBe('coup')
    expect(wordsOf(text, 'quiz.txt')).toHaveLength(4)
  })

  test('but for what is no choice with one right answer, which is named by its line', () => {
    const text =
      '::a::Is it? {T}\n\n// x\nHow many? {#3:1}\n\nPairs {=a -> b =c -> d}\n\nTwo {~%50%a ~%50%b ~c}\n\nEssay {}\n\nWords\n\nOpen {=a ~b\n\nShort {=a =b}'
    expect(faultsOf(text, 'x.gift')).toEqual([1, 4, 6, 8, 10, 12, 14, 16].map((line) => `line ${line} gift`))
  })
})

test('a fault is said in the asker’s language, with its place and how to mend it', () => {
  const { faults } = readDeck('x.csv', 'question;right;wrong1\nWho?;a;a\nWho?;b;c\n', 'en')
  const lines = LOCALES.map((locale) => faults.map((fault) => faultLine(fault, sayer(locale))))
  expect(lines).toEqual([
    [
      'Line 2, wrong1: The same answer is already in “right”. Every answer may be there only once.',
      'Line 3, question: The same question is already in line 2. Take one of the two out.',
    ],
    [
      'Ligne 2, wrong1\u202f: La même réponse figure dans «\u202fright\u202f». Chaque réponse ne peut figurer qu’une fois.',
      'Ligne 3, question\u202f: La même question figure déjà à la ligne 2. Retirez l’une des deux.',
    ],
    [
      'Wiersz 2, wrong1: Taka sama odpowiedź jest już w „right”. Każda odpowiedź może wystąpić tylko raz.',
      'Wiersz 3, question: To samo pytanie jest już w wierszu 2. Proszę usunąć jedno z nich.',
    ],
  ])
  expect(faultLine(readDeck('x.csv', '', 'en').faults[0]!, sayer('en'))).toBe('There is no question in this file.')
})
