import { slackServer } from '../tests/support/slack-server.ts'
import { serve } from './child.ts'
import { PEOPLE, personOf } from './slack-load.ts'

/** The loopback Slack that tells where people live: a third of those who ask speak each language. */
const [botToken = ''] = process.argv.slice(2)
const HABITS = [
  { locale: 'en-GB', tz: 'Europe/London' },
  { locale: 'fr-FR', tz: 'Africa/Bamako' },
  { locale: 'pl-PL', tz: 'Europe/Warsaw' },
] as const

const slack = await slackServer({ botToken })
for (let n = 0; n < PEOPLE; n += 1) slack.setUser(personOf(n), HABITS[n % HABITS.length] ?? HABITS[0])
serve({ apiUrl: slack.apiUrl }, async () => undefined)
