/** How long nothing else could run while `work` went on, at most, in milliseconds. */
export const longestPause = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0
  let last = performance.now()
  const beat = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 5)
  try {
    await work()
    // The pause that `work` ended in counts as well.
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  } finally {
    clearInterval(beat)
  }
  return longest
}
