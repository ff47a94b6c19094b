/** One million records, and a tenth of them: how much memory it takes, and whether the work grows with the records. */
import { countsOf } from './bench-asked.mjs';
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, cellsOf, FIGURES, table } from './bench-table.mjs';

/** Of the largest workspace we expect, which has 376,000 records. */
const SHARES = [0.277, 2.77];

export const title = 'One million records, and a tenth of them';

export async function run({ flags }) {
  const spent = [];
  for (const share of SHARES) spent.push(await once(share, flags));
  const rows = spent.map((each) => [each.status, ...cellsOf(each)]);
  const [tenth, whole] = spent;
  const growth = `${asRatio(whole.records / tenth.records)} the records: ${asRatio(whole.cpuSeconds / tenth.cpuSeconds)} the CPU`;
  return `${table(['end', ...FIGURES], rows)}\n\n${growth}`;
}

async function once(share, flags) {
  return withServer({ share }, ({ address, askedSince }) =>
    withFolder(async (folder) => {
      writeConfiguration(folder, address);
      const spent = await measure('bench-ours.mjs', { ...address, folder, concurrency: 4 }, flags);
      return { ...spent, ...countsOf(await askedSince(0)) };
    }),
  );
}
