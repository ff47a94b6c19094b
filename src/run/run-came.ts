/** A run that comes ends what was told from outside: that it had not come. */
import type { TroubleLine } from '../alerts/trouble.ts';
import { StoreError } from '../errors.ts';
import { alarmAt } from '../schedule/expected.ts';
import type { ChainRecord } from '../seal/record.ts';
import type { Delivery } from './announce.ts';
import type { RunDeps } from './deps.ts';
import { type TroubleDeps, tellTroubles } from './tell-troubles.ts';

/** Its alerts are told by whoever watches, and ended by whoever sees first that a run has come. */
export const OVERDUE: TroubleLine = { condition: 'run-overdue', key: 'schedule' };

type CameDeps = TroubleDeps & Pick<RunDeps, 'config' | 'channels'>;

/** Tells the channels that heard that a run was overdue that one has come. Never throws for the store. */
export async function tellRunCame(deps: CameDeps, record: ChainRecord): Promise<readonly Delivery[]> {
  try {
    return await tellEnd(deps, record);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    deps.log.warn({ error: error.message }, 'whether this run was told to be overdue cannot be read');
    return [];
  }
}

async function tellEnd(
  deps: CameDeps,
  { statement: { predicate } }: ChainRecord,
): Promise<readonly Delivery[]> {
  const { run } = predicate;
  const now = deps.now();
  if (run.slot === null) return [];
  const alarm = alarmAt(deps.config, run);
  // A slot of long ago that is collected now ends nothing.
  if (alarm !== undefined && alarm.at < now) return [];
  const sight = { line: OVERDUE, troubles: [], wasObserved: () => true };
  const looker = { at: now.toISOString(), runId: run.id, last: predicate };
  const told = deps.channels.map((channel) => tellTroubles(deps, channel, [sight], looker));
  return (await Promise.all(told)).flat();
}
