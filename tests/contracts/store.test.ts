import { postgresServer, sqliteFiles } from '../support/store.ts'
import { storeContract } from './store.ts'

storeContract('SQLite', async () => sqliteFiles())
storeContract('PostgreSQL', () => postgresServer())
