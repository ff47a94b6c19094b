/**
 * `verify`: whether evidence is still what was signed. Read-only, offline, needs no configuration when a
 * location and a key are given: this is the command that an auditor runs.
 */
import { ConfigError, EvidenceError, UsageError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { Findings, type VerifyNote } from '../verify/failure.ts';
import type { TrustedKey } from '../verify/keys.ts';
import { reportOf } from '../verify/report.ts';
import type { CommandOutput } from './command.ts';
import { assertPeriod, readInstant } from './given-files.ts';
import { readAuthorities, readStamps } from './given-stamps.ts';
import { readReceipts } from './kept-receipts.ts';
import { readPageFile } from './page-file.ts';
import { judgePage } from './page-verdict.ts';
import { authoritiesFrom } from './stamp-authorities.ts';
import { readTrustedKeys } from './trusted-keys.ts';
import { reportUnmatched } from './unmatched-keys.ts';
import {
  type Common,
  type ConfiguredStore,
  keysFrom,
  namesBut,
  type Verified,
  verifyConfigured,
} from './verify-configured.ts';
import { isSameStore, locate, type OpenStore } from './verify-location.ts';
import { verifyOutcome } from './verify-outcome.ts';
import { verifyPeriods } from './verify-period.ts';

export interface VerifyOptions {
  /** Folder or s3:// address of a store, a connection or a snapshot; absent: the configured stores. */
  readonly location?: string | undefined;
  /** Files with public keys in PEM, as FILE or NAME=FILE. */
  readonly key?: readonly string[] | undefined;
  /** Files with receipts. */
  readonly receipt?: readonly string[] | undefined;
  /** Files with certificates of time stamping authorities in PEM; in place of the configured ones. */
  readonly tsa?: readonly string[] | undefined;
  /** Files with time stamps that were kept elsewhere. */
  readonly stamp?: readonly string[] | undefined;
  /** An instant, or a day in UTC. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly quick?: boolean | undefined;
  /** File with a page, to be made again and compared. */
  readonly page?: string | undefined;
  readonly cwd: string;
  readonly now: Date;
  /** Opens the store at an s3:// address. */
  readonly openBucket?: OpenStore | undefined;
  readonly openConfigured: () => Promise<readonly ConfiguredStore[]>;
  /** Someone named the configuration: then it must be usable, also where it is not needed. */
  readonly isConfigNamed?: boolean | undefined;
}

/**
 * Returns what was found: exit 0 intact, 6 not, 7 cannot be judged, 4 intact and a period that was asked for is not covered.
 * @throws UsageError for a key, receipt, instant or location that is none
 */
export async function verifyCommand(options: VerifyOptions): Promise<CommandOutput> {
  const common = {
    from: options.from === undefined ? undefined : readInstant('verify', '--from', options.from, 'start'),
    to: options.to === undefined ? undefined : readInstant('verify', '--to', options.to, 'end'),
    now: options.now,
    isQuick: options.quick ?? false,
    receipts: await readReceipts(options.receipt ?? [], options.cwd),
    authorities: await readAuthorities('verify', options.tsa ?? [], options.cwd),
    stamps: await readStamps('verify', options.stamp ?? [], options.cwd),
  };
  assertPeriod('verify', common.from, common.to, options.now);
  const keys = await readTrustedKeys('verify', options.key ?? [], options.cwd);
  const page =
    options.page === undefined ? undefined : await readPageFile('verify', options.page, options.cwd);
  const { inputs, reports } =
    options.location === undefined
      ? await verifyAll(await options.openConfigured(), keys, common)
      : await verifyLocation(options.location, options, keys, common);
  const stores = inputs.flatMap((input, index) => {
    const report = reports[index];
    return report === undefined ? [] : [{ input, report }];
  });
  const kept = { receipts: common.receipts, stamps: common.stamps };
  const verdict = page === undefined ? undefined : await judgePage(page, { stores, kept, now: options.now });
  return verifyOutcome(reports, common.isQuick, verdict);
}

async function verifyAll(
  configured: readonly ConfiguredStore[],
  keys: readonly TrustedKey[],
  common: Common,
): Promise<Verified> {
  const { inputs, reports } = await verifyConfigured(configured, keys, common);
  return { inputs, reports: reportUnmatched(reports, keys, undefined) };
}

async function verifyLocation(
  location: string,
  options: VerifyOptions,
  given: readonly TrustedKey[],
  common: Common,
): Promise<Verified> {
  const located = await locate(location, options.cwd, options.openBucket ?? refuseBucket);
  if (located.kind === 'unusable') {
    const findings = new Findings();
    findings.fail(located.code, location, located.problem);
    const about = { location, isQuick: common.isQuick ?? false, pinnedKeys: [], connections: [] };
    return { inputs: [], reports: [reportOf(about, findings)] };
  }
  const { store, connection, snapshotPath } = located;
  // Without the configured ones the report says that no key was given.
  const onlyGiven = (error: unknown) => {
    if (error instanceof EvidenceError) return given;
    throw error;
  };
  const { here, elsewhere, notes } = await configuredFor(store, options);
  const keys = await keysFrom(given, here).catch(onlyGiven);
  const names = here.map((entry) => entry.connection);
  const expected = connection === undefined ? names : [connection];
  const configured = here.length === 0 ? undefined : { here: names, elsewhere };
  const place = { store, connection, snapshotPath, configured };
  const authorities = authoritiesHere(here, common);
  const { receipts = [], stamps = [], ...rest } = common;
  const input = { ...place, keys, expected, ...rest, authorities };
  const reports = await verifyPeriods([input], { receipts, stamps });
  const noted = reports.map((report) => ({ ...report, notes: [...report.notes, ...notes] }));
  return { inputs: [input], reports: reportUnmatched(noted, given, connection) };
}

/** Without the configured ones the report says that no authority is pinned. */
function authoritiesHere(here: readonly ConfiguredStore[], { authorities, stamps }: Common) {
  try {
    return authoritiesFrom(authorities, here, stamps);
  } catch (error) {
    if (error instanceof ConfigError) return authoritiesFrom(authorities, [], stamps);
    throw error;
  }
}

function refuseBucket(address: string): Store {
  throw new UsageError({
    message: `verify: ${address}: expected a folder, got a bucket`,
    hint: 'Copy the evidence to a folder and name that.',
  });
}

/** A configuration for this very store knows what should be there. Any other, or none, says nothing about it. */
async function configuredFor(
  { location }: Store,
  { openConfigured, isConfigNamed = false }: VerifyOptions,
): Promise<{
  readonly here: readonly ConfiguredStore[];
  /** Connections that it keeps in other stores. */
  readonly elsewhere: readonly string[];
  readonly notes: readonly VerifyNote[];
}> {
  try {
    const all = await openConfigured();
    const isHere = await Promise.all(all.map((entry) => isSameStore(entry.store.location, location)));
    const here = all.filter((_, index) => isHere[index]);
    const names = here.map(({ connection }) => connection);
    return { here, elsewhere: namesBut(names, all), notes: [] };
  } catch (error) {
    if (!(error instanceof EvidenceError) || isConfigNamed) throw error;
    // Auditors have none. One that is there and cannot be used is another thing.
    const isAbsent = error instanceof ConfigError && error.issues.every(({ file }) => file === undefined);
    const message = `the configuration cannot be used, so the connections that should be here are not known: ${error.message}`;
    return {
      here: [],
      elsewhere: [],
      notes: isAbsent ? [] : [{ kind: 'not-looked-at', where: location, message }],
    };
  }
}
