/** So many at once, and as many again over so long: what was taken comes back evenly. */
export type Allowance = { readonly many: number; readonly perMs: number }

/** What was left of an allowance at an instant, in milliseconds since the epoch. */
export type Left = { readonly many: number; readonly at: number }

/** What is left by now. Nobody who was never met has taken anything, and a clock that was set back gives nothing and takes nothing. */
export function leftOf({ many, perMs }: Allowance, left: Left | undefined, now: number): Left {
  if (left === undefined) return { many, at: now }
  return { many: Math.min(many, left.many + (Math.max(0, now - left.at) * many) / perMs), at: now }
}

/** How long until one may be taken; 0 where it may be now. */
export function waitMs(allowance: Allowance, left: Left | undefined, now: number): number {
  const missingMs = ((1 - leftOf(allowance, left, now).many) * allowance.perMs) / allowance.many
  // Fractions do not add up exactly; nobody waits for what is lost by that.
  return Math.max(0, Math.ceil(missingMs - 0.001))
}

/** What is left once one is taken. */
export function less(allowance: Allowance, left: Left | undefined, now: number): Left {
  const { many, at } = leftOf(allowance, left, now)
  return { many: many - 1, at }
}
