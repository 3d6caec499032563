import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { EventFile, Organisation, PackFile, Person, Place, QuizSeed, Source, Topic, type Pack } from './pack.ts'

/** One thing that is wrong with a pack: in which file, where in it, and what to do. */
export type Problem = { readonly file: string; readonly path: string; readonly what: string }

export type Loaded = { readonly ok: true; readonly pack: Pack } | { readonly ok: false; readonly problems: readonly Problem[] }

/** The files that every pack has and what each must hold. */
export const PACK_FILES = {
  'pack.json': PackFile,
  'topics.json': z.array(Topic).min(1),
  'people.json': z.array(Person),
  'organisations.json': z.array(Organisation),
  'places.json': z.array(Place),
  'sources.json': z.array(Source).min(1),
} as const

/** The files that a pack may do without. */
export const OPTIONAL_PACK_FILES = { 'quiz.json': z.array(QuizSeed) } as const

/** Reads a pack from its directory. Never throws: every problem of every file is told at once. */
export function loadPack(directory: string): Loaded {
  const problems: Problem[] = []
  const read = <T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined => {
    const parsed = parseFile(join(directory, file), schema)
    if ('problems' in parsed) problems.push(...parsed.problems.map((problem) => ({ file, ...problem })))
    return 'value' in parsed ? parsed.value : undefined
  }
  const head = read('pack.json', PACK_FILES['pack.json'])
  const topics = read('topics.json', PACK_FILES['topics.json'])
  const people = read('people.json', PACK_FILES['people.json'])
  const organisations = read('organisations.json', PACK_FILES['organisations.json'])
  const places = read('places.json', PACK_FILES['places.json'])
  const sources = read('sources.json', PACK_FILES['sources.json'])
  const quiz = existsSync(join(directory, 'quiz.json')) ? read('quiz.json', OPTIONAL_PACK_FILES['quiz.json']) : []
  const events = eventFiles(directory, problems).flatMap((name) => {
    const event = read(`events/${name}`, EventFile)
    if (event && `${event.id}.json` !== name)
      problems.push({
        file: `events/${name}`,
        path: 'id',
        what: `name the file ${event.id}.json, or change the id to ${name.replace(/\.json$/, '')}`,
      })
    return event ? [event] : []
  })
  if (problems.length > 0 || !head || !topics || !people || !organisations || !places || !sources || !quiz) return { ok: false, problems }
  return { ok: true, pack: { ...head, topics, people, organisations, places, sources, events, quiz } }
}

function eventFiles(directory: string, problems: Problem[]): readonly string[] {
  try {
    const names = readdirSync(join(directory, 'events'))
      .filter((name) => !name.startsWith('.'))
      .toSorted()
    const stray = names.filter((name) => !name.endsWith('.json'))
    problems.push(
      ...stray.map((name) => ({ file: `events/${name}`, path: '', what: 'only .json files belong here: rename it or take it away' })),
    )
    const files = names.filter((name) => name.endsWith('.json'))
    if (files.length === 0) problems.push({ file: 'events', path: '', what: 'a pack needs at least one event file' })
    return files
  } catch {
    problems.push({ file: 'events', path: '', what: 'this directory cannot be read: make it and put one .json file per event into it' })
    return []
  }
}

type Parsed<T> = { readonly value: T } | { readonly problems: readonly { readonly path: string; readonly what: string }[] }

function parseFile<T extends z.ZodType>(path: string, schema: T): Parsed<z.output<T>> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return { problems: [{ path: '', what: 'this file cannot be read: a pack needs it' }] }
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { problems: [{ path: '', what: `this is not JSON: ${error instanceof Error ? error.message : ''}` }] }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data }
  return { problems: parsed.error.issues.flatMap((issue) => toProblems(issue, json)) }
}

function toProblems(issue: z.core.$ZodIssue, json: unknown): { path: string; what: string }[] {
  const path = pathOf(issue.path, json)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [path, key].filter(Boolean).join('.'),
      what: 'nothing of this name belongs here: correct the spelling or take it away',
    }))
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return [{ path, what: 'is missing: add it' }]
  if (issue.code === 'too_big' && issue.origin === 'string') return [{ path, what: `is too long: at most ${issue.maximum} characters` }]
  if (issue.code === 'too_small' && (issue.origin === 'array' || issue.origin === 'string')) return [{ path, what: 'is empty: fill it' }]
  return [{ path, what: issue.message }]
}

/** `people[3]` says little, so an item with an id is named by it: `people[soumaila-cisse].name.fr`. */
function pathOf(path: readonly PropertyKey[], json: unknown): string {
  let at: unknown = json
  return path.reduce<string>((text, key) => {
    at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined
    const id = typeof at === 'object' && at !== null && 'id' in at && typeof at.id === 'string' ? at.id : undefined
    if (typeof key === 'number') return `${text}[${id ?? key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}
