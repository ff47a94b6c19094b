/** Fields that differ from what is known of them: said field by field, since when, and never in a name that tells anything. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DriftedField } from '../../schemas/drift.ts';
import { resources } from '../../schemas/resources/index.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';
import { editList, type Json } from './fault-row.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench({ permissionsInUserList: true });
});
afterEach(() => bench.close());

const only = (...names: readonly string[]) =>
  resources.filter(({ name }) => ['workspace', ...names].includes(name));

/** Has each list of users come with this change of its first ones. */
function changeUsers(edit: (users: Json[]) => unknown): void {
  bench.simulator.addFault({ match: { operationId: 'listUsers' }, effect: editList('users', edit) });
}

const runUsers = () => bench.run({ changes: { definitions: only('users') } });
const driftOf = (ran: Ran, resource = 'users'): readonly DriftedField[] => ran.entry(resource).drift ?? [];
const said = (drift: readonly DriftedField[]) =>
  drift.map(({ pointer, kind, count }) => `${kind} ${pointer} ${count}`);
const about = (ran: Ran) => ran.record.conditions.find(({ condition }) => condition === 'schema-drift');

describe('drift', () => {
  it('is said by field and kind, with how often, in one condition', async () => {
    changeUsers((users) => {
      for (const user of users.slice(0, 3)) user['nickname'] = 'Countess';
      Object.assign(users[3] ?? {}, { name: 7 });
      delete users[4]?.['email'];
    });

    const ran = await runUsers();

    expect(said(driftOf(ran))).toEqual([
      'missing /data/email 1',
      'changed-type /data/name 1',
      'new-field /data/nickname 3',
    ]);
    expect(ran.entry('users')).toMatchObject({ outcome: 'partial', reason: 'invalid-records' });
    expect(about(ran)).toMatchObject({
      severity: 'low',
      summary:
        'Records of users have fields that differ from what this version knows: new, withheld: /data/nickname; of another type: /data/name; missing: /data/email.',
    });
    expect([...ran.files.values()].join('')).not.toContain('Countess');
  });

  it('of a list of values is information, keeps the value, and leaves the resource whole', async () => {
    const transform = (body: unknown) => JSON.parse(JSON.stringify(body).replaceAll('"LIVE"', '"DRAFT"'));
    bench.simulator.addFault({
      match: { operationId: 'listTrackingPlans' },
      effect: { kind: 'transform-json', transform },
    });

    const ran = await bench.run({ changes: { definitions: only('tracking-plans') } });

    expect(said(driftOf(ran, 'tracking-plans'))).toEqual([
      `new-value /data/type ${ran.entry('tracking-plans').records}`,
    ]);
    expect(ran.record.status).toBe('complete');
    expect(ran.files.get('data/resources/tracking-plans.jsonl')).toContain('"type":"DRAFT"');
    expect(about(ran)?.severity).toBe('info');
  });

  it('keeps its first sighting through a run that could not look, and ends with one that finds none', async () => {
    changeUsers(([user]) => Object.assign(user ?? {}, { nickname: 1 }));
    const first = await runUsers();
    bench.simulator.addFault({
      match: { operationId: 'listUsers' },
      effect: { kind: 'status', status: 403 },
    });
    const refused = await runUsers();
    bench.simulator.clearFaults();
    changeUsers(([user]) => Object.assign(user ?? {}, { nickname: 1, title: 2 }));
    const again = await runUsers();
    bench.simulator.clearFaults();
    const healed = await runUsers();
    changeUsers(([user]) => Object.assign(user ?? {}, { nickname: 1 }));
    const anew = await runUsers();

    const since = (ran: Ran) => driftOf(ran).map(({ pointer, firstSeenAt }) => [pointer, firstSeenAt]);
    const [one, three, five] = [first, again, anew].map(({ record }) => record.run.startedAt);
    expect(since(first)).toEqual([['/data/nickname', one]]);
    expect(driftOf(refused)).toEqual([]);
    expect(about(refused)?.since).toBe(one);
    expect(since(again)).toEqual([
      ['/data/nickname', one],
      ['/data/title', three],
    ]);
    expect(about(healed)).toBeUndefined();
    expect(since(anew)).toEqual([['/data/nickname', five]]);
  });

  it('names no field that only a person or a generator would have called so', async () => {
    const secret = 'horseBatteryStaple';
    const odd = ['jane@customer.example', '+44 20 7946 0000', '9aQ1Lj62S4bomZKLF4DPqW', 'two words', secret];
    changeUsers((users) => {
      const [first] = users;
      for (const name of [...odd, 'plain_Name2', '$ref', 'x'.repeat(200)])
        Object.assign(first ?? {}, { [name]: 1 });
    });
    bench.simulator.world.sources[0]?.writeKeys.push(secret);

    const ran = await bench.run({ changes: { definitions: only('users', 'sources') } });

    expect(said(driftOf(ran))).toEqual([
      'new-field /* 1',
      'new-field /data/$ref 1',
      'new-field /data/* 5',
      'new-field /data/plain_Name2 1',
    ]);
    const record = JSON.stringify(ran.record);
    for (const name of odd) expect(record).not.toContain(name);
  });

  it('names no field after a customer or a user, however short the name is', async () => {
    changeUsers((users) => {
      Object.assign(users[0] ?? {}, { email: 'grace@acme.example' });
      for (const user of users) Object.assign(user, { ann: 1, Grace: 1, nickname: 1 });
    });
    bench.simulator.addFault({
      match: { operationId: 'listSuppressions' },
      effect: editList('suppressed', ([first]) => Object.assign(first ?? {}, { subjectIds: ['Ann'] })),
    });

    const ran = await bench.run({ changes: { definitions: only('users', 'suppressions') } });

    expect(driftOf(ran).map(({ pointer }) => pointer)).toEqual(['/data/*', '/data/nickname']);
    expect(about(ran)?.summary).not.toMatch(/ann|grace/i);
  });

  it('counts together fields of few records that are more than twenty, however many there are', async () => {
    changeUsers((users) => {
      for (const [at, user] of users.entries())
        for (let i = 0; i < 90; i += 1) {
          const letters = `${at}`.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
          Object.assign(user, { [`field_${letters}_${i}`]: 1 });
        }
      for (const user of users) user['common'] = 1;
    });

    const ran = await runUsers();

    const drift = driftOf(ran);
    const users = ran.entry('users').records ?? 0;
    expect(drift.map(({ pointer }) => pointer)).toEqual(['/*', '/data/*', '/data/common']);
    expect(said(drift)).toContain(`new-field /data/common ${users}`);
    expect(drift.reduce((sum, { count }) => sum + count, 0)).toBe(users * 91);
    expect(about(ran)?.summary.length).toBeLessThan(300);
  });
});
