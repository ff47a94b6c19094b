/** What records say of each other that cannot be true of whole lists, and what only looks like it. */
import { describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { type AskedTime, contradictions, type Read } from '../../src/evidence/contradictions.ts';
import type { Observations } from '../../src/evidence/plausibility.ts';
import { observationsOf } from './observations.ts';

function read(name: string, said: Partial<Observations> = {}, facts: Partial<Read['facts']> = {}): Read {
  const definition = resources.find((resource) => resource.name === name);
  if (definition === undefined) throw new Error(`no resource ${name}`);
  return { definition, observations: observationsOf({ records: 0, ...said }), facts: { pages: 1, ...facts } };
}

const counts = (...pairs: readonly (readonly [string, number])[]) => new Map(pairs);
const groups = (...announced: readonly (readonly [string, number])[]) =>
  read('groups', { announced: counts(...announced) });
const members = (...shown: readonly (readonly [string, number])[]) =>
  read('group-members', { perParent: counts(...shown) });
const invites = (...shown: readonly (readonly [string, number])[]) =>
  read('group-invites', { perParent: counts(...shown) });

const DAY: AskedTime = {
  from: '2026-11-21T02:50:00.000Z',
  to: '2026-11-22T02:55:00.000Z',
  askedAt: '2026-11-22T03:00:00.000Z',
  isFirst: false,
};
const made = (...instants: readonly string[]) =>
  read('functions', { createdAtMs: instants.map((at) => Date.parse(at)) });

interface Row {
  readonly name: string;
  readonly all: readonly Read[];
  readonly asked?: AskedTime;
  readonly of: string;
  readonly rule: string;
  readonly state: 'holds' | 'broken' | 'does not apply';
  readonly detail?: string;
  readonly reason?: string;
}

const SHOWN = { of: 'group-members', rule: 'announced-records-shown' } as const;
const COUNTED = { of: 'group-members', rule: 'announced-count-shown', reason: 'count-mismatch' } as const;
const OURS = { of: 'warehouses', rule: 'records-are-this-workspaces', reason: 'cross-reference' } as const;
const TRAIL = { of: 'audit-events', rule: 'events-of-what-was-made', reason: 'implausible-empty' } as const;

const ofMembers: readonly Row[] = [
  {
    name: 'a group that shows some of its members shows some',
    all: [groups(['g', 2]), members(['g', 1])],
    ...SHOWN,
    state: 'holds',
  },
  {
    name: 'a group that says it has none shows none',
    all: [groups(['g', 0]), members()],
    ...SHOWN,
    state: 'holds',
  },
  {
    name: 'a group that says it has members shows none',
    all: [groups(['g', 2], ['h', 1]), members(['h', 1])],
    ...SHOWN,
    state: 'broken',
    reason: 'implausible-empty',
    detail: '1 groups say that they have some and show none',
  },
  { name: 'the groups were not read', all: [members()], ...SHOWN, state: 'does not apply' },
  {
    name: 'each group shows as many as it says',
    all: [groups(['g', 2], ['h', 0]), members(['g', 2])],
    ...COUNTED,
    state: 'holds',
  },
  {
    name: 'one group shows less, another more',
    all: [groups(['g', 2], ['h', 1]), members(['g', 1], ['h', 2])],
    ...COUNTED,
    state: 'broken',
    detail: '2 groups show another number than they say, the first 1 of 2',
  },
  {
    name: 'the invited count too, in every group',
    all: [groups(['g', 2], ['h', 1]), members(['g', 1]), invites(['g', 1], ['h', 1])],
    ...COUNTED,
    state: 'holds',
    detail: 'what groups say is with their group-invites',
  },
  {
    name: 'the invited would explain one group and not the other',
    all: [groups(['g', 2], ['h', 1]), members(['g', 1], ['h', 1]), invites(['g', 1], ['h', 1])],
    ...COUNTED,
    state: 'broken',
    detail: '1 groups show another number than they say, the first 1 of 2',
  },
];

const ofOrigin: readonly Row[] = [
  { name: 'no record names another workspace', all: [read('warehouses')], ...OURS, state: 'does not apply' },
  {
    name: 'records name another workspace, with and without a credential of its own',
    all: [read('warehouses', { foreign: counts(['', 1], ['c', 2]) }), read('credentials', { ids: ['d'] })],
    ...OURS,
    state: 'broken',
    detail: '3 records name another workspace',
  },
  {
    name: 'one that names another workspace uses a credential of this one',
    all: [read('warehouses', { foreign: counts(['c', 1]) }), read('credentials', { ids: ['c'] })],
    ...OURS,
    state: 'holds',
    detail: '1 records name another workspace, and credentials of this one',
  },
  {
    name: 'credentials of which one names another workspace themselves vouch for nothing',
    all: [
      read('warehouses', { foreign: counts(['c', 1]) }),
      read('credentials', { ids: ['c'], foreign: counts(['', 1]) }),
    ],
    ...OURS,
    state: 'broken',
  },
];

const trail = read('audit-events');
const IN_TIME = '2026-11-21T12:00:00.000Z';
const ofTrail: readonly Row[] = [
  {
    name: 'something was made, and there is no event of anything',
    all: [trail, made(IN_TIME), read('regulations', { createdAtMs: [Date.parse(IN_TIME)] })],
    ...TRAIL,
    state: 'broken',
    detail: 'no events of a time in which were made: 1 functions, 1 regulations',
  },
  {
    name: 'there are events',
    all: [read('audit-events', { records: 1 }), made(IN_TIME)],
    ...TRAIL,
    state: 'does not apply',
  },
  {
    name: 'it is the first time',
    all: [trail, made(IN_TIME)],
    asked: { ...DAY, isFirst: true },
    ...TRAIL,
    state: 'does not apply',
  },
  {
    name: 'the events could not be read',
    all: [read('audit-events', {}, { pages: 0 }), made(IN_TIME)],
    ...TRAIL,
    state: 'does not apply',
  },
  {
    name: 'reading them broke off',
    all: [read('audit-events', {}, { gap: { outcome: 'unreachable', reason: 'timeout' } }), made(IN_TIME)],
    ...TRAIL,
    state: 'does not apply',
  },
  {
    name: 'it was made an hour ago',
    all: [trail, made('2026-11-22T02:00:00.000Z')],
    ...TRAIL,
    state: 'broken',
  },
  {
    name: 'it was made less than an hour ago',
    all: [trail, made('2026-11-22T02:00:00.001Z')],
    ...TRAIL,
    state: 'holds',
  },
  {
    name: 'it was made before',
    all: [trail, made('2026-11-21T02:49:59.999Z', '2006-01-02T15:04:05.000Z')],
    ...TRAIL,
    state: 'holds',
  },
];

describe.each([
  ['how many they are', ofMembers],
  ['whose they are', ofOrigin],
  ['when they were made', ofTrail],
])('records that tell of others: %s', (_title, rows) => {
  it.each(rows)('$name', ({ all, asked = DAY, of, rule, state, detail, reason }) => {
    const found = contradictions(all, new Map([['audit-events', asked]]))
      .get(of)
      ?.find((doubt) => doubt.rule.rule === rule);

    expect(found === undefined ? 'does not apply' : found.rule.holds ? 'holds' : 'broken').toBe(state);
    if (detail !== undefined) expect(found?.rule.detail).toBe(detail);
    if (state === 'broken' && reason !== undefined) expect(found?.reason).toBe(reason);
  });
});
