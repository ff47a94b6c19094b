/** What records may be read through: of one run, by resource. */
import type { StoredRecord } from '../../../schemas/lines.ts';

export interface RecordReader {
  /** Yields the records sorted by id; none where the resource cannot be read: ask first. */
  records(resource: string): AsyncIterable<StoredRecord>;
  /** Whether anything of it was read. */
  isReadable(resource: string): boolean;
  /** Whether all of it was read. */
  isWhole(resource: string): boolean;
  /** How many records it has; undefined where nothing could be read. */
  count(resource: string): number | undefined;
  /** The instant up to which ages are counted: when the run started. A slot that was filled late is of before. */
  readonly countedTo: string;
}
