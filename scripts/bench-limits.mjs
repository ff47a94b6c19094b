/**
 * With limits on, in real time: ours keeps to what the server allows and takes little more than the least time; the
 * official client used plainly stops at the first refusal.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf, LIMITS, onceEach } from './bench-asked.mjs';
import { leastMs } from './bench-bound.mjs';
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, cellsOf, FIGURES, inSeconds, table } from './bench-table.mjs';

const PER_MINUTE = 200;
const LATENCY_MS = 50;
const MINUTE_MS = 60_000;
const CONCURRENCY = 4;
/** Of the largest workspace we expect: some minutes' worth of requests. */
const SHARE = 0.06;

export const title = `With ${PER_MINUTE} requests a minute, and the documented limits of single operations, ${LATENCY_MS} ms of latency`;

export async function run({ client, exclude }) {
  return withFolder(async (folder) => {
    const readings = join(folder, 'readings.json');
    const ours = await once('bench-ours.mjs', { concurrency: CONCURRENCY, perMinute: PER_MINUTE, exclude });
    writeFileSync(readings, JSON.stringify(onceEach(ours.asked)));
    const plain = await once('bench-plain.mjs', { client, readings, exclude });
    const least = leastMs({
      byOperation: ours.byOperation,
      limits: LIMITS,
      perMinute: PER_MINUTE,
      latencyMs: LATENCY_MS,
      concurrency: CONCURRENCY,
      untilNextMinuteMs: MINUTE_MS - (ours.startedAtMs % MINUTE_MS),
    });
    const rows = [
      ['ours', ours.status, ours.refused, ...cellsOf(ours)],
      ['official, plain', endOf(plain), plain.refused, ...cellsOf(plain)],
    ];
    const took = inSeconds(ours.seconds);
    return `${table(['client', 'end', 'refused', ...FIGURES], rows)}\n\nOurs took ${took}, the bound is ${inSeconds(least / 1000)}: ${asRatio((ours.seconds * 1000) / least)}`;
  });
}

/** A server of its own: its budget of the minute is whole. */
async function once(script, { exclude, ...options }) {
  const server = {
    share: SHARE,
    latencyMs: LATENCY_MS,
    perMinute: PER_MINUTE,
    operations: LIMITS,
    asksEach: true,
  };
  return withServer(server, ({ address, askedSince }) =>
    withFolder(async (folder) => {
      writeConfiguration(folder, address, exclude);
      const spent = await measure(script, { ...address, folder, ...options });
      const asked = await askedSince(0);
      return { ...spent, ...countsOf(asked), asked };
    }),
  );
}

const endOf = ({ stoppedBy }) => (stoppedBy === undefined ? 'complete' : `stopped by ${stoppedBy}`);
