/** Which run is meant by a number, a snapshot's path, a day or an instant. Pure. */
import { UsageError } from '../../errors.ts';
import type { Run } from '../../verify/read-history.ts';
import { startOf } from './readings.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/**
 * Returns the run that is meant; of a day the last one, the last complete one where there is one. `runs`: in the order
 * of time.
 * @throws UsageError
 */
export function findRun(runs: readonly Run[], text: string, command = 'changes'): Run {
  const found = byNumber(runs, text) ?? byTime(runs, text) ?? byPath(runs, text);
  if (found !== undefined) return found;
  const numbers = runs.map(({ manifest }) => manifest.chain.seq);
  throw new UsageError({
    message: `${command}: ${text}: expected a run of this connection, got none`,
    hint: `Name a record's number, ${Math.min(...numbers)} to ${Math.max(...numbers)}, or CHAIN/NUMBER, the path of a snapshot, or a day in UTC on which something was collected.`,
  });
}

/** Of several chains the newest that has such a number. */
function byNumber(runs: readonly Run[], text: string): Run | undefined {
  const parts = /^(?:(\d+)\/)?(\d+)$/.exec(text);
  if (parts === null) return undefined;
  const [, chain, seq] = parts;
  return runs.findLast(
    ({ manifest }) =>
      manifest.chain.seq === Number(seq) && (chain === undefined || manifest.chain.number === Number(chain)),
  );
}

function byTime(runs: readonly Run[], text: string): Run | undefined {
  if (DAY.test(text)) {
    const ofDay = runs.filter(({ manifest }) => manifest.run.startedAt.startsWith(text));
    return ofDay.findLast(({ manifest }) => manifest.status === 'complete') ?? ofDay.at(-1);
  }
  if (!INSTANT.test(text)) return undefined;
  return runs.findLast((run) => startOf(run) <= Date.parse(text));
}

/** The whole of it or its end: the folder's name is enough. */
function byPath(runs: readonly Run[], text: string): Run | undefined {
  const path = text.replaceAll('\\', '/').replace(/\/+$/, '');
  if (path === '') return undefined;
  return runs.find(({ manifest: { snapshotPath } }) => {
    const inStore = `/${snapshotPath}`;
    return inStore.endsWith(`/${path}`) || `/${path}`.endsWith(inStore);
  });
}
