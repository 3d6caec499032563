import type { PostSpec } from '../../delivery/post.ts'
import type { QuizParts } from '../parts.ts'
import { askPost } from './ask.ts'
import { dailyPost } from './daily.ts'
import { reportPost } from './report.ts'
import { revealPost } from './reveal.ts'

/** Everything that rounds post: their questions, the answers, the report, and the questions of the day. */
export const quizPosts = (parts: QuizParts): readonly PostSpec[] => [askPost(parts), revealPost(parts), reportPost(parts), dailyPost(parts)]
