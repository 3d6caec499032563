/** What this process has computed since it began, in milliseconds. */
export async function spent(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
