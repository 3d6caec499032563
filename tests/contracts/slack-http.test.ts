import { givingContract } from './giving.ts'
import { platformContract } from './platform.ts'
import { slackDriver } from './slack.ts'

platformContract('Slack over HTTP', slackDriver('http'))
givingContract('Slack over HTTP', slackDriver('http'))
