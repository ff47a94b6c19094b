/** What the command line of `canary` names: write-key connections, and how long to wait. */
import type { LoadedConfig, SendingConnection } from '../config/effective.ts';
import { UsageError } from '../errors.ts';

const LONGEST_MINUTES = 60;

/** Returns the named connections. @throws UsageError for one that does not send by a write key */
export function chooseSenders(
  { connections, senders }: Pick<LoadedConfig, 'connections' | 'senders'>,
  names: readonly string[],
): readonly SendingConnection[] {
  return names.map((name) => {
    const found = senders.find((sender) => sender.name === name);
    if (found !== undefined) return found;
    const isReader = connections.some((connection) => connection.name === name);
    const got = isReader ? 'got one that reads evidence, which never sends' : 'got a name of none';
    const known = senders.map((sender) => sender.name).join(', ');
    const expected = known === '' ? 'a connection of type write-key' : `one of ${known}`;
    throw new UsageError({
      message: `choose connection: ${name}: expected ${expected}, ${got}`,
      hint:
        known === ''
          ? 'Add one: segment-evidence init --add --type write-key.'
          : 'Name a write-key connection.',
    });
  });
}

/** Returns the minutes of `--wait`. @throws UsageError */
export function toWait(text: string): number {
  const minutes = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= LONGEST_MINUTES) return minutes;
  throw new UsageError({
    message: `canary: --wait: expected whole minutes from 1 to ${LONGEST_MINUTES}, got something else`,
    hint: 'Event volumes are late by a minute or more: leave it at 5, or make it longer.',
  });
}
