import { systemClock } from '../../src/kernel/clock.ts'
import { logger } from '../../src/kernel/log.ts'
import { discord } from '../../src/platforms/discord/discord.ts'
import { smallEar, smallRoots } from './small-commands.ts'

/** The Discord surface alone in a process, until it is told to close; whether the process then ends is what is looked at. */
const [apiUrl = '', token = '', appId = ''] = process.argv.slice(2)
const roots = smallRoots()
const platform = discord({ token, appId, apiUrl, roots, log: logger({ level: 'silent', secrets: [] }), clock: systemClock() })
process.once('message', () => {
  void platform.close().then(() => process.disconnect())
})
await platform.listen(smallEar(roots))
