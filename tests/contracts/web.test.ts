import { webDriver } from './web.ts'
import { platformContract } from './platform.ts'

platformContract('the web', webDriver)
