import { readConfig } from '../../src/config.ts'
import { start } from '../../src/main.ts'
import { serve } from '../child.ts'
import { spent } from './spent.ts'

/** A whole installation, as it is deployed. */
const read = readConfig(process.env)
if (!read.ok) throw new Error(read.faults.join('\n'))
const app = await start(read.config, { tell: () => undefined })
serve({ port: Number(new URL(app.url).port) }, spent)
