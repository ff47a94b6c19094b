/** Records that many ask for: kept in memory where they are few, else read anew each time. */
import type { StoredRecord } from '../../../schemas/lines.ts';

/** Larger files are read anew each time. */
const LARGEST_KEPT_BYTES = 2 * 2 ** 20;

export interface RecordFile {
  readonly bytes: number;
  records(): AsyncIterable<StoredRecord>;
}

/** Returns a reader of the records of some files by name; those of a small file are parsed once. */
export function keepSmall(
  fileOf: (name: string) => RecordFile | undefined,
): (name: string) => AsyncIterable<StoredRecord> {
  const kept = new Map<string, readonly StoredRecord[]>();
  return async function* records(name) {
    const known = kept.get(name);
    if (known !== undefined) return yield* known;
    const file = fileOf(name);
    if (file === undefined) return;
    if (file.bytes > LARGEST_KEPT_BYTES) return yield* file.records();
    const read: StoredRecord[] = [];
    for await (const record of file.records()) read.push(record);
    kept.set(name, read);
    yield* read;
  };
}
