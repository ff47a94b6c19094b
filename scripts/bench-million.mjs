/** One million records, and a tenth of them: how much memory it takes, and whether the work grows with the records. */
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, inMegabytes, inSeconds, table } from './bench-table.mjs';

/** Of the largest workspace we expect, which has 361,000 records. */
const SHARES = [0.277, 2.77];

export const title = 'One million records, and a tenth of them';

export async function run({ flags }) {
  const spent = [];
  for (const share of SHARES) {
    spent.push(
      await withServer({ share }, ({ address }) =>
        withFolder((folder) => {
          writeConfiguration(folder, address);
          return measure('bench-ours.mjs', { ...address, folder, concurrency: 4, exclude: [] }, flags);
        }),
      ),
    );
  }
  const rows = spent.map(({ records, seconds, cpuSeconds, peakBytes, storedBytes, status }) => [
    `${records.toLocaleString('en')} (${status})`,
    inSeconds(seconds),
    inSeconds(cpuSeconds),
    inMegabytes(peakBytes),
    inMegabytes(storedBytes),
  ]);
  const [tenth, whole] = spent;
  const growth = `${asRatio(whole.records / tenth.records)} the records: ${asRatio(whole.cpuSeconds / tenth.cpuSeconds)} the CPU`;
  return `${table(['records', 'wall', 'CPU', 'peak memory', 'stored'], rows)}\n\n${growth}`;
}
