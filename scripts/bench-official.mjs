/**
 * Ours against Segment's own client used plainly, and both against the bound: the same simulator, the same requests, one
 * after the other. Limits are lifted: what is measured is work and latency, not waiting.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf, onceEach } from './bench-asked.mjs';
import { leastMs } from './bench-bound.mjs';
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, cellsOf, FIGURES, table } from './bench-table.mjs';

const SHARES = { 1: 0.01, 10: 0.1, 100: 1 };
const CONCURRENCY = 16;

export const title = `Against the official client, limits lifted, ${CONCURRENCY} requests at once`;

export async function run({ sizes, latencies, ...settings }) {
  const rows = [];
  for (const size of sizes) {
    for (const latencyMs of latencies) {
      rows.push(...(await compare({ size, latencyMs, ...settings })));
    }
  }
  const columns = ['size, latency, client', ...FIGURES, 'of the bound', 'faster', 'CPU of plain'];
  return table(columns, rows);
}

async function compare({ size, latencyMs, client, exclude, longestSeconds }) {
  return withServer({ share: SHARES[size], latencyMs, asksEach: true }, async ({ address, askedSince }) =>
    withFolder(async (shared) => {
      const readings = join(shared, 'readings.json');
      const one = async (script, options, since) => {
        const spent = await withFolder((folder) => {
          writeConfiguration(folder, address, exclude);
          return measure(script, { ...address, folder, ...options });
        });
        const asked = await askedSince(since);
        return { ...spent, ...countsOf(asked), asked };
      };
      const ours = await one('bench-ours.mjs', { concurrency: CONCURRENCY }, 0);
      if (ours.status !== 'complete')
        throw new Error(`bench: expected a complete run, got ${ours.gaps.join(', ')}`);
      writeFileSync(readings, JSON.stringify(onceEach(ours.asked)));
      const isTooLong = (ours.requests * latencyMs) / 1000 > longestSeconds;
      const plain = isTooLong ? undefined : await one('bench-plain.mjs', { client, readings }, ours.requests);
      if (plain?.stoppedBy !== undefined)
        throw new Error(`bench: the plain client stopped: ${plain.stoppedBy}`);
      return rowsOf({ size, latencyMs, ours, plain });
    }),
  );
}

function rowsOf({ size, latencyMs, ours, plain }) {
  const least = leastMs({ byOperation: ours.byOperation, latencyMs, concurrency: CONCURRENCY }) / 1000;
  const nameOf = (client) => `${size} ×, ${latencyMs} ms, ${client}`;
  const ofBound = ({ seconds }) => (least === 0 ? '' : asRatio(seconds / least));
  if (plain === undefined) return [[nameOf('ours'), ...cellsOf(ours), ofBound(ours), '', '']];
  const ratios = [asRatio(plain.seconds / ours.seconds), asRatio(ours.cpuSeconds / plain.cpuSeconds)];
  return [
    [nameOf('ours'), ...cellsOf(ours), ofBound(ours), ...ratios],
    [nameOf('official, plain'), ...cellsOf(plain), ofBound(plain), '', ''],
  ];
}
