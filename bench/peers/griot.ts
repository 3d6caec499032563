import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { start } from '../../src/main.ts'
import { serve } from '../child.ts'
import { settled } from '../settled.ts'

/** A whole installation, as it is deployed. Its day is 18 August, the fullest of the pack, whenever it is run; its time goes on. */
const FULL_DAY = Date.parse('2026-08-18T09:00:00Z')

const read = readConfig(process.env)
if (!read.ok) throw new Error(read.faults.join('\n'))
const wall = systemClock()
const offsetMs = FULL_DAY - wall.now().getTime()
const app = await start(read.config, { clock: { ...wall, now: () => new Date(wall.now().getTime() + offsetMs) }, tell: () => undefined })
serve({ port: Number(new URL(app.url).port) }, settled)
