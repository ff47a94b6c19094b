/**
 * The least time in which a list of requests can be made: by the limits of requests a minute, and by latency at so
 * many requests at once. Pure; nothing that a client computes is in it.
 */

const MINUTE_MS = 60_000;

/**
 * @param {object} asked
 * @param {Readonly<Record<string, number>>} asked.byOperation requests of each operation
 * @param {Readonly<Record<string, number>>} [asked.limits] requests a minute of single operations
 * @param {number} [asked.perMinute] requests a minute of all together; absent: no limit
 * @param {number} asked.latencyMs
 * @param {number} asked.concurrency
 * @param {number} [asked.untilNextMinuteMs] left of the server's first minute; it counts by its own clock's minutes
 * @returns {number} milliseconds
 */
export function leastMs({ byOperation, limits = {}, perMinute, latencyMs, concurrency, untilNextMinuteMs }) {
  const counts = Object.values(byOperation);
  const requests = counts.reduce((sum, count) => sum + count, 0);
  const byLatency = Math.ceil(requests / concurrency) * latencyMs;
  const windows = (count, limit) =>
    count <= limit ? 0 : (untilNextMinuteMs ?? MINUTE_MS) + (Math.ceil(count / limit) - 2) * MINUTE_MS;
  const byLimit = perMinute === undefined ? 0 : windows(requests, perMinute);
  const byOperations = Object.entries(byOperation).map(([id, count]) =>
    perMinute === undefined || limits[id] === undefined ? 0 : windows(count, limits[id]),
  );
  // The last request of the last minute still has to be answered.
  return Math.max(byLatency, ...[byLimit, ...byOperations].map((waitMs) => waitMs + latencyMs));
}
