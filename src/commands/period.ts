/** `status` with a period: which connections of which store are meant, and whose signatures count there. */
import { UsageError } from '../errors.ts';
import { ROOT } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { keysFor, type TrustedKey } from '../verify/keys.ts';
import { calendar, type EvidencePlace } from './calendar.ts';
import type { CommandOutput } from './command.ts';
import { assertPeriod, readInstant } from './given-files.ts';
import { namesOf, readTrustedKeys } from './trusted-keys.ts';

export interface PeriodFlags {
  /** An instant, or a day in UTC. */
  readonly from?: string;
  readonly to?: string;
  /** Folder or s3:// address; absent: the configured stores. */
  readonly store?: string;
  /** Files with public keys, as FILE or NAME=FILE. */
  readonly key?: readonly string[];
}

/** What the process gives. */
export interface Surveyor {
  readonly cwd: string;
  readonly now: Date;
  readonly openAt: (address: string) => Store | Promise<Store>;
  /** @throws ConfigError */
  readonly configured: () => readonly EvidencePlace[] | Promise<readonly EvidencePlace[]>;
}

/** Whether a period is asked for. @throws UsageError where a part of one is given, or one to be alerted of */
export function isPeriod({ from, to, store, key }: PeriodFlags, isAlerting = false): boolean {
  if (isAlerting && [from, to, store, key].some((flag) => flag !== undefined)) {
    throw new UsageError({
      message: 'status: expected --alert or a period, got both',
      hint: 'Use one of the two: what is alerted is how things stand now.',
    });
  }
  if (from !== undefined && to !== undefined) return true;
  if ([from, to, store, key].every((flag) => flag === undefined)) return false;
  throw new UsageError({
    message: 'status: expected --from and --to together, got a part of a period',
    hint: 'Give both, such as --from 2026-01-01 --to 2026-03-31.',
  });
}

/** Returns the calendar of the named connections, or of all. @throws UsageError */
export async function readCalendar(
  options: PeriodFlags & { readonly connections: readonly string[] },
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const { connections, key = [] } = options;
  const from = readInstant('status', '--from', options.from ?? '', 'start');
  const to = readInstant('status', '--to', options.to ?? '', 'end');
  assertPeriod('status', from, to, surveyor.now);
  const given = await readTrustedKeys('status', key, surveyor.cwd);
  const named = namesOf(given);
  const all =
    options.store === undefined
      ? await surveyor.configured()
      : await placesIn(options.store, named, surveyor);
  assertKnown(named, all);
  const places = choose(all, connections).map((place) => trusting(place, given));
  return calendar({ places, from, to, now: surveyor.now });
}

/** Keys that are given count in place of the configured one, which may need a private key to be had. */
function trusting(place: EvidencePlace, given: readonly TrustedKey[]): EvidencePlace {
  const own = [...keysFor(place.connection, given).values()];
  return own.length === 0 ? place : { ...place, keys: async () => own };
}

/** A key of a connection that is not configured is a slip of the pen, and not to be passed over. */
function assertKnown(names: readonly string[], places: readonly EvidencePlace[]): void {
  const known = places.map(({ connection }) => connection);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError({
    message: `status: --key ${unknown}=FILE: expected one of ${known.join(', ') || 'none'}, got ${unknown}`,
    hint: 'Name a connection of the configuration; what stands before the first `=` is its name.',
  });
}

/** Returns the connections that a store shows, and those that somebody has a key of: their evidence may be gone. */
async function placesIn(
  address: string,
  named: readonly string[],
  { openAt }: Surveyor,
): Promise<readonly EvidencePlace[]> {
  const store = await openAt(address);
  const names = new Set<string>(named);
  // What is in each of them is for each to find out: trouble with one hides no other.
  for await (const { key } of store.list(`${ROOT}/`, () => true)) {
    const [name, ...rest] = key.slice(ROOT.length + 1).split('/');
    if (name !== undefined && rest.length > 0) names.add(name);
  }
  return [...names].sort().map((connection) => ({ connection, store, keys: async () => [] }));
}

function choose(all: readonly EvidencePlace[], names: readonly string[]): readonly EvidencePlace[] {
  const known = all.map(({ connection }) => connection).join(', ') || 'none';
  const chosen =
    names.length === 0 ? all : names.flatMap((name) => all.filter((each) => each.connection === name));
  if (chosen.length > 0 && chosen.length >= names.length) return chosen;
  throw new UsageError({
    message: `status: choose connection: expected one of ${known}, got ${names.join(', ') || 'none'}`,
    hint: 'Name a connection that the store holds evidence of.',
  });
}
