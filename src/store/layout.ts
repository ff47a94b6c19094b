/**
 * Where things are in a store. Pure: names in, keys out.
 *
 * segment-evidence/v1/<connection>/
 * chain/001/000000000042.sigstore.json
 * snapshots/2026/11/22/20261122T030004Z-1b4e28ba/…
 * receipts/001-000000000042.txt
 * anchors/001-000000000042-1b4e28ba.tsr
 * alerts/<alertId>.json
 * reviews/20261112T030004Z-1b4e28ba/… access reviews: what was frozen, and what was decided of it
 * reports/20261122T030004Z-1b4e28ba.html   pages: derived, and evidence of nothing
 * manual/sso-enforcement/20261112T030004Z-1b4e28ba/… files that somebody attached by hand, each with what it is
 * exports/20261231T090000Z-1b4e28ba.json that somebody exported a period: who, which, and the digest
 * accesses/20261231T090000Z-1b4e28ba-000001.json what somebody was shown of it, and when
 * approvals/001-000000000042-20261231T090000Z-1b4e28ba.json that somebody approved a snapshot
 * resume/20261122T030000Z/…           what a run that was cut off had read: encrypted, evidence of nothing
 * keys/<keyId>.pem
 * segment-evidence/doctor/             what `doctor` tried out
 */

/** Where `doctor` tries things out. What is there is evidence of nothing. */
export const DOCTOR_PREFIX = 'segment-evidence/doctor/';

/** Version of the layout, of the bag and of the records in it; apart from the package's version. */
export const FORMAT_VERSION = 1;

export const ROOT = `segment-evidence/v${FORMAT_VERSION}`;

const SEQ_DIGITS = 12;
const CHAIN_DIGITS = 3;
const RECORD_ENDING = '.sigstore.json';

/** Names of the four tag files besides the tag manifest itself, and of the tag manifest. */
export const TAG_FILES = [
  'bag-info.txt',
  'bagit.txt',
  'evidence-manifest.json',
  'manifest-sha256.txt',
] as const;
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';
export const MANIFEST_FILE = 'evidence-manifest.json';
export const PAYLOAD_MANIFEST = 'manifest-sha256.txt';

export const COLLECTION_LOG_PATH = 'data/collection-log.jsonl';
export const CONFIGURATION_PATH = 'data/configuration.json';
export const REDACTIONS_PATH = 'data/redactions.jsonl';
export const CHECK_RESULTS_PATH = 'data/checks/results.json';

/** Path of a resource's artifact, relative to the bag. */
export const artifactPath = (resource: string) => `data/resources/${resource}.jsonl`;

/** What a run says of itself, by the names under which checks rest on it. */
const OF_THE_RUN: Readonly<Record<string, string>> = {
  'collection-log': COLLECTION_LOG_PATH,
  configuration: CONFIGURATION_PATH,
};

/** What files of the company's own begin with, by the names under which checks rest on them. */
const INPUT = 'input:';
export const INPUTS_FOLDER = 'data/inputs/';

/** Path of a file of the company's own as it is kept, relative to the bag. */
export const inputPath = (name: string) => `${INPUTS_FOLDER}${name}.jsonl`;

/** Path of what a check rests on: a resource, `input:roster` and the like, `collection-log` or `configuration`. */
export const citedPath = (name: string) =>
  OF_THE_RUN[name] ?? (name.startsWith(INPUT) ? inputPath(name.slice(INPUT.length)) : artifactPath(name));

/** Key of a connection's folder, with a final slash. */
export const connectionPrefix = (connection: string) => `${ROOT}/${connection}/`;

/** Of a snapshot's folder, under the store: what a copy of one file needs. `path`: as its record has it. */
export const snapshotPrefix = (connection: string, path: string) => `${connectionPrefix(connection)}${path}/`;

export const chainPrefix = (connection: string) => `${connectionPrefix(connection)}chain/`;

export const chainRecordKey = (connection: string, chain: number, seq: number) =>
  `${chainPrefix(connection)}${digits(chain, CHAIN_DIGITS)}/${digits(seq, SEQ_DIGITS)}${RECORD_ENDING}`;

