/**
 * Services that keep what is open would keep a `commit-failed` for ever: no record knows of it, so that nothing tells of
 * its end. After a commit they are told that it is over, whenever there may have been one. Nobody else hears of it.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { keepsState } from '../../schemas/channel-kinds.ts';
import { settledAlert } from '../alerts/commit-failed.ts';
import { sendPatiently } from '../alerts/patience.ts';
import type { RunDeps } from './deps.ts';

type SettleDeps = Pick<RunDeps, 'channels' | 'sleep' | 'random' | 'log'>;

/** A run that begins later after its slot was tried before, or waited for a machine. */
const PROMPT_MS = 2 * 60_000;

/** Tells it to those that keep state; `failing`: names of the channels that are not to be waited for again. */
export async function settleFailures(
  deps: SettleDeps,
  record: Predicate,
  failing: ReadonlySet<string>,
): Promise<void> {
  if (!mayFollowFailure(record)) return;
  const keeping = deps.channels.filter(({ kind, name }) => keepsState(kind) && !failing.has(name));
  await Promise.all(
    keeping.map(async (channel) => {
      const { error } = await sendPatiently(() => channel.notify(settledAlert(record, channel.name)), deps);
      if (error !== undefined)
        deps.log.warn({ channel: channel.name, error: error.message }, 'commit-failed not closed');
    }),
  );
}

/** What was told of a failure has no record: it may have been of this slot, of one that was missed, or of a run by hand. */
function mayFollowFailure({ run: { slot, trigger, startedAt, missedSlots } }: Predicate): boolean {
  if (trigger !== 'schedule' || slot === null || missedSlots.length > 0) return true;
  return Date.parse(startedAt) - Date.parse(slot) > PROMPT_MS;
}
