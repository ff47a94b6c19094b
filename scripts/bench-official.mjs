/**
 * Ours against Segment's own client used plainly, and both against the bound: the same simulator, one after the other.
 * Limits are lifted: what is measured is work and latency, not waiting.
 */
import { leastMs } from './bench-bound.mjs';
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, inMegabytes, inSeconds, table } from './bench-table.mjs';

const LARGEST = { 1: 0.01, 10: 0.1, 100: 1 };
/** A plain run of more round trips than these takes longer than anyone waits: its time is reckoned, not measured. */
const LONGEST_PLAIN_SECONDS = 400;

export const title = 'Against the official client, limits lifted, 16 requests at once';

/** Prints a row for each size and latency. */
export async function run({ sizes, latencies, client, exclude }) {
  const rows = [];
  for (const size of sizes) {
    for (const latencyMs of latencies) {
      rows.push(...(await compare({ size, latencyMs, client, exclude })));
    }
  }
  const columns = [
    'size, latency, client',
    'requests',
    'records',
    'wall',
    'of the bound',
    'CPU',
    'peak memory',
    'stored',
  ];
  return `${table(
    columns,
    rows.map(({ cells }) => cells),
  )}\n\n${rows.flatMap(({ said }) => said ?? []).join('\n')}`;
}

async function compare({ size, latencyMs, client, exclude }) {
  return withServer({ share: LARGEST[size], latencyMs }, async ({ address, asked }) => {
    const one = async (script, options) => {
      const before = await asked();
      const spent = await withFolder((folder) => {
        writeConfiguration(folder, address);
        return measure(script, { ...address, folder, exclude, ...options });
      });
      return { ...spent, ...difference(before, await asked()) };
    };
    const ours = await one('bench-ours.mjs', { concurrency: 16 });
    if (ours.status !== 'complete')
      throw new Error(`bench: expected a complete run, got ${ours.gaps.join(', ')}`);
    const isReckoned = (ours.requests * latencyMs) / 1000 > LONGEST_PLAIN_SECONDS;
    const plain = isReckoned ? undefined : await one('bench-plain.mjs', { client });
    if (plain?.stoppedBy !== undefined)
      throw new Error(`bench: the plain client stopped: ${plain.stoppedBy}`);
    return rowsOf({ size, latencyMs, ours, plain });
  });
}

function rowsOf({ size, latencyMs, ours, plain }) {
  const boundSeconds = leastMs({ byOperation: ours.byOperation, latencyMs, concurrency: 16 }) / 1000;
  const row = (name, { requests, records, seconds, cpuSeconds, peakBytes, storedBytes }) => ({
    cells: [
      `${size} ×, ${latencyMs} ms, ${name}`,
      requests,
      records,
      inSeconds(seconds),
      boundSeconds === 0 ? '' : asRatio(seconds / boundSeconds),
      inSeconds(cpuSeconds),
      inMegabytes(peakBytes),
      storedBytes === undefined ? '' : inMegabytes(storedBytes),
    ],
  });
  if (plain === undefined) return [row('ours', ours)];
  const faster = plain.seconds / ours.seconds;
  const said = `${size} ×, ${latencyMs} ms: ${asRatio(faster)} faster, ${asRatio(ours.cpuSeconds / plain.cpuSeconds)} the CPU`;
  return [row('ours', ours), { ...row('official, plain', plain), said: [said] }];
}

function difference(before, after) {
  const byOperation = Object.fromEntries(
    Object.entries(after.byOperation).map(([id, count]) => [id, count - (before.byOperation[id] ?? 0)]),
  );
  return { requests: after.requests - before.requests, byOperation };
}
