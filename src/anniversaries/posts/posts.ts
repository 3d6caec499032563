import type { PostSpec } from '../../delivery/post.ts'
import { correctionPost, erratumPost } from './correction.ts'
import { digestPost } from './digest-post.ts'
import { noticePost } from './notice.ts'
import type { PostParts } from './subject.ts'
import { threadPost } from './thread.ts'

/** Everything that anniversaries post: the posts themselves, their discussions, notices to makers, corrections and errata. */
export const anniversaryPosts = (parts: PostParts): readonly PostSpec[] => [
  digestPost(parts),
  threadPost,
  noticePost,
  correctionPost(parts),
  erratumPost(parts),
]
