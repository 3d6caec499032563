import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import type { Database, Store, StoreSettings } from '../../src/store/store.ts'
import { storeOn, type StoreEngine } from '../support/store.ts'
import { lookAgainContract } from './store/look-again.ts'
import { backupContract } from './store/backup.ts'
import { channelsContract } from './store/channels.ts'
import { openingContract } from './store/opening.ts'
import { outboxContract } from './store/outbox.ts'
import { ledgerContract, purgeContract, rollContract, settlementsContract, turnContract } from './store/places.ts'
import { privacyContract } from './store/privacy.ts'
import { quizAnswersContract } from './store/quiz-answers.ts'
import { quizCodesContract } from './store/quiz-codes.ts'
import { quizAttendingContract } from './store/quiz-attending.ts'
import { quizBackupContract, quizPeopleContract, quizRetentionContract } from './store/quiz-people.ts'
import { quizReviewsContract } from './store/quiz-reviews.ts'
import { quizRoundsContract } from './store/quiz-rounds.ts'
import { quizScoresContract } from './store/quiz-scores.ts'
import { quizShelvesContract } from './store/quiz-shelves.ts'
import { subscriptionsContract } from './store/subscriptions.ts'

/** A test's own database, and as many stores on it as it opens: each is like a process of its own. */
export type World = {
  readonly open: (settings?: Partial<StoreSettings>) => Promise<Store>
  /** One more on the database of the last `open`. */
  readonly another: (settings?: Partial<StoreSettings>) => Promise<Store>
  /** A fresh one. */
  readonly database: () => Promise<Database>
  /** The one of the last `open`. */
  readonly here: () => Database
}

/** Every sentence of the ports that the store implements, on one engine. */
export const storeContract = (name: string, start: () => Promise<StoreEngine>): void => {
  describe(`the store on ${name}`, () => {
    let engine: StoreEngine
    let last: Database | undefined
    const stores: Store[] = []
    const opened = async (database: Database, settings: Partial<StoreSettings> = {}) => {
      const store = await storeOn(database, settings)
      stores.push(store)
      return store
    }
    const database = async () => (last = await engine.fresh())
    const world: World = {
      database,
      here: () => last!,
      open: async (settings) => opened(await database(), settings),
      another: async (settings) => opened(last ?? (await database()), settings),
    }
    beforeAll(async () => {
      engine = await start()
    })
    afterEach(async () => {
      await Promise.all(stores.splice(0).map((store) => store.close()))
    })
    afterAll(() => engine?.end())

    describe('outbox', () => {
      outboxContract(world.open)
    })
    describe('subscriptions', () => {
      subscriptionsContract(world.open)
      lookAgainContract(world.open)
    })
    describe('ledger', () => {
      ledgerContract(world)
    })
    describe('settlements', () => {
      settlementsContract(world)
    })
    describe('roll', () => {
      rollContract(world)
    })
    describe('turn', () => {
      turnContract(world)
    })
    describe('channels of the web', () => {
      channelsContract(world)
    })
    describe('rounds of the quiz', () => {
      quizRoundsContract(world)
    })
    describe('presence in the quiz', () => {
      quizAttendingContract(world)
    })
    describe('answers of the quiz', () => {
      quizAnswersContract(world)
    })
    describe('scores of the quiz', () => {
      quizScoresContract(world)
    })
    describe('codes of a class', () => {
      quizCodesContract(world)
    })
    describe('shelves of the quiz', () => {
      quizShelvesContract(world)
    })
    describe('reviews of the quiz', () => {
      quizReviewsContract(world)
    })
    describe('people of the quiz', () => {
      quizPeopleContract(world)
    })
    describe('backups of the quiz', () => {
      quizBackupContract(world)
    })
    describe('retention of the quiz', () => {
      quizRetentionContract(world)
    })
    describe('privacy', () => {
      privacyContract(world)
    })
    describe('purge', () => {
      purgeContract(world)
    })
    describe('backup', () => {
      backupContract(world)
    })
    describe('opening', () => {
      openingContract(world)
    })
  })
}
