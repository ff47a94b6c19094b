/** What a process has taken up to now: its own processor time, and the most memory that it held at once. */

/** @param {number} seconds wall time of what is measured */
export function spent(seconds) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
}
