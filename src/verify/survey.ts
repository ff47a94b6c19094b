/**
 * What lies in a store, before anything is read: which connections, which bags, which receipts and keys.
 * Taken before the chains are listed, so that a run that commits meanwhile is never taken for a fault.
 */
import { chainPrefix, connectionPrefix, DOCTOR_PREFIX, FORMAT_VERSION, ROOT } from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import { isEmptyFolder, listKeys, type VerifyContext } from './context.ts';

export interface ConnectionSurvey {
  readonly connection: string;
  /** Paths of all snapshot folders, committed or not, relative to the connection's folder. */
  readonly bags: Set<string>;
  /** Links and devices in snapshot folders or in their place, relative to the connection's folder. */
  readonly irregular: string[];
  readonly receipts: StoredKey[];
  readonly keys: StoredKey[];
  /** Files of which the format knows nothing, relative to the connection's folder. */
  readonly strays: string[];
}

const BASE = ROOT.slice(0, ROOT.indexOf('/') + 1);
const BAG = /^(snapshots\/\d{4}\/\d{2}\/\d{2}\/\d{8}T\d{6}Z-[0-9a-f]{8})\//;

const RECEIPT = /^receipts\/\d{3}-\d{12}\.txt$/;
const KEY = /^keys\/[^/]+\.pem$/;

/** Returns the snapshot folder that a path in a connection's folder lies in, if it lies in one. */
export function bagOf(path: string): string | undefined {
  return BAG.exec(path)?.[1];
}

/** Returns where everything lies that is looked at, the chain included. */
export function evidencePrefixes(only: Parameters<typeof surveyStore>[1]): readonly string[] {
  const { connection, snapshotPath } = only;
  if (connection === undefined) return [`${ROOT}/`];
  return snapshotPath === undefined ? prefixes(only) : [chainPrefix(connection), ...prefixes(only)];
}

/** Returns the connections that have anything in the store; reports other versions of the format. */
export async function surveyStore(
  context: VerifyContext,
  only: { readonly connection: string | undefined; readonly snapshotPath: string | undefined },
): Promise<readonly ConnectionSurvey[]> {
  const found = new Map<string, ConnectionSurvey>();
  const unknown = new Set<string>();
  for (const prefix of prefixes(only)) {
    for await (const stored of listKeys(context, prefix)) {
      if (stored.key.startsWith(DOCTOR_PREFIX)) continue;
      const [, version = '', connection, rest] =
        /^[^/]*\/([^/]*)(?:\/([^/]*)\/(.+))?/s.exec(stored.key) ?? [];
      if (rest === undefined && isEmptyFolder(stored)) continue;
      if (version !== `v${FORMAT_VERSION}` && /^v\d+$/.test(version)) unknown.add(version);
      else if (version !== `v${FORMAT_VERSION}` || connection === undefined || rest === undefined)
        noteStray(context, stored.key);
      else sort(surveyOf(found, connection), stored, rest);
    }
  }
  for (const version of unknown) {
    const problem = { what: 'read format version', expected: `v${FORMAT_VERSION}`, found: version };
    context.findings.fail('FORMAT_UNKNOWN', `${BASE}${version}`, problem);
  }
  return [...found.values()];
}

function prefixes({ connection, snapshotPath }: Parameters<typeof surveyStore>[1]): readonly string[] {
  if (connection === undefined) return [BASE];
  const own = connectionPrefix(connection);
  if (snapshotPath === undefined) return [own];
  // Without the slash, so that a link in place of the snapshot's folder is seen.
  return [`${own}receipts/`, `${own}keys/`, `${own}${snapshotPath}`];
}

function noteStray(context: VerifyContext, key: string): void {
  context.findings.note('not-looked-at', key, 'the format knows no such file');
}

function surveyOf(found: Map<string, ConnectionSurvey>, connection: string): ConnectionSurvey {
  const known = found.get(connection);
  if (known !== undefined) return known;
  const survey = { connection, bags: new Set<string>(), irregular: [], receipts: [], keys: [], strays: [] };
  found.set(connection, survey);
  return survey;
}

/** Links in their place lead to where evidence can be exchanged without touching this store. */
const FOLDERS: readonly string[] = ['chain', 'snapshots'];

function sort(survey: ConnectionSurvey, stored: StoredKey, rest: string): void {
  const bag = bagOf(rest);
  if (bag !== undefined) survey.bags.add(bag);
  else if (RECEIPT.test(rest)) survey.receipts.push(stored);
  else if (KEY.test(rest)) survey.keys.push(stored);
  else if (isEmptyFolder(stored)) return;
  else if (FOLDERS.includes(rest)) survey.irregular.push(rest);
  else if (rest.startsWith('snapshots/') && !stored.isRegular) survey.irregular.push(rest);
  else if (!rest.startsWith('chain/') && !rest.startsWith('alerts/')) survey.strays.push(rest);
}
