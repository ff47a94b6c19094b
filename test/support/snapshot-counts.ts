/** How the records of a snapshot are counted again, as simply as it can be said. */
import type { Files, Line } from './snapshot-files.ts';

export type { Files, Line };

export const idsOf = ({ lines }: Files, name: string) => lines(name)?.map(({ id }) => id);
export const memberIds = ({ lines }: Files) =>
  (lines('group-members') ?? []).map(({ data }) => String(data['id']));
export const emails = ({ lines }: Files, name: string) =>
  lines(name)?.map(({ data }) => String(data['email']));

/** null where the first of them was not read. */
export const unionOf = ([first, ...others]: readonly (readonly string[] | undefined)[]) =>
  first === undefined ? null : new Set([...first, ...others.flatMap((each) => each ?? [])]).size;

interface Granted {
  readonly roleId: string;
  readonly roleName: string;
}

const granted = ({ data }: Line) => (data['permissions'] ?? []) as readonly Granted[];

export const grantedRoles = ({ lines }: Files) =>
  [...(lines('users') ?? []), ...(lines('groups') ?? [])].flatMap(granted).map(({ roleId }) => roleId);

/** What each user may do: their own, and that of their groups. */
export function accessOf({ lines }: Files, user: Line): readonly Granted[] {
  const own = (lines('group-members') ?? []).filter(({ data }) => data['id'] === user.id);
  const groups = new Set(own.map(({ parent }) => parent?.['groupId']));
  return [user, ...(lines('groups') ?? []).filter(({ id }) => groups.has(id))].flatMap(granted);
}

export function stateOf({ outcome, waiver }: Record<string, unknown>): unknown {
  return outcome === 'fail' && (waiver as { state?: string } | undefined)?.state === 'accepted'
    ? 'accepted'
    : outcome;
}

/** The gravest that any check says of a requirement. */
export const CONTROL_ORDER = [
  ['fail', 'does not hold'],
  ['error', 'nobody can tell'],
  ['indeterminate', 'nobody can tell'],
  ['warn', 'to look at'],
  ['not_configured', 'not configured'],
  ['pass', 'supported'],
] as const;

/** By the label, else by a word in the name. */
export function environmentIn({ data }: Line): string {
  const labels = (data['labels'] ?? []) as readonly { readonly key: string; readonly value: string }[];
  const text = labels.find(({ key }) => key === 'environment')?.value ?? String(data['name']);
  if (/prod/i.test(text)) return 'production';
  if (/stag/i.test(text)) return 'staging';
  return /\bdev/i.test(text) ? 'development' : 'unknown';
}

export const dataAt = ({ data }: Line, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, member) => (value as Record<string, unknown> | undefined)?.[member], data);

/** Whoever receives: by the name in the catalogue. */
export function flowVendors({ lines }: Files): ReadonlyMap<string, readonly Line[]> {
  const writes = new Set((lines('warehouse-sources') ?? []).map(({ parent }) => parent?.['warehouseId']));
  const receivers = [
    ...(lines('destinations') ?? []),
    ...(lines('audience-destinations') ?? []),
    ...(lines('profiles-warehouses') ?? []),
    ...(lines('warehouses') ?? []).filter(({ id }) => writes.has(id)),
  ];
  const byName = new Map<string, Line[]>();
  for (const line of receivers) {
    const name = String(dataAt(line, 'metadata.name'));
    byName.set(name, [...(byName.get(name) ?? []), line]);
  }
  return byName;
}

/** Vendors of whom no line of the company's file has the name or the slug; here no host is named in it. */
export function unregisteredVendors(files: Files): number | null {
  const lines = files.input('vendors');
  if (lines === undefined) return null;
  const known = new Set(
    lines.flatMap(({ data }) => (data['slugs'] ?? []) as string[]).map((each) => each.toLowerCase()),
  );
  const isKnown = (line: Line) =>
    ['metadata.name', 'metadata.slug'].some((path) => known.has(String(dataAt(line, path)).toLowerCase()));
  return [...flowVendors(files).values()].filter((receivers) => !receivers.some(isKnown)).length;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of what is done; of anything else none. */
export function daysOf(line: Line): readonly number[] {
  if (dataAt(line, 'status') !== 'FINISHED') return [];
  const [start, end] = ['createdAt', 'finishedAt'].map((path) => Date.parse(String(dataAt(line, path))));
  return [Math.floor(((end ?? 0) - (start ?? 0)) / DAY_MS)];
}

/** What half of them are at most. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null;
}
