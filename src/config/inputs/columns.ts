/** The columns of each file of the company's own. Others may be there, and are not read. */
import type { InputName } from '../../../schemas/input-entry.ts';
import { address, day, flag, hosts, oneOf, type ReadCell, subject, text, texts, word } from './cells.ts';

export interface Column {
  readonly name: string;
  readonly read: ReadCell;
  /** No row may lack it. */
  readonly isRequired?: true;
}

const required = (name: string, read: ReadCell): Column => ({ name, read, isRequired: true });
const optional = (name: string, read: ReadCell): Column => ({ name, read });

/** What HR and identity providers say of who may still log in, and of who may not. */
const STATUS = {
  active: 'active',
  left: 'left',
  terminated: 'left',
  deactivated: 'left',
  deprovisioned: 'left',
};

export const COLUMNS: Readonly<Record<InputName, readonly Column[]>> = {
  approvals: [
    required('subject', subject),
    required('approvedOn', day),
    required('approverRole', text('a role')),
    optional('ticket', text('a ticket')),
  ],
  'data-classification': [
    required('property', text('the name of a property')),
    required('class', oneOf('public', 'internal', 'personal', 'special', 'prohibited')),
  ],
  reviews: [
    required('event', text('the id of an event')),
    required('reviewedOn', day),
    required('reviewerRole', text('a role')),
  ],
  roster: [
    required('email', address),
    required('status', word(STATUS)),
    optional('startedOn', day),
    optional('leftOn', day),
  ],
  vendors: [
    required('vendor', text('the name of a vendor')),
    optional('slugs', texts('slugs or names of the catalogue')),
    optional('hosts', hosts),
    optional('country', text('a country')),
    optional('role', text('a role')),
    optional('contract', text('a contract')),
    optional('reviewedOn', day),
    optional('personalData', flag),
    optional('phi', flag),
    optional('regions', texts('regions')),
    optional('erasure', oneOf('api', 'manual', 'none')),
  ],
};

/** `Left on`, `left_on` and `leftOn` are one. */
const keyOf = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Returns the index of each column in a header; of one that is there twice both. */
export function placesIn(
  header: readonly string[],
  columns: readonly Column[],
): ReadonlyMap<string, readonly number[]> {
  const keys = header.map(keyOf);
  return new Map(
    columns.map(({ name }) => [name, keys.flatMap((key, index) => (key === keyOf(name) ? [index] : []))]),
  );
}

/** Returns how many cells of a header are columns of the file. */
export const countKnown = (header: readonly string[], columns: readonly Column[]): number =>
  [...placesIn(header, columns).values()].flat().length;
