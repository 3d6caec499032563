import { defineConfig } from 'vitest/config'

const testTimeout = 30_000
const pure = ['tests/unit/**/*.test.ts']

/** `unit` shares one world per worker, which makes it ten times faster; the rest gets a world per file. */
export default defineConfig({
  test: {
    pool: 'threads',
    projects: [
      { test: { name: 'unit', include: pure, pool: 'threads', isolate: false, testTimeout } },
      { test: { name: 'whole', include: ['tests/**/*.test.ts'], exclude: pure, pool: 'threads', testTimeout, hookTimeout: 60_000 } },
    ],
  },
})
