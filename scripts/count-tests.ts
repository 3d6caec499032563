import { readFileSync } from 'node:fs'

/** Prints the runner's own count as the last line of a continuous integration run, and fails when no test ran. */
const [file = ''] = process.argv.slice(2)
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, success } = JSON.parse(readFileSync(file, 'utf8')) as {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numFailedTestSuites: number
  success: boolean
}
// A file that breaks before its first test has no failed test of its own, and must count all the same.
const failed = numFailedTests > 0 || success ? numFailedTests : Math.max(1, numFailedTestSuites)
if (numPendingTests > 0) process.stdout.write(`${numPendingTests} skipped, each with its reason in its name\n`)
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`)
process.exitCode = failed === 0 && numPassedTests > 0 ? 0 : 1
