/** `verify` without a location: the stores of the configuration, each with the keys that sign into it. */
import type { KeyObject } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { Findings } from '../verify/failure.ts';
import { keysFor, type TrustedKey } from '../verify/keys.ts';
import { parseReceipt } from '../verify/receipts.ts';
import { reportOf } from '../verify/report.ts';
import type { VerifyInput } from '../verify/verify.ts';
import { type CoveredReport, verifyPeriod } from './verify-period.ts';

/** A connection of the configuration: where its evidence is and which key signs it. */
export interface ConfiguredStore {
  readonly connection: string;
  readonly store: Store;
  /** Asked only when no key is given: a key in KMS is asked for over the network. */
  readonly publicKey: () => Promise<KeyObject>;
}

export type Common = Pick<VerifyInput, 'from' | 'to' | 'now' | 'isQuick' | 'receipts'>;

/** Returns a report of each store. `given` keys, when there are any, count in place of the configured ones. */
export async function verifyConfigured(
  configured: readonly ConfiguredStore[],
  given: readonly TrustedKey[],
  common: Common,
): Promise<readonly CoveredReport[]> {
  const byLocation = new Map<string, ConfiguredStore[]>();
  for (const entry of configured) {
    byLocation.set(entry.store.location, [...(byLocation.get(entry.store.location) ?? []), entry]);
  }
  const reports: CoveredReport[] = [];
  for (const entries of byLocation.values()) {
    const [first] = entries;
    if (first === undefined) continue;
    const keys = await keysFrom(given, entries);
    const expected = entries.map(({ connection }) => connection);
    reports.push(await verifyPeriod({ store: first.store, keys, expected, ...common }));
  }
  if (reports.length > 0) return reports.map((report) => withoutForeignReceipts(report, reports, common));
  throw new UsageError({
    message: 'verify: LOCATION: expected a folder or a configured connection, got neither',
    hint: 'Name the folder that holds the evidence.',
  });
}

/** Returns the given keys, and the configured ones of the connections that no given key counts for. */
export async function keysFrom(
  given: readonly TrustedKey[],
  entries: readonly ConfiguredStore[],
): Promise<readonly TrustedKey[]> {
  const without = entries.filter(({ connection }) => keysFor(connection, given).size === 0);
  const own = without.map(async ({ connection, publicKey }) => ({
    connection,
    publicKey: await publicKey(),
  }));
  return [...given, ...(await Promise.all(own))];
}

const logIdsOf = ({ connections }: CoveredReport) =>
  connections.flatMap(({ chains }) => chains.map(({ logId }) => logId));

/** A receipt is of one store. That the others do not know its log says nothing against them. */
function withoutForeignReceipts(
  report: CoveredReport,
  reports: readonly CoveredReport[],
  { receipts = [] }: Common,
): CoveredReport {
  const own = new Set(logIdsOf(report));
  const known = new Set(reports.flatMap(logIdsOf));
  const isForeign = (logId: string | undefined) => logId !== undefined && known.has(logId) && !own.has(logId);
  const foreign = new Set(
    receipts.filter(({ text }) => isForeign(parseReceipt(text)?.logId)).map(({ where }) => where),
  );
  const findings = new Findings();
  findings.failures.push(...report.failures.filter(({ where }) => !foreign.has(where)));
  findings.notes.push(...report.notes);
  const { location, isQuick, pinnedKeys, connections } = report;
  return { ...reportOf({ location, isQuick, pinnedKeys, connections }, findings), connections };
}
