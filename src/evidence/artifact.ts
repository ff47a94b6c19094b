/**
 * From sorted lines to one finished file: repeats stored once, every line checked a last time,
 * digest and counts taken from the very bytes that are stored.
 */
import { createHash } from 'node:crypto';
import type { CollectionLogLine } from '../../schemas/lines.ts';
import { canonical, sha256 } from './canonical.ts';
import { IdDigest } from './id-digest.ts';
import { isObject } from './json.ts';
import { type Counting, type KeyedLine, LineBlock, type LineCounts, type LineKind } from './line-block.ts';
import type { RedactContext } from './redact.ts';
import { withholdUnknown } from './redact.ts';
import { withholdFound } from './scan.ts';
import type { SecretSet } from './secret-set.ts';

/** Gives the same lines in the same order each time it is called; some at a time. */
export type LineSource = () => AsyncIterable<readonly KeyedLine[]>;

/** A finished file: what the manifest says of it, and its bytes, which may be read more than once. */
export interface Artifact {
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly records?: number;
  open(): AsyncIterable<Uint8Array>;
}

export const JSON_LINES = 'application/x-ndjson';
const JSON_DOCUMENT = 'application/json';

export interface FinishedLines {
  readonly artifact: Artifact;
  readonly counts: LineCounts;
}

/**
 * Returns the file made of some lines, and what was counted on the way. Reads the source once.
 * Byte-identical repeats are stored once, unless the file is a log, where each line is an event.
 */
export async function finishLines(
  path: string,
  source: LineSource,
  kind: LineKind = 'records',
): Promise<FinishedLines> {
  const finished = await finishFit(path, source, kind, () => true);
  if (finished === undefined) throw new Error(`finish ${path}: expected a file, got none`);
  return finished;
}

/**
 * Returns the same, or `undefined` as soon as something stands in the file that must not. One walk looks,
 * counts and digests: a block is held against the secrets as the very bytes that are stored. A block may
 * show more than its lines one by one, never less.
 */
export function finishIfClean(
  path: string,
  source: LineSource,
  secrets: Pick<SecretSet, 'isIn'>,
  kind: LineKind = 'records',
): Promise<FinishedLines | undefined> {
  return finishFit(path, source, kind, (block) => !secrets.isIn(block));
}

async function finishFit(
  path: string,
  source: LineSource,
  kind: LineKind,
  isFit: (block: Buffer) => boolean,
): Promise<FinishedLines | undefined> {
  const counts = { records: 0, distinctIds: 0, repeats: 0, contradictedIds: 0 };
  const ids = kind === 'records' ? new IdDigest() : undefined;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const block of encode(source, kind, { counts, ids })) {
    if (!isFit(block)) return undefined;
    hash.update(block);
    bytes += block.length;
  }
  const artifact = {
    path,
    mediaType: JSON_LINES,
    bytes,
    sha256: hash.digest('hex'),
    records: counts.records,
    open: () => encode(source, kind),
  };
  return { artifact, counts: ids === undefined ? counts : { ...counts, idsSha256: await ids.end() } };
}

/** Returns the file of one JSON value, which is held in memory: RFC 8785 without a final newline. */
export function finishDocument(path: string, value: unknown): Artifact {
  const bytes = Buffer.from(canonical(value));
  return {
    path,
    mediaType: JSON_DOCUMENT,
    bytes: bytes.length,
    sha256: sha256(bytes),
    open: async function* () {
      yield bytes;
    },
  };
}

/** Yields the bytes of a file, some lines at a time, and counts them. */
async function* encode(source: LineSource, kind: LineKind, counting?: Counting): AsyncGenerator<Buffer> {
  const block = new LineBlock(kind, counting);
  for await (const lines of source()) {
    for (const keyed of lines) {
      block.add(keyed);
      if (block.isFull) yield block.take();
    }
  }
  if (!block.isEmpty) yield block.take();
}

/**
 * Returns a record's line without any marked secret, checked again after repairing.
 * A line in which one still stands is withheld whole: no secret may leave memory.
 */
export function scanRecordLine(
  keyed: KeyedLine,
  context: RedactContext,
): KeyedLine & { readonly isWithheldWhole?: boolean } {
  if (!context.secrets.isIn(keyed.line)) return keyed;
  const mended = withholdFound(JSON.parse(keyed.line), '', context);
  const line = canonical(mended);
  if (!context.secrets.isIn(line)) return { key: idOf(mended), line };
  const id = context.fingerprints.of('segment/setting', keyed.key);
  const data = withholdUnknown(keyed.line, '/data', 'secret-found', context);
  return { key: id, line: canonical({ data, id }), isWithheldWhole: true };
}

/**
 * Returns a line of the collection log without any marked secret. Looked at is what Segment's answers
 * decide; the rest are our own words and times, which a value that happens to be equal must not spoil.
 */
export function scanLogLine(keyed: KeyedLine, context: RedactContext): KeyedLine {
  if (!context.secrets.isIn(keyed.line)) return keyed;
  const line = JSON.parse(keyed.line) as CollectionLogLine;
  const { path, query, requestId } = line;
  const scan = (value: string, pointer: string) => withholdFound(value, pointer, context);
  const mended = {
    ...line,
    path: scan(path, '/path'),
    query: Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, scan(value, `/query/${name}`)]),
    ),
    ...(requestId === undefined ? {} : { requestId: scan(requestId, '/requestId') }),
  };
  return { key: keyed.key, line: canonical(mended) };
}

function idOf(record: unknown): string {
  return isObject(record) && typeof record['id'] === 'string' ? record['id'] : '';
}
