import type { Locale } from '../words/locale.ts'
import type { PlatformName } from './platform.ts'

/** What a place settled with us; what is missing was not settled there. */
export type Settled = { readonly locale?: Locale | undefined; readonly zone?: string | undefined }

/** A channel, or a whole server where `channel` is missing. */
export type Settler = { readonly platform: PlatformName; readonly server?: string | undefined; readonly channel?: string | undefined }

/** The languages and zones that channels and servers settled on. Reading is from memory: answering waits for nothing. */
export type Settlements = {
  /** What the channel and what its server settled, as far as this process knows. */
  of(place: Settler): { readonly channel: Settled; readonly server: Settled }
  /** Replaces what one place settled, durably, and knows it at once. */
  settle(place: Settler, settled: Settled): Promise<void>
  /** Learns what other processes settled. */
  refresh(): Promise<void>
}

/** Nobody settled anything. */
export const unsettled: Settlements = {
  of: () => ({ channel: {}, server: {} }),
  settle: async () => undefined,
  refresh: async () => undefined,
}