/** How what belongs to a record is named beside the chain: `001-000000000042`. */
export const placeName = (chain: number, seq: number) =>
  `${digits(chain, CHAIN_DIGITS)}-${digits(seq, SEQ_DIGITS)}`;

export const receiptKey = (connection: string, chain: number, seq: number) =>
  `${connectionPrefix(connection)}receipts/${placeName(chain, seq)}.txt`;

export const anchorsPrefix = (connection: string) => `${connectionPrefix(connection)}anchors/`;

/** Key of a time stamp of a record's signature; `digest8`: the first eight hex digits of the stamp's SHA-256. */
export const anchorKey = (connection: string, chain: number, seq: number, digest8: string) =>
  `${anchorsPrefix(connection)}${placeName(chain, seq)}-${digest8}.tsr`;

/** What the keys of a record's time stamps begin with. */
export const recordAnchorsPrefix = (connection: string, chain: number, seq: number) =>
  anchorKey(connection, chain, seq, '').slice(0, -'.tsr'.length);

/** Key of the record that an alert was delivered. */
export const alertKey = (connection: string, alertId: string) =>
  `${connectionPrefix(connection)}alerts/${alertId}.json`;

export const publicKeyKey = (connection: string, keyId: string) =>
  `${connectionPrefix(connection)}keys/${keyId}.pem`;

/** What all access reviews of a connection are below. */
export const reviewsPrefix = (connection: string) => `${connectionPrefix(connection)}reviews/`;

/** Key of a file of an access review. */
export const reviewKey = (connection: string, reviewId: string, name: string) =>
  `${reviewsPrefix(connection)}${reviewId}/${name}`;

export const REVIEW_POPULATION_FILE = 'population.json';
export const decisionsFile = (number: number) => `decisions-${number}.json`;
/** What was imported, by the first eight hex digits of its SHA-256. */
export const reviewSourceFile = (digest: string, ending: 'xlsx' | 'csv') =>
  `source-${digest.slice(0, 8)}.${ending}`;
/** A signature over it, by its own digits too: of one file there may be several. */
export const reviewSignatureFile = (digest: string, signatureDigest: string) =>
  `source-${digest.slice(0, 8)}-${signatureDigest.slice(0, 8)}.sig`;

/** What the page of a snapshot is called. `path`: as its record has it. */
export const pageFile = (path: string) => `${path.slice(path.lastIndexOf('/') + 1)}.html`;

/** What the page of a period is called. */
export const periodPageFile = (connection: string, from: string, to: string) =>
  `${connection}-${from.slice(0, 10)}-to-${to.slice(0, 10)}.html`;

/** Key of the page of a snapshot: derived, and evidence of nothing. */
export const pageKey = (connection: string, path: string) =>
  `${connectionPrefix(connection)}reports/${pageFile(path)}`;

/** Whether a path in a connection's folder is that of a page. */
export const isPagePath = (path: string): boolean => /^reports\/\d{8}T\d{6}Z-[0-9a-f]{8}\.html$/.test(path);

/** Whether a path in a connection's folder is that of a file of an access review. */
export const isReviewPath = (path: string): boolean =>
  /^reviews\/\d{8}T\d{6}Z-[0-9a-f]{8}\/(population\.json|decisions-[1-9]\d{0,3}\.json|source-[0-9a-f]{8}(\.(xlsx|csv)|-[0-9a-f]{8}\.sig))$/.test(
    path,
  );

/** What all files that were attached by hand are below. */
export const manualPrefix = (connection: string) => `${connectionPrefix(connection)}manual/`;

/** Key of a file of what was attached to a slot. */
export const manualKey = (connection: string, slot: string, id: string, name: string) =>
  `${manualPrefix(connection)}${slot}/${id}/${name}`;

/** What was attached is that only once this is there. */
export const MANUAL_RECORD_FILE = 'evidence.json';

/** What was attached, by the first eight hex digits of its SHA-256. */
export const manualFileName = (digest: string, ending: string) => `file-${digest.slice(0, 8)}.${ending}`;

/** Name of the folder of what was attached at an instant. */
export const manualIdOf = (attachedAt: string, digest: string) =>
  `${compact(attachedAt)}-${digest.slice(0, 8)}`;

