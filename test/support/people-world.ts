/**
 * A workspace whose people stand wherever people can: in fields of their own, and in what others wrote. Two runs, a day apart,
 * with checks asked; among the people some whose names are words, short, or written in several ways.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../schemas/resources/index.ts';
import { checks } from '../../src/checks/index.ts';
import { FEW } from './few.ts';
import { type RanInProcess, runInside, steady } from './inside.ts';
import { createWorkbench, signer, type Workbench } from './run.ts';

/** Texts that tell of somebody, and may stand nowhere. */
export const TELLING = [
  'Jane Doe',
  'jane.doe@larkfield.example',
  'usrJaneDoe000000000001',
  'Zoë Ångström',
  'zoe+audit@larkfield.example',
  'usrZoe0000000000000002',
  'Zoltán Kovács-Nagy',
  'zk@kovacs-nagy.example',
  'usrProduction000000003',
  'usrAl00000000000000004',
  'al@gmail.com',
  'production@larkfield.example',
  '王小明',
  'usrWang000000000000005',
  'wang@larkfield.example',
  'Quentin Removed-Earlier',
  'usrQuentin00000000006',
  'invited.person@agency.example',
  'guest.grouped@agency.example',
] as const;

const USERS = [
  ['usrJaneDoe000000000001', 'Jane Doe', 'Jane.Doe@larkfield.example'],
  ['usrZoe0000000000000002', 'Zoe\u0308 A\u030angstro\u0308m', 'zoe+audit@larkfield.example'],
  ['usrProduction000000003', 'Production', 'production@larkfield.example'],
  ['usrAl00000000000000004', 'Al', 'al@gmail.com'],
  ['usrWang000000000000005', '王小明', 'wang@larkfield.example'],
  ['usrZoltan0000000000007', 'Zoltán Kovács-Nagy', 'zk@kovacs-nagy.example'],
] as const;

/** Read at a time, in the order in which a reader asks. */
const READ = [
  'workspace',
  'users',
  'groups',
  'group-members',
  'group-invites',
  'roles',
  'invites',
  'labels',
  'sources',
  'destinations',
  'functions',
  'tracking-plans',
  'tracking-plan-rules',
  'audit-events',
];

export interface PeopleWorld {
  readonly folder: string;
  readonly key: string;
  readonly period: readonly string[];
  /** Runs the command line in the folder, over its store. */
  ask(...args: readonly string[]): Promise<RanInProcess>;
  /** The same, over whatever is named. */
  run(...args: readonly string[]): Promise<RanInProcess>;
  /** What `verify` says of a place in the folder, by keys in it. */
  verified(location: string, ...keys: readonly string[]): Promise<Said>;
}

export interface Said {
  readonly code: number;
  readonly codes: readonly string[];
  readonly notes: readonly string[];
  readonly derived: unknown;
}

let shared: Promise<PeopleWorld> | undefined;

/** Returns the workspace with two exports of all of it: `clear.zip`, and `p.zip` without people, with `walk.json`. */
export function sharedPeopleWorld(): Promise<PeopleWorld> {
  shared ??= createPeopleWorld();
  return shared;
}

async function createPeopleWorld(): Promise<PeopleWorld> {
  const bench = await createWorkbench({
    permissionsInUserList: true,
    size: { ...FEW, users: 3, groups: 2, sources: 4 },
  });
  populate(bench);
  const definitions = resources.filter(({ name }) => READ.includes(name));
  const policy = { approvedDomains: ['larkfield.example'] };
  for (const day of [0, 1]) {
    if (day === 1) bench.clock.advance(24 * 60 * 60 * 1000);
    await bench.run({
      slot: bench.clock.now().toISOString(),
      definitions,
      changes: { checks },
      configuration: { policy, collectorActor: 'tok1collector' },
    });
  }
  await bench.simulator.close();
  const key = join(bench.folder, 'key.pem');
  writeFileSync(key, signer.publicKey.export({ type: 'spki', format: 'pem' }));
  const run = (...args: readonly string[]) => inside(bench, args);
  const ask: PeopleWorld['ask'] = (...args) => run(...args, '--store', bench.folder, '--key', key);
  const period = ['--from', '2026-01-01', '--to', bench.clock.now().toISOString()];
  for (const more of [
    ['--out', 'clear.zip'],
    ['--out', 'p.zip', '--pseudonymise', '--crosswalk', 'walk.json'],
  ]) {
    const { code, stderr } = await ask('export', ...period, ...more);
    if (code !== 0 && code !== 4) throw new Error(stderr);
  }
  // Whichever test comes last, it is gone with the process.
  process.once('exit', () => rmSync(bench.folder, { recursive: true, force: true }));
  return { folder: bench.folder, key, period, run, ask, verified: (...args) => verified(run, ...args) };
}

