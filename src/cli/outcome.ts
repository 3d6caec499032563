/** What a run prints, and its exit code: 0 done, 1 the answer is no, 2 asked wrongly or badly configured. */
export type Outcome = { readonly code: 0 | 1 | 2; readonly out?: string; readonly err?: string }
