import { discordDriver } from './discord.ts'
import { platformContract } from './platform.ts'

platformContract('Discord', discordDriver)
