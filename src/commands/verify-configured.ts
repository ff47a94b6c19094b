/** `verify` without a location: the stores of the configuration, each with the keys that sign into it. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { EvidenceError, UsageError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { byKeyId, keysFor, type TrustedKey } from '../verify/keys.ts';
import type { VerifyInput } from '../verify/verify.ts';
import { authoritiesFrom } from './stamp-authorities.ts';
import { type CoveredReport, verifyPeriods } from './verify-period.ts';

/** A connection of the configuration: where its evidence is and which key signs it. */
export interface ConfiguredStore {
  readonly connection: string;
  readonly store: Store;
  /** That of the signing key and those before it. Asked only when no key is given: KMS is asked over the network. */
  readonly publicKeys: () => Promise<readonly KeyObject[]>;
  /** Certificates of the authority that stamps it; absent where nobody does. */
  readonly authorities?: () => readonly X509Certificate[];
}

export type Common = Pick<
  VerifyInput,
  'from' | 'to' | 'now' | 'isQuick' | 'receipts' | 'authorities' | 'stamps'
>;

/** Stores that were verified: a report of each, in the order of what was asked. */
export interface Verified {
  readonly inputs: readonly VerifyInput[];
  readonly reports: readonly CoveredReport[];
}

/** Returns a report of each store. `given` keys, when there are any, count in place of the configured ones. */
export async function verifyConfigured(
  configured: readonly ConfiguredStore[],
  given: readonly TrustedKey[],
  common: Common,
): Promise<Verified> {
  const byLocation = new Map<string, ConfiguredStore[]>();
  for (const entry of configured) {
    byLocation.set(entry.store.location, [...(byLocation.get(entry.store.location) ?? []), entry]);
  }
  const { receipts = [], stamps = [], authorities: pinned, ...rest } = common;
  const inputs: VerifyInput[] = [];
  for (const entries of byLocation.values()) {
    const [first] = entries;
    if (first === undefined) continue;
    const keys = await keysFrom(given, entries, configured);
    const here = entries.map(({ connection }) => connection);
    const elsewhere = namesBut(here, configured);
    const authorities = authoritiesFrom(pinned, entries, stamps);
    const known = { expected: here, configured: { here, elsewhere } };
    inputs.push({ store: first.store, keys, authorities, ...known, ...rest });
  }
  if (inputs.length > 0) return { inputs, reports: await verifyPeriods(inputs, { receipts, stamps }) };
  throw new UsageError({
    message: 'verify: LOCATION: expected a folder or a configured connection, got neither',
    hint: 'Name the folder that holds the evidence.',
  });
}

/**
 * Returns the given keys, and the configured ones of the connections that no given key counts for. Where all of these
 * have the same keys, they count also for a connection that the configuration no longer names: whoever holds them could
 * sign for any. With different ones, none is that one's own. `others`: connections of other stores, of which a copy may
 * be here.
 */
export async function keysFrom(
  given: readonly TrustedKey[],
  entries: readonly ConfiguredStore[],
  others: readonly ConfiguredStore[] = [],
): Promise<readonly TrustedKey[]> {
  const isWithout = ({ connection }: ConfiguredStore) => keysFor(connection, given).size === 0;
  const sets = await allThatAnswer(entries.filter(isWithout));
  const elsewhere = others.filter((entry) => isWithout(entry) && !entries.includes(entry));
  const copied = await allThatAnswer(elsewhere).catch(() => []);
  const shared = byKeyId(sets.flat());
  const isShared = given.length === 0 && sets.every((set) => byKeyId(set).size === shared.size);
  const nameless = isShared ? [...shared.values()].map((publicKey) => ({ publicKey })) : [];
  return [...given, ...sets.flat(), ...copied.flat(), ...nameless];
}

/**
 * Returns the keys of each connection; none where its key cannot be asked, which leaves the others alone: that one's
 * evidence is then judged by nobody, and the report says so.
 * @throws EvidenceError when no key at all can be asked
 */
async function allThatAnswer(
  entries: readonly ConfiguredStore[],
): Promise<readonly (readonly TrustedKey[])[]> {
  const asked = await Promise.allSettled(entries.map(namedKeysOf));
  const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const bug = refused.find((reason) => !(reason instanceof EvidenceError));
  if (bug !== undefined) throw bug;
  if (refused.length > 0 && refused.length === entries.length) throw refused[0];
  return asked.map((each) => (each.status === 'fulfilled' ? each.value : []));
}

async function namedKeysOf({ connection, publicKeys }: ConfiguredStore): Promise<readonly TrustedKey[]> {
  return (await publicKeys()).map((publicKey) => ({ connection, publicKey }));
}

/** Returns the names of connections that are kept in other stores. */
export function namesBut(here: readonly string[], configured: readonly ConfiguredStore[]): readonly string[] {
  return configured.map(({ connection }) => connection).filter((name) => !here.includes(name));
}
