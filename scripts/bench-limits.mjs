/**
 * With limits on, in real time: ours keeps to what the server allows and takes little more than the least time; the
 * official client used plainly stops at the first refusal.
 */
import { resources } from '../dist/schemas/resources/index.js';
import { leastMs } from './bench-bound.mjs';
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, inSeconds, table } from './bench-table.mjs';

const PER_MINUTE = 200;
const LATENCY_MS = 50;
const MINUTE_MS = 60_000;

export const title = `With ${PER_MINUTE} requests a minute, ${LATENCY_MS} ms of latency`;

export async function run({ client, exclude }) {
  const ours = await once('bench-ours.mjs', { concurrency: 4, perMinute: PER_MINUTE, exclude });
  const plain = await once('bench-plain.mjs', { client, exclude });
  const limits = Object.fromEntries(
    resources.flatMap(({ operationId, requestsPerMinute }) =>
      requestsPerMinute === undefined ? [] : [[operationId, requestsPerMinute]],
    ),
  );
  const least = leastMs({
    byOperation: ours.byOperation,
    limits,
    perMinute: PER_MINUTE,
    latencyMs: LATENCY_MS,
    concurrency: 4,
    untilNextMinuteMs: ours.untilNextMinuteMs,
  });
  const rows = [
    ['ours', ours.requests, ours.refused, ours.records, inSeconds(ours.seconds), ours.status],
    ['official, plain', plain.requests, plain.refused, plain.records, inSeconds(plain.seconds), endOf(plain)],
  ];
  const columns = ['client', 'requests', 'refused', 'records', 'wall', 'end'];
  const ratio = `The least time is ${inSeconds(least / 1000)}; ours takes ${asRatio((ours.seconds * 1000) / least)} of it.`;
  return `${table(columns, rows)}\n\n${ratio}`;
}

/** A server of its own: its budget of the minute is whole. */
async function once(script, options) {
  return withServer({ share: 0.06, latencyMs: LATENCY_MS, perMinute: PER_MINUTE }, ({ address, asked }) =>
    withFolder(async (folder) => {
      writeConfiguration(folder, address);
      const untilNextMinuteMs = MINUTE_MS - (Date.now() % MINUTE_MS);
      const spent = await measure(script, { ...address, folder, ...options });
      return { ...spent, ...(await asked()), untilNextMinuteMs };
    }),
  );
}

const endOf = ({ stoppedBy }) => (stoppedBy === undefined ? 'complete' : `stopped by ${stoppedBy}`);
