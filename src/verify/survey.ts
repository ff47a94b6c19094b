/**
 * What is in a store, before anything is read: which connections, which bags, which receipts, stamps and keys.
 * Taken before the chains are listed, so that a run that commits meanwhile is never taken for a fault.
 */
import { isBesidePath } from '../store/beside-layout.ts';
import { exportFactsKey, isExportTracePath } from '../store/export-layout.ts';
import {
  anchorsPrefix,
  chainPrefix,
  connectionPrefix,
  DOCTOR_PREFIX,
  FORMAT_VERSION,
  isPagePath,
  isRecordNamed,
  isResumeKey,
  isReviewPath,
  parseAnchorKey,
  parseManualKey,
  ROOT,
} from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import { isEmptyFolder, listKeys, type VerifyContext } from './context.ts';

export interface ConnectionSurvey {
  readonly connection: string;
  /** Paths of all snapshot folders, committed or not, relative to the connection's folder. */
  readonly bags: Set<string>;
  /** Links and devices in snapshot folders or in their place, relative to the connection's folder. */
  readonly irregular: string[];
  readonly receipts: StoredKey[];
  readonly stamps: StoredKey[];
  readonly keys: StoredKey[];
  /** What was attached by hand. */
  readonly manual: StoredKey[];
  /** Files of which the format knows nothing, relative to the connection's folder. */
  readonly strays: string[];
}

export interface StoreSurvey {
  readonly surveys: readonly ConnectionSurvey[];
  /** Whether every listing ended: otherwise there may be more connections. */
  readonly isWhole: boolean;
}

const BASE = ROOT.slice(0, ROOT.indexOf('/') + 1);
const VERSION = `v${FORMAT_VERSION}`;
const CONNECTION = /^[a-z0-9][a-z0-9-]{0,62}$/;
const BAG = /^(snapshots\/\d{4}\/\d{2}\/\d{2}\/\d{8}T\d{6}Z-[0-9a-f]{8})\//;

const RECEIPT = /^receipts\/\d{3}-\d{12}\.txt$/;
const KEY = /^keys\/[^/]+\.pem$/;
const ALERT = /^alerts\/[^/]+\.json$/;

/** Returns the snapshot folder that a path in a connection's folder is in, if it is in one. */
export function bagOf(path: string): string | undefined {
  return BAG.exec(path)?.[1];
}

/** Returns where everything is that is checked, the chain included. */
export function evidencePrefixes(only: Parameters<typeof surveyStore>[1]): readonly string[] {
  const { connection, snapshotPath } = only;
  if (connection === undefined) return [`${ROOT}/`];
  return snapshotPath === undefined ? prefixes(only) : [chainPrefix(connection), ...prefixes(only)];
}

/** Returns the connections that have anything in the store; reports other versions of the format. */
export async function surveyStore(
  context: VerifyContext,
  only: { readonly connection: string | undefined; readonly snapshotPath: string | undefined },
): Promise<StoreSurvey> {
  const found = new Map<string, ConnectionSurvey>();
  const unknown = new Set<string>();
  let isWhole = true;
  const stop = () => {
    isWhole = false;
  };
  await checkWays(context, only);
  for (const prefix of prefixes(only)) {
    for await (const stored of listKeys(context, prefix, stop, isRecordNamed)) {
      if (stored.key.startsWith(DOCTOR_PREFIX) || isResumeKey(stored.key)) continue;
      const [, version = '', connection, rest] =
        /^[^/]*\/([^/]*)(?:\/([^/]*)(?:\/(.+))?)?/s.exec(stored.key) ?? [];
      if (rest === undefined && isEmptyFolder(stored)) continue;
      if (version !== VERSION && /^v\d+$/.test(version)) unknown.add(version);
      else if (version === VERSION && connection !== undefined && rest !== undefined)
        sort(surveyOf(found, connection), stored, rest, context.store.export !== undefined);
      else if (version === VERSION && isInPlaceOfFolder(stored, connection))
        reportNoFolder(context, stored.key);
      else noteStray(context, stored.key);
    }
  }
  for (const version of [...unknown].sort()) {
    const problem = { what: 'read format version', expected: VERSION, found: version };
    context.findings.fail('FORMAT_UNKNOWN', `${BASE}${version}`, problem);
  }
  return { surveys: [...found.values()].map(inOrder).sort(by(({ connection }) => connection)), isWhole };
}

