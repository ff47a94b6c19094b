/** The least time of a run, reckoned from what the server was asked: the same function that the tests hold runs against. */
import { leastMs as leastOf } from '../dist/src/segment/least-time.js';

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
export function leastMs({ byOperation, limits = {}, ...load }) {
  const operations = Object.entries(byOperation).map(([id, requests]) => ({
    requests,
    perMinute: limits[id],
  }));
  return leastOf({ operations, ...load });
}
