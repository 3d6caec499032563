import type { Ask } from '../../../chat/command.ts'
import { localeFor, reply, zoneFor } from '../../../chat/dispatch.ts'
import { code, list, note, paragraph, strong, type Body, type Reply } from '../../../chat/reply.ts'
import type { Settled } from '../../../chat/settlements.ts'
import type { Desk } from '../desk.ts'
import { languageText } from '../phrases.ts'

/** What the channel and its server settled on, and what follows from it for an answer to everybody. */
export function settingsCard(desk: Desk, ask: Ask, title = ask.say('settings.title')): Reply {
  const { say, asker } = ask
  const settled = desk.settlements.of(asker)
  const line = (name: string, { locale, zone }: Settled): Body => [
    strong(name),
    say('punctuation.colon'),
    [locale ? languageText(say, locale) : undefined, zone].filter((part) => part !== undefined).join(', ') || say('settings.unset'),
  ]
  const language = languageText(say, localeFor(asker, 'everyone', desk.locale, settled))
  const [before = '', after = ''] = say('settings.how', { example: '\0' }).split('\0')
  return reply(ask, {
    title,
    blocks: [
      list([
        line(say('settings.channel'), settled.channel),
        ...(asker.server === undefined
          ? []
          : [line(say(asker.platform === 'slack' ? 'settings.workspace' : 'settings.server'), settled.server)]),
      ]),
      paragraph(say('settings.effect', { language, zone: zoneFor(asker, 'everyone', desk.zone, settled) })),
      note(before, code(`/schedule ${say('cmd.settings.name')} ${say('settings.example')}`), after),
      note(say('settings.keep')),
    ],
  })
}
