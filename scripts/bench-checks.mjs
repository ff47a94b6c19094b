/** All checks over a workspace of many people and sources: whether time and memory stay in proportion. */
import { measure } from './bench-processes.mjs';
import { inMegabytes, inSeconds, table } from './bench-table.mjs';

/** A second look has what the first one kept to start from, as every run but the first has. */
const WORKSPACES = [
  { users: 1000, sources: 1000 },
  { users: 10_000, sources: 1000 },
  { users: 100_000, sources: 1000 },
];

export const title = 'All checks, over people and sources';

export async function run() {
  const rows = [];
  for (const workspace of WORKSPACES) {
    const { cpuSeconds, peakBytes, resultBytes } = await measure('bench-checks-asked.mjs', workspace);
    rows.push([
      `${workspace.users.toLocaleString('en')} users, ${workspace.sources.toLocaleString('en')} sources`,
      inSeconds(cpuSeconds),
      inMegabytes(peakBytes),
      inMegabytes(resultBytes),
    ]);
  }
  return table(['workspace', 'CPU', 'peak memory', 'results'], rows);
}
