import { Failure } from '../kernel/failure.ts'
import { unsettled } from '../chat/settlements.ts'
import type { Store } from '../store/store.ts'

/** The memory of a command line that has opened none: whoever needs it is told that it cannot be reached. */
export const closedStore: Pick<Store, 'subscriptions' | 'settlements'> = {
  settlements: unsettled,
  subscriptions: new Proxy({} as Store['subscriptions'], {
    get: () => async () => {
      throw new Failure('unavailable', 'error.store')
    },
  }),
}
