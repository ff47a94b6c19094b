/** What a population is: which resources it is made from, its rows, and the same rows in SQL. Pure but for the records it is handed. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import type { Column } from '../table.ts';

export interface ViewInput {
  readonly resource: string;
  /**
   * `rows`: without all of it rows are missing, or say too little. `cells`: without it some cells of each row are not known,
   * and are null; left out on purpose, that is no gap. `names`: it only gives names to ids, or is only counted.
   */
  readonly gives: 'rows' | 'cells' | 'names';
}

/** The records that a view may look at: of one snapshot, and of those before it where it asks for them. */
export interface Reader extends RecordReader {
  /** What a resource held in this and all earlier snapshots that can be read: oldest first, equal files once. */
  versions(resource: string): readonly Version[];
}

export interface Version {
  /** When the first run that has it started. */
  readonly startedAt: string;
  /** Of the key that its fingerprints were made with. */
  readonly keyId: string;
  /** From the folder of the snapshot that the answer is of. */
  readonly path: string;
  records(): AsyncIterable<StoredRecord>;
}

export interface ViewRow {
  readonly id: string;
}

export interface ViewColumn<Row> extends Column<Row> {
  /** The same in DuckDB, over what `ViewSql.from` has. */
  readonly sql: string | ((reader: Reader) => string);
}

/** Rows in SQL: every resource is a table `n, id, data, parent` of its name, with `_` for `-`; `n` is the line in its file. */
export interface ViewSql {
  /** Tables made from these, in this order. */
  readonly with?: readonly (readonly [name: string, select: string])[];
  readonly from: string;
  /** By what the rows are in order; all of it. */
  readonly order: string;
}

/** A view that has read what it has to hold. */
export interface Prepared<Row> {
  /** Yields the rows anew each time, in the same order. */
  rows(): AsyncIterable<Row>;
  /** How many rows there are, where it is known without going through them. */
  readonly total?: number | undefined;
  /** What the records themselves show to be missing. */
  readonly gaps?: readonly string[];
  /** No gap, but to be known. */
  readonly notes?: readonly string[];
  /** What the question is about too and no row tells of, each with why: in the first line. */
  readonly uncovered?: readonly string[];
}

/** A kind of row that the question of a view asks the number of. */
export interface Tally<in Row> {
  /** After the number, such as `done late`; a pair where one is called otherwise than many. */
  readonly what: string | readonly [one: string, many: string];
  /** null: what was read does not tell. */
  has(row: Row): boolean | null;
}

export interface View<Row extends ViewRow = ViewRow> {
  /** What follows `population`. */
  readonly name: string;
  /** One sentence with a question mark. */
  readonly question: string;
  /** What one row is, and what many are: in the first line. */
  readonly noun: readonly [one: string, many: string];
  /** The population itself first. */
  readonly inputs: readonly [ViewInput, ...ViewInput[]];
  readonly columns: readonly ViewColumn<Row>[];
  /** What the first line counts, so that it answers the question; empty: only how many rows there are. */
  readonly tallies: readonly Tally<Row>[];
  /** Reads what has to be held in memory, once. */
  prepare(reader: Reader): Promise<Prepared<Row>>;
  sql(reader: Reader): ViewSql;
}

/** Returns a view as one of any rows: a column is only ever handed rows of its own view. */
export const toView = <Row extends ViewRow>(view: View<Row>): View => view as unknown as View;
