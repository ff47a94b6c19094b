/** One row of the table of faults: what goes wrong, and all that it may change in the record. */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { FaultEffect, Simulator } from '../../src/simulator/simulator.ts';
import type { RunSettings, Workbench } from '../support/run.ts';

export type Expected = Pick<ResourceEntry, 'outcome' | 'records'> &
  Partial<Pick<ResourceEntry, 'reason' | 'httpStatus' | 'repeats'>>;

export interface FaultRow {
  readonly name: string;
  readonly simulator?: Parameters<typeof import('../support/run.ts').createWorkbench>[0];
  readonly settings?: RunSettings | ((bench: Workbench) => RunSettings);
  readonly arrange: (simulator: Simulator) => void;
  readonly status: 'complete' | 'partial' | 'failed';
  /** Default `working`. */
  readonly token?: string;
  readonly conditions?: readonly string[];
  /** Only what differs from a run without a fault. Every other resource must be what it was, byte for byte. */
  readonly entries?: Readonly<Record<string, Expected>>;
  /** Resources whose records came altered, so that they cannot be compared with those of a good run. */
  readonly altered?: readonly string[];
}

/** Adds one effect to an operation; without numbers it is there for ever. */
export const on =
  (operationId: string, effect: FaultEffect, when: { fromRequest?: number; times?: number } = {}) =>
  (simulator: Simulator): void =>
    simulator.addFault({ match: { operationId, ...when }, effect });

export type Json = Record<string, unknown>;

/** An effect that changes one record of a list, or the paging of its page. */
export const editList = (
  key: string,
  edit: (items: Json[], pagination: Json) => unknown,
): Extract<FaultEffect, { kind: 'transform-json' }> => ({
  kind: 'transform-json',
  transform: (body) => {
    const { data } = body as { data: Json };
    const items = data[key] as Json[];
    const pagination = data['pagination'] as Json;
    edit(items, pagination);
    return { data: { ...data, [key]: items, pagination } };
  },
});

export const SMALL_PAGES: RunSettings = {
  config: { collect: { include: [], exclude: [], pageSize: 5 } },
};

export const gap = (
  outcome: Expected['outcome'],
  reason: NonNullable<Expected['reason']>,
  httpStatus?: number,
): Expected => ({ outcome, reason, records: null, ...(httpStatus === undefined ? {} : { httpStatus }) });

export const partial = (
  reason: NonNullable<Expected['reason']>,
  records: number | null,
  more: Partial<Expected> = {},
): Expected => ({ outcome: 'partial', reason, records, ...more });
