import { discordDriver } from './discord.ts'
import { givingContract } from './giving.ts'
import { platformContract } from './platform.ts'

platformContract('Discord', discordDriver)
givingContract('Discord', discordDriver)
