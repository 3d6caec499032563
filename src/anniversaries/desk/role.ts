import { quotable } from '../../chat/clean.ts'
import type { Ask } from '../../chat/command.ts'
import { Failure } from '../../kernel/failure.ts'
import { fold } from '../../words/fold.ts'

/** How nobody is named, folded. */
const NOBODY = new Set(['none', 'nobody', 'no', 'aucun', 'aucune', 'personne', 'non', 'brak', 'nikt', 'nie', '-'])

/**
 * The one role that a post may ping: Discord's id of a role, or Slack's of a user group, alone or as a mention; undefined for nobody.
 * Throws `Failure` for anything else, and for the role that is everybody.
 */
export function roleOf({ asker }: Ask, typed: string): string | undefined {
  const text = typed.trim()
  if (NOBODY.has(fold(text))) return undefined
  switch (asker.platform) {
    case 'discord': {
      const [, id] = /^(?:<@&)?(\d{15,22})>?$/.exec(text) ?? []
      // Discord's role "everyone" bears the id of the server.
      if (id === undefined || id === asker.server) throw new Failure('bad-input', 'schedule.roleDiscord', { said: quotable(text) })
      return id
    }
    case 'slack': {
      const [, id] = /^(?:<!subteam\^)?(S[A-Z0-9]{6,20})(?:\|[^>]*)?>?$/.exec(text) ?? []
      if (id === undefined) throw new Failure('bad-input', 'schedule.roleSlack', { said: quotable(text) })
      return id
    }
    case 'web':
      throw new Failure('bad-input', 'schedule.noRoles')
  }
}
