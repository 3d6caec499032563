import * as z from 'zod'
import { fromActionId } from '../../chat/action.ts'
import { paragraph, type ActionId } from '../../chat/reply.ts'
import { definePost, type PostSpec } from '../../delivery/post.ts'
import { fromIso } from '../../words/dates.ts'
import { LOCALES } from '../../words/locale.ts'
import { sayer, type Key } from '../../words/say.ts'
import { inTurn } from '../turn.ts'

export const THREAD = 'thread'

const ThreadSubject = z.strictObject({
  locale: z.enum(LOCALES),
  date: z.string().refine((text) => fromIso(text) !== undefined),
  solemn: z.boolean(),
  /** The action of the post's own Sources button. */
  sources: z.string().optional(),
})
export type ThreadSubject = z.output<typeof ThreadSubject>

type Four = readonly [Key, Key, Key, Key]

const OPEN = ['thread.new', 'thread.source', 'thread.witness', 'thread.why'] as const satisfies Four
const SOLEMN = ['thread.calm', 'thread.read', 'thread.respect', 'thread.families'] as const satisfies Four
/** For posts that lead to no sources and no causes. */
const BARE = ['thread.new', 'thread.witness', 'thread.new', 'thread.witness'] as const satisfies Four
const BARE_SOLEMN = ['thread.calm', 'thread.respect', 'thread.calm', 'thread.families'] as const satisfies Four

/** The first words of a discussion: a question, or on a solemn day a word on how to speak of it. */
export const threadPost: PostSpec = definePost({
  name: THREAD,
  inDoubt: 'stay-silent',
  subject: ThreadSubject,
  compose: ({ locale, date, solemn, sources }) => {
    const say = sayer(locale)
    const day = fromIso(date) ?? { year: 1970, month: 1, day: 1 }
    const way = sources !== undefined && fromActionId(sources) ? (sources as ActionId) : undefined
    const words = inTurn<(typeof OPEN | typeof SOLEMN)[number]>(solemn ? (way ? SOLEMN : BARE_SOLEMN) : way ? OPEN : BARE, day)
    return {
      reply: {
        locale,
        audience: 'everyone',
        blocks: [paragraph(say(words))],
        buttons: way ? [{ label: say('button.sources'), action: way }] : [],
        footer: [],
        solemn,
      },
    }
  },
})