/** What a key under `manual/` stands for; `undefined` when it is not named like a file of what was attached. */
export function parseManualKey(
  connection: string,
  key: string,
): { readonly slot: string; readonly id: string; readonly name: string } | undefined {
  const prefix = manualPrefix(connection);
  if (!key.startsWith(prefix)) return undefined;
  const [, slot = '', id = '', name] =
    /^([a-z0-9][a-z0-9-]{0,62})\/(\d{8}T\d{6}Z-[0-9a-f]{8})\/(evidence\.json|file-[0-9a-f]{8}\.[a-z0-9]{1,8})$/.exec(
      key.slice(prefix.length),
    ) ?? [];
  return name === undefined ? undefined : { slot, id, name };
}

/** What all resume points of a connection are below. */
export const resumePrefix = (connection: string) => `${connectionPrefix(connection)}resume/`;

/** What the resume points of a slot are below. */
export const resumeSlotPrefix = (connection: string, slot: string) =>
  `${resumePrefix(connection)}${compact(slot)}/`;

/** Whether a key is part of a resume point: what is there may be removed, and is evidence of nothing. */
export function isResumeKey(key: string): boolean {
  const [connection, ...rest] = key.startsWith(`${ROOT}/`) ? key.slice(ROOT.length + 1).split('/') : [];
  return connection !== '' && rest[0] === 'resume' && rest.length > 1 && !rest.includes('..');
}

/** Path of a snapshot's bag, relative to the connection's folder, without a final slash. */
export function snapshotPath(startedAt: string, runId: string): string {
  return `snapshots/${startedAt.slice(0, 10).replaceAll('-', '/')}/${compact(startedAt)}-${runId.slice(0, 8)}`;
}

/** What a key under `chain/` stands for; `undefined` when it is not named like a chain record. */
export function parseChainKey(
  connection: string,
  key: string,
): { readonly chain: number; readonly seq: number } | undefined {
  const match = /^(\d{3})\/(\d{12})\.sigstore\.json$/.exec(key.slice(chainPrefix(connection).length));
  if (match === null || !key.startsWith(chainPrefix(connection))) return undefined;
  return { chain: Number(match[1]), seq: Number(match[2]) };
}

/** What a key under `anchors/` stands for; `undefined` when it is not named like a time stamp. */
export function parseAnchorKey(
  connection: string,
  key: string,
): { readonly chain: number; readonly seq: number; readonly digest8: string } | undefined {
  const prefix = anchorsPrefix(connection);
  if (!key.startsWith(prefix)) return undefined;
  const [, chain, seq, digest8] =
    /^(\d{3})-(\d{12})-([0-9a-f]{8})\.tsr$/.exec(key.slice(prefix.length)) ?? [];
  return digest8 === undefined ? undefined : { chain: Number(chain), seq: Number(seq), digest8 };
}

/** What something under `chain/` takes up, whatever it is. */
export interface TakenPlace {
  readonly chain: number;
  /** `undefined`: the name of the chain's folder itself. */
  readonly seq: number | undefined;
  /** Whether it lies below the name, as in a folder of that name. */
  readonly isBelow: boolean;
}

/**
 * Returns whose name a key under `chain/` takes up: a record's, also where it lies below that name, which a folder
 * can then have no file under; or a chain's. `undefined` for whatever is in nobody's way.
 */
export function placeTakenBy(connection: string, key: string): TakenPlace | undefined {
  const prefix = chainPrefix(connection);
  if (!key.startsWith(prefix)) return undefined;
  const match = /^(\d{3})(?:\/(\d{12})\.sigstore\.json(\/.*)?)?$/s.exec(key.slice(prefix.length));
  if (match === null) return undefined;
  const [, chain, seq, below] = match;
  return {
    chain: Number(chain),
    seq: seq === undefined ? undefined : Number(seq),
    isBelow: below !== undefined,
  };
}

/** Whether a folder has a record's name: what is in it is of no interest. */
export const isRecordNamed = (folder: string) => folder.endsWith(`${RECORD_ENDING}/`);

/** An instant to the second: `20261231T090000Z`. */
export function compact(instant: string): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
