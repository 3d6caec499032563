import type { Ask, ArgKey } from '../../../chat/command.ts'
import { strong, type Body } from '../../../chat/reply.ts'
import { endOf, shelfOf } from '../../digest.ts'
import { storyStart } from '../../story.ts'
import type { Wish } from '../../subscription.ts'
import type { Desk } from '../desk.ts'
import { isoText, languageText } from '../phrases.ts'

/** What a wish holds besides its kind and time, each under the name by which it can be changed. */
export function settingItems(desk: Desk, ask: Ask, wish: Wish): readonly Body[] {
  const { say } = ask
  const item = (key: ArgKey, value: string): Body => [strong(say(`arg.${key}.name`)), say('punctuation.colon'), value]
  return [
    item('zone', wish.zone),
    item('language', languageText(say, wish.locale)),
    ...(desk.shelves.length > 1 ? [item('pack', `/${wish.pack}`)] : []),
    item('weight', String(wish.minWeight)),
    item('topics', topicsText(desk, ask, wish)),
    ...(wish.kind === 'anniversaries' || wish.kind === 'question' ? [] : [item('quiet', say(`quiet.${wish.quiet}`))]),
    item('catchUp', catchUpText(ask, wish)),
    item('thread', say(wish.thread ? 'schedule.yes' : 'schedule.no')),
    item('role', wish.role ?? say('schedule.nobody')),
    ...(wish.kind === 'replay' ? replayItems(desk, ask, wish, item) : []),
  ]
}

/** Where the story begins and ends, of which only the first is wished for. */
function replayItems({ shelves }: Desk, { say }: Ask, wish: Wish, item: (key: ArgKey, value: string) => Body): readonly Body[] {
  const shelf = shelfOf(shelves, wish)
  const from = wish.from ?? (shelf && storyStart(shelf))
  const end = endOf(shelves, wish)
  return [
    ...(wish.starts === undefined ? [] : [item('starts', isoText(say, wish.starts))]),
    ...(from === undefined ? [] : [item('begin', isoText(say, from))]),
    ...(end === undefined ? [] : [[strong(say('schedule.ends')), say('punctuation.colon'), isoText(say, end)]]),
  ]
}

const catchUpText = ({ say }: Ask, { catchUp, catchUpHours }: Wish): string =>
  [say(`catchUp.${catchUp}`), ...(catchUp === 'all' ? [say('schedule.hoursBack', { n: catchUpHours })] : [])].join(', ')

/** The names of the topics in the language of the asker; one that the pack no longer has keeps its id. */
export function topicsText({ shelves }: Desk, { say, locale }: Ask, { topics, pack }: Wish): string {
  const known = shelfOf(shelves, { pack })?.almanac.pack.topics ?? []
  if (topics.length === 0) return say('schedule.everyTopic')
  return topics.map((id) => known.find((topic) => topic.id === id)?.name[locale] ?? id).join(', ')
}
