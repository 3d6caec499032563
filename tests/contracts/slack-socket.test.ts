import { platformContract } from './platform.ts'
import { slackDriver } from './slack.ts'

platformContract('Slack over Socket Mode', slackDriver('socket'))
