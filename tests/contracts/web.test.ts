import { webDriver } from './web.ts'
import { givingContract } from './giving.ts'
import { platformContract } from './platform.ts'

platformContract('the web', webDriver)
givingContract('the web', webDriver)
