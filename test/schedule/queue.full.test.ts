/** A fleet of processes: forty workspaces, somebody killed at each step, poison, and one budget for all. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { QUEUE_MESSAGE_SCHEMA } from '../../schemas/queue-message.ts';
import { newestSlot } from '../../src/schedule/slots.ts';
import {
  connectionOf,
  type Fleet,
  type FleetOptions,
  type FleetProcess,
  startFleet,
} from '../support/fleet.ts';
import { hasMoto } from '../support/moto.ts';

/** Workspaces of the large fleet: `FLEET_WORKSPACES=500` by hand. */
const WORKSPACES = Number(process.env['FLEET_WORKSPACES'] ?? 40);

let fleet: Fleet;
let processes: FleetProcess[] = [];

async function begin(options: FleetOptions): Promise<void> {
  fleet = await startFleet(options);
}

function member(...args: readonly string[]): FleetProcess {
  const made = fleet.start(args);
  processes.push(made);
  return made;
}

afterEach(async () => {
  for (const { child } of processes) child.kill('SIGKILL');
  await Promise.all(processes.map(({ ended }) => ended));
  processes = [];
  await fleet.stop();
});

async function until(isSo: () => Promise<boolean> | boolean, seconds = 240): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > seconds * 5)
      throw new Error(`not so after ${seconds} s: ${processes.map((p) => p.log()).join('')}`);
    await wait(200);
  }
}

const isCollected = () => fleet.names.every((name) => fleet.records(name).length > 0);
const isEmpty = async () => (await fleet.queue.count()) === 0;
const identified = (name: string) =>
  fleet.workspaces.get(name)?.requests.filter(({ operationId }) => operationId === 'getWorkspace').length;
const message = (connection: string) => ({
  group: connection,
  body: JSON.stringify({
    schema: QUEUE_MESSAGE_SCHEMA,
    connection,
    slot: newestSlot('0 3 * * *', 'Etc/UTC', new Date())?.toISOString(),
    trigger: 'schedule',
    try: 1,
  }),
});