/** Also the folders above what is listed must be folders: a listing follows a link there. */
async function checkWays({ store, findings }: VerifyContext, only: Parameters<typeof surveyStore>[1]) {
  const found = new Set<string>();
  for (const way of waysTo(only)) {
    const obstacle = await store.obstacle?.(way);
    if (obstacle !== undefined) found.add(obstacle);
  }
  for (const key of found) reportNoFolder({ findings }, key);
}

function waysTo({ connection, snapshotPath }: Parameters<typeof surveyStore>[1]): readonly string[] {
  if (connection === undefined) return [BASE.slice(0, -1)];
  const own = connectionPrefix(connection);
  if (snapshotPath === undefined) return [own.slice(0, -1)];
  return [chainPrefix(connection), `${own}${snapshotPath}`].map((path) =>
    path.slice(0, path.lastIndexOf('/')),
  );
}

/** Stands where all connections or one of them should be, and may hide what was there. */
function isInPlaceOfFolder({ key, isRegular }: StoredKey, connection: string | undefined): boolean {
  return (
    !isRegular ||
    key === ROOT ||
    (connection !== undefined && CONNECTION.test(connection) && !key.endsWith('/'))
  );
}

export function reportNoFolder({ findings }: Pick<VerifyContext, 'findings'>, key: string): void {
  const problem = { what: 'check folder', expected: 'a folder', found: 'something else' };
  findings.fail(CHAIN_FOLDER.test(key) ? 'CHAIN_BROKEN' : 'ARTIFACT_UNLISTED', key, problem);
}

const CHAIN_FOLDER = /^[^/]*\/[^/]*\/[^/]*\/chain$/;

function prefixes({ connection, snapshotPath }: Parameters<typeof surveyStore>[1]): readonly string[] {
  if (connection === undefined) return [BASE];
  const own = connectionPrefix(connection);
  if (snapshotPath === undefined) return [own];
  // Without the slash, so that a link in place of the snapshot's folder is seen.
  return [`${own}receipts/`, anchorsPrefix(connection), `${own}keys/`, `${own}${snapshotPath}`];
}

/** A listing comes in whatever order; what is found reads the same. */
function inOrder(survey: ConnectionSurvey): ConnectionSurvey {
  for (const stored of [survey.receipts, survey.stamps, survey.keys, survey.manual])
    stored.sort(by(({ key }) => key));
  for (const paths of [survey.irregular, survey.strays]) paths.sort();
  return { ...survey, bags: new Set([...survey.bags].sort()) };
}

const by =
  <T>(nameOf: (value: T) => string) =>
  (one: T, other: T): number =>
    nameOf(one) < nameOf(other) ? -1 : 1;

function noteStray(context: VerifyContext, key: string): void {
  context.findings.note('not-looked-at', key, 'not a file of the format');
}

function surveyOf(found: Map<string, ConnectionSurvey>, connection: string): ConnectionSurvey {
  const known = found.get(connection);
  if (known !== undefined) return known;
  const survey = {
    connection,
    bags: new Set<string>(),
    irregular: [],
    receipts: [],
    stamps: [],
    keys: [],
    manual: [],
    strays: [],
  };
  found.set(connection, survey);
  return survey;
}

/** Links in their place lead to where evidence can be replaced without touching this store. */
const FOLDERS: readonly string[] = ['chain', 'snapshots', 'manual'];

/** Files that the format knows and that are no evidence. */
const EXPORT_FACTS = exportFactsKey('').slice(exportFactsKey('').lastIndexOf('/') + 1);

const isBesideEvidence = (path: string) =>
  ALERT.test(path) || isReviewPath(path) || isExportTracePath(path) || isBesidePath(path) || isPagePath(path);

function sort(survey: ConnectionSurvey, stored: StoredKey, rest: string, isExport: boolean): void {
  const bag = bagOf(rest);
  if (bag !== undefined) survey.bags.add(bag);
  else if (RECEIPT.test(rest)) survey.receipts.push(stored);
  else if (parseAnchorKey(survey.connection, stored.key) !== undefined) survey.stamps.push(stored);
  else if (KEY.test(rest)) survey.keys.push(stored);
  else if (parseManualKey(survey.connection, stored.key) !== undefined) survey.manual.push(stored);
  else if (isEmptyFolder(stored) || (isExport && rest === EXPORT_FACTS)) return;
  else if (FOLDERS.includes(rest)) survey.irregular.push(rest);
  else if (/^(?:snapshots|manual)\//.test(rest) && !stored.isRegular) survey.irregular.push(rest);
  else if (!rest.startsWith('chain/') && !(stored.isRegular && isBesideEvidence(rest)))
    survey.strays.push(rest);
}