function populate({ simulator: { world }, clock }: Workbench): void {
  for (const [id, name, email] of USERS) world.users.push({ id, name, email, permissions: [] });
  const [group] = world.groups;
  const [first, second, third, fourth] = world.sources;
  const [plan] = world.trackingPlans;
  if (!group || !first || !second || !third || !fourth || !plan)
    throw new Error('expected a workspace with enough in it');
  world.groupMembers[group.id]?.push('usrJaneDoe000000000001', 'usrAl00000000000000004');
  group.memberCount += 2;
  world.groupInvites[group.id] = [...(world.groupInvites[group.id] ?? []), 'guest.grouped@agency.example'];
  world.invites.push('invited.person@agency.example', 'guest.grouped@agency.example');
  Object.assign(first, { name: "Jane Doe's test (ask JANE.DOE@LARKFIELD.EXAMPLE)", slug: 'jane-doe-test' });
  Object.assign(second, { name: 'Production', slug: 'production' });
  Object.assign(third, {
    name: 'mailto:zoe%2Baudit%40larkfield.example, or Angstrom, Zoe',
    slug: 'zoltan_kovacs_nagy',
  });
  Object.assign(fourth, {
    name: `base64 ${Buffer.from('owner: jane.doe@larkfield.example').toString('base64')}`,
    slug: 'usrJaneDoe000000000001',
  });
  Object.assign(plan, {
    name: 'Plan of 王小明',
    description: '{"owner":"Jane Doe","mail":"jane.doe\\u0040larkfield.example"}',
  });
  world.labels.push({ key: 'owner', value: 'Jane Doe', description: 'Al and Zoë Ångström' });
  const at = clock.nowMs();
  world.auditedUntil = new Date(at + 1_000_000_000_000);
  world.auditEvents.push(
    {
      id: 'evt1',
      timestamp: new Date(at - 3_600_000).toISOString(),
      type: 'User Removed',
      actor: 'usrJaneDoe000000000001',
      actorEmail: 'jane.doe@larkfield.example',
      resourceId: 'usrQuentin00000000006',
      resourceType: 'User',
      resourceName: 'Quentin Removed-Earlier',
    },
    {
      id: 'evt2',
      timestamp: new Date(at - 1_800_000).toISOString(),
      type: 'Source Modified',
      actor: 'tok1collector',
      resourceId: second.id,
      resourceType: 'Source',
      resourceName: 'Production, by Quentin Removed-Earlier',
    },
  );
}

function inside({ folder, clock }: Workbench, args: readonly string[]): Promise<RanInProcess> {
  return runInside(args, {
    dir: folder,
    surroundings: steady(clock),
  });
}

async function verified(
  run: PeopleWorld['run'],
  location: string,
  ...keys: readonly string[]
): Promise<Said> {
  const { code, stdout } = await run('verify', location, ...keys.flatMap((key) => ['--key', key]), '--json');
  const [store] = JSON.parse(stdout).stores;
  return {
    code,
    codes: [...new Set<string>(store.failures.map((each: { code: string }) => each.code))],
    notes: store.notes.map((each: { kind: string }) => each.kind),
    derived: store.connections[0]?.derived,
  };
}
