/** Workspaces as they might be: records that were read, altered at random, with gaps and policies of all kinds. */
import fc from 'fast-check';
import type { StoredRecord } from '../../schemas/lines.ts';
import { POLICY } from './check-policy.ts';
import type { MadeResource, MadeRun } from './checked.ts';

type Records = Readonly<Record<string, readonly StoredRecord[]>>;

/** What a member may become: words that mean something to a check, and what is of another type. */
const VALUES: readonly unknown[] = [
  ...['', 'prod', 'Production Web', 'web (staging)', 'test', 'uat2', 'pre-prod', 'environment', 'env'],
  ...['Workspace Owner', 'Source Admin', 'Function Admin', 'Tracking Plan Admin', 'PII Access'],
  ...[
    'Minimal Workspace Access',
    'WORKSPACE',
    'SOURCE',
    'DEPRECATED',
    'PUBLIC_BETA',
    'LIVE',
    'ALLOW',
    'BLOCK',
  ],
  ...['info@larkfield.example', 'ada@gmail.com', 'no address', 'ada@eu.larkfield.example', 'Javascript'],
  ...['http', '10.0.0.1', 'x.ngrok.io', 'INTERNAL', 'Website', 'google-tag-manager'],
  ...[null, true, false, 0, 1, [], {}],
];

const alteration = fc.record({
  resource: fc.nat(),
  record: fc.nat(),
  /** Which of its members, at any depth. */
  member: fc.nat(),
  how: fc.constantFrom('value', 'value', 'other', 'other', 'without', 'double', 'gone'),
  value: fc.constantFrom(...VALUES),
});
type Alteration = typeof alteration extends fc.Arbitrary<infer T> ? T : never;

const GAPS = ['denied', 'partial', 'half', 'not-offered', 'opt-in', 'empty'] as const;

const POLICIES: readonly NonNullable<MadeRun['policy']>[] = [
  POLICY,
  {},
  {
    ...POLICY,
    maxOwners: 1,
    maxProdWriters: 1,
    maxPiiReaders: 2,
    maxGrants: 1,
    minUsers: 3,
    maxDirectPct: 40,
  },
  {
    ...POLICY,
    minOwners: 8,
    maxOwnerRatio: 0.5,
    minUsers: 40,
    requiredLabelKeys: ['environment', 'data'],
    excludeMetadataSlugs: ['http-api'],
    requireBlockOnViolation: false,
    scopes: ['identify'],
    namePattern: '^[A-Z]',
  },
];

/** How a world differs from the one that it is made of: what a failing property prints. */
export const difference = fc.record({
  alterations: fc.array(alteration, { maxLength: 25 }),
  gaps: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...GAPS)), { maxLength: 2 }),
  policy: fc.constantFrom(...POLICIES),
});
export type Difference = typeof difference extends fc.Arbitrary<infer T> ? T : never;

/** Returns the world; `names`: of the resources that may differ. */
export function alteredWorld(
  whole: Records,
  names: readonly string[],
  { alterations, gaps, policy }: Difference,
): MadeRun {
  const records: Open = Object.fromEntries(
    names.map((name) => [name, structuredClone([...(whole[name] ?? [])])]),
  );
  for (const each of alterations) alter(records, names, each);
  const left = gaps.map(([at, kind]): [string, MadeResource] => {
    const name = names[at % names.length] ?? '';
    return [name, withGap(records[name] ?? [], kind)];
  });
  return { records: { ...records, ...Object.fromEntries(left) }, policy };
}

type Open = Record<string, StoredRecord[]>;

function alter(records: Open, names: readonly string[], each: Alteration): void {
  const list = records[names[each.resource % names.length] ?? ''] ?? [];
  const record = list[each.record % list.length];
  if (record === undefined) return;
  if (each.how === 'gone') list.splice(list.indexOf(record), 1);
  else if (each.how === 'double') list.push(withAnotherId(record, list));
  else {
    const members = membersOf(record.data);
    const found = members[each.member % members.length];
    if (found === undefined) return;
    const [holder, key] = found;
    const other = list[(each.record + 1) % list.length];
    const others = other === undefined ? [] : membersOf(other.data).filter(([, name]) => name === key);
    if (each.how === 'without') delete holder[key];
    else if (each.how === 'other' && others[0] !== undefined)
      holder[key] = structuredClone(others[0][0][key]);
    else holder[key] = each.value;
  }
}

/** A copy of it under an id that no record of the list has: an id stands in a file once. */
function withAnotherId(record: StoredRecord, list: readonly StoredRecord[]): StoredRecord {
  const taken = new Set(list.map(({ id }) => id));
  let id = `${record.id}x`;
  while (taken.has(id)) id += 'x';
  const copy = structuredClone(record);
  return { ...copy, id, data: { ...copy.data, id } };
}

/** Every member of an object but the ids, at any depth. */
function membersOf(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value)
    ? []
    : Object.keys(value)
        .filter((key) => key !== 'id')
        .map((key): [Record<string, unknown>, string] => [value as Record<string, unknown>, key]);
  return [...own, ...Object.values(value).flatMap(membersOf)];
}

function withGap(records: readonly StoredRecord[], kind: (typeof GAPS)[number]): MadeResource {
  if (kind === 'denied') return { outcome: 'denied', reason: 'scope' };
  if (kind === 'not-offered' || kind === 'opt-in') return { outcome: 'not-collected', reason: kind };
  if (kind === 'empty') return [];
  const kept = kind === 'half' ? records.slice(0, Math.ceil(records.length / 2)) : records;
  return { outcome: 'partial', reason: 'truncated', records: kept };
}
