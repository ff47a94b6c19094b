/** What a population is: which resources it is made from, and its rows. Pure but for the records it is handed. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { Column } from '../table.ts';

export interface ViewInput {
  readonly resource: string;
  /** `rows`: without all of it rows are missing, or say too little. `names`: it only gives names to ids. */
  readonly gives: 'rows' | 'names';
}

/** The records that a view may look at, of one snapshot. */
export interface Reader {
  /** Yields the records sorted by id; none where the resource cannot be read: the answer says so. */
  records(resource: string): AsyncIterable<StoredRecord>;
}

export interface ViewRow {
  readonly id: string;
}

export interface View<Row extends ViewRow = ViewRow> {
  /** What follows `population`. */
  readonly name: string;
  /** One sentence with a question mark. */
  readonly question: string;
  /** The population itself first. */
  readonly inputs: readonly [ViewInput, ...ViewInput[]];
  readonly columns: readonly Column<Row>[];
  /** Returns what yields the rows, always in the same order. What has to be held in memory is read here, once. */
  prepare(reader: Reader): Promise<() => AsyncIterable<Row>>;
}

/** Returns a view as one of any rows: a column is only ever handed rows of its own view. */
export const toView = <Row extends ViewRow>(view: View<Row>): View => view as unknown as View;