describe.runIf(hasMoto('a fleet of processes'))('two processes that take messages', () => {
  it(
    'collect many workspaces once each, never two runs of a group at once, and go on past poison',
    async () => {
      await begin({ groups: WORKSPACES, pairs: 8, visibilitySeconds: 20, maxReceiveCount: 2 });
      await fleet.queue.send([{ group: 'poison', body: 'no message of ours' }]);
      const members = [member('--dispatch', '--consumers', '2'), member('--consumers', '2')];
      const startedMs = Date.now();

      await until(isCollected, WORKSPACES * 6);
      const wallMs = Date.now() - startedMs;
      await until(isEmpty);
      for (const { child } of members) child.kill('SIGTERM');

      const ends = await Promise.all(members.map(({ ended }) => ended));
      const runMs = fleet.names
        .flatMap((name) => fleet.records(name))
        .reduce((sum, { run }) => sum + Date.parse(run.endedAt) - Date.parse(run.startedAt), 0);
      const lookedMs = Date.now();
      const look = member('--dispatch', '--consumers', '0', '--once', '--json');
      expect((await look.ended).code).toBe(0);
      console.log(
        `${fleet.names.length} connections of ${WORKSPACES} workspaces: ${wallMs} ms; of runs ${runMs} ms, by 4 consumers ${Math.round(runMs / 4)} ms; then to find nothing due ${Date.now() - lookedMs} ms`,
      );
      expect(ends.map(({ code }) => code)).toEqual([0, 0]);
      expect(fleet.names.map((name) => fleet.records(name).length)).toEqual(fleet.names.map(() => 1));
      expect(fleet.overlaps()).toEqual([]);
      expect([...fleet.workspaces.keys()].map(identified)).toEqual(
        [...fleet.workspaces.keys()].map((_name, index) => (index < 8 ? 2 : 1)),
      );
      expect(await fleet.queue.deadLetters()).toEqual(['no message of ours']);
    },
    WORKSPACES * 8_000,
  );

  it('lose nothing and collect nothing twice, whoever is killed at whichever step', async () => {
    await begin({ groups: 4, pairs: 0, visibilitySeconds: 6, maxReceiveCount: 5 });
    const steps: readonly (readonly [string, (kill: () => void) => void])[] = [
      [
        'after it was given the message',
        (kill) =>
          fleet.queue.onReceive(() => {
            kill();
            return true;
          }),
      ],
      [
        'in the run',
        (kill) => {
          fleet.workspaces
            .get('w001')
            ?.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'never-answer' } });
          void until(
            () =>
              fleet.workspaces.get('w001')?.requests.some(({ operationId }) => operationId === 'listUsers') ??
              false,
          ).then(kill);
        },
      ],
      ['after the commit', (kill) => void until(() => fleet.records('w002').length > 0).then(kill)],
      [
        'before the message is removed',
        (kill) =>
          fleet.queue.guard(({ action }) => {
            if (action !== 'DeleteMessage') return true;
            kill();
            return false;
          }),
      ],
    ];
    for (const [index, [title, arm]] of steps.entries()) {
      const name = fleet.names[index] ?? '';
      const victim = member('--consumers', '1');
      let isKilled = false;
      arm(() => {
        isKilled = true;
        victim.child.kill('SIGKILL');
      });
      await fleet.queue.send([message(name)]);
      expect(await victim.ended, title).toMatchObject({ signal: 'SIGKILL' });
      expect(isKilled, title).toBe(true);
      fleet.queue.guard(undefined);
      fleet.queue.onReceive(undefined);
      fleet.workspaces.get(name)?.clearFaults();
      const heir = member('--consumers', '1');
      await until(async () => fleet.records(name).length > 0 && (await isEmpty()));
      heir.child.kill('SIGTERM');
      await heir.ended;
      expect([title, fleet.records(name).length]).toEqual([title, 1]);
    }
    // Whoever found the record there asked Segment nothing.
    expect(fleet.names.map(identified)).toEqual([1, 2, 1, 1]);
    expect(await fleet.queue.deadLetters()).toEqual([]);
  }, 300_000);

  it('send everything though a dispatcher was killed, and the queue was away', async () => {
    await begin({ groups: 12, pairs: 0, visibilitySeconds: 20, maxReceiveCount: 5 });
    const first = member('--dispatch', '--consumers', '0');
    let batches = 0;
    fleet.queue.guard(({ action }) => {
      if (action !== 'SendMessageBatch') return true;
      batches += 1;
      if (batches === 2) first.child.kill('SIGKILL');
      return batches !== 2;
    });
    await first.ended;
    const sent = await fleet.queue.count();
    fleet.queue.guard(undefined);
    const second = member('--dispatch', '--consumers', '3');
    await until(() => fleet.names.some((name) => fleet.records(name).length > 0));
    fleet.queue.setAway(true);
    await wait(8_000);
    const isAlive = second.child.exitCode === null;
    fleet.queue.setAway(false);
    await until(isCollected);
    await until(isEmpty);

    expect([sent, isAlive]).toEqual([10, true]);
    expect(fleet.names.map((name) => fleet.records(name).length)).toEqual(fleet.names.map(() => 1));
    expect(second.log()).toMatch(/expected an answer of SQS, got E\w+/);
    expect(new Set(fleet.queue.received.map(({ body }) => connectionOf(body))).size).toBe(12);
  }, 300_000);

  it('give a run that a stop interrupts back at once, and its message to the next', async () => {
    await begin({ groups: 1, pairs: 0, visibilitySeconds: 600, maxReceiveCount: 5 });
    const [workspace] = fleet.workspaces.values();
    workspace?.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'never-answer' } });
    const first = member('--dispatch', '--consumers', '1');
    await until(() => workspace?.requests.some(({ operationId }) => operationId === 'listUsers') ?? false);
    first.child.kill('SIGTERM');
    const { code } = await first.ended;
    workspace?.clearFaults();
    member('--consumers', '1');
    await until(isCollected, 30);

    expect([code, fleet.records('w000').length]).toEqual([143, 1]);
  }, 300_000);

  it('are told no 429 behind one budget', async () => {
    const perMinute = 60;
    await begin({
      groups: 1,
      pairs: 0,
      visibilitySeconds: 120,
      maxReceiveCount: 5,
      rateLimit: { perMinute },
    });
    const [workspace] = fleet.workspaces.values();
    const names = Array.from({ length: 8 }, (_, index) => `c${index}`);
    const connections = names.map((name) => ({
      name,
      region: 'us',
      token: 'env:TOKEN_0',
      baseUrl: workspace?.url,
      requestsPerMinute: 10_000,
      schedule: '0 3 * * *',
      collect: fleet.few,
    }));
    fleet.place.writeConfig({ connections, sharedRequestsPerMinute: perMinute - 6 });
    const members = [0, 1].map((index) =>
      fleet.start(['--consumers', '2', ...(index === 0 ? ['--dispatch'] : [])], {
        SEGMENT_EVIDENCE_CONSUMERS: '4',
      }),
    );
    processes.push(...members);
    await until(() => names.every((name) => fleet.records(name).length > 0));

    const asked = workspace?.requests ?? [];
    console.log(`${asked.length} requests of 8 connections within ${perMinute - 6} a minute together`);
    expect(asked.filter(({ status }) => status === 429)).toEqual([]);
    expect(names.map((name) => fleet.records(name).map(({ status }) => status))).toEqual(
      names.map(() => ['complete']),
    );
  }, 300_000);
});
