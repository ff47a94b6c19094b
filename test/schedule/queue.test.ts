/** A fleet on a real FIFO queue: two that take messages, connections that share limits, and what must not happen. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { QUEUE_MESSAGE_SCHEMA } from '../../schemas/queue-message.ts';
import { slotToCollect } from '../../src/commands/consume.ts';
import { realSurroundings } from '../../src/deps.ts';
import { queueEntry, readQueueMessage } from '../../src/schedule/queue-messages.ts';
import { type Fleet, startFleet } from '../support/fleet.ts';
import { runInside } from '../support/inside.ts';
import { hasMoto } from '../support/moto.ts';

/** Of long ago: what is due now is collected in its place. */
const slot = '2025-11-22T03:00:00.000Z';

describe('a message', () => {
  it('has an id that tells any two tries of any two connections apart, in what a queue takes', () => {
    const long = 'a'.repeat(62);
    const ids = [`${long}a`, `${long}b`, 'a'].flatMap((name) =>
      [1, 2, 11].map(
        (attempt) => queueEntry({ name }, { slot, trigger: 'retry', try: attempt }).deduplication,
      ),
    );

    expect(new Set(ids).size).toBe(9);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9!-/:-@[-`{-~]{1,128}$/);
  });

  it.each(['', 'null', '{}', '{"schema":"segment-evidence/queue-message/v2"}', '[1]', '{"connection":"a"'])(
    'is none: %s',
    (body) => expect(readQueueMessage(body)).toBeUndefined(),
  );
});

describe('a slot that a message asks for', () => {
  const now = new Date('2026-11-22T03:30:00.000Z');
  it.each([
    ['2026-11-22T03:00:00.000Z', '2026-11-22T03:00:00.000Z', 'the newest one'],
    ['2026-11-21T03:00:00.000Z', '2026-11-22T03:00:00.000Z', 'one that the newest has overtaken'],
    ['2026-11-22T03:17:00.000Z', '2026-11-22T03:00:00.000Z', 'none of this schedule'],
    ['9999-12-31T23:59:59.000Z', '2026-11-22T03:00:00.000Z', 'none of this schedule, in a far year'],
    // The clock of whoever sent it may be a little ahead; `collect` refuses what is further.
    ['2026-11-23T03:00:00.000Z', '2026-11-23T03:00:00.000Z', 'the next one'],
  ])('%s becomes %s: %s', (asked, expected) => {
    const connection = { schedule: '0 3 * * *', timezone: 'Etc/UTC' };
    expect(slotToCollect(connection, asked, now).toISOString()).toBe(expected);
  });
});

describe.runIf(hasMoto('the queue of a fleet'))('a fleet', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await startFleet({ groups: 2, pairs: 1, visibilitySeconds: 30, maxReceiveCount: 2 });
    for (const [name, value] of Object.entries(fleet.env)) vi.stubEnv(name, value);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await fleet.stop();
  });

  const member = (...args: readonly string[]) =>
    runInside(['schedule', '--queue', fleet.queue.url, '--once', '--json', ...args], {
      dir: fleet.place.dir,
      surroundings: realSurroundings(fleet.env, new AbortController().signal),
    });

  it('collects each connection once, connections that share limits one after the other', async () => {
    const ran = await Promise.all([member('--dispatch', '--consumers', '2'), member('--consumers', '2')]);

    expect(ran.map(({ code }) => code)).toEqual([0, 0]);
    expect(fleet.names.map((name) => fleet.records(name).length)).toEqual([1, 1, 1]);
    expect(fleet.overlaps()).toEqual([]);
    expect(await fleet.queue.count()).toBe(0);
    // The stack counts these lines.
    const lines = ran.flatMap(({ stderr }) =>
      stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    expect(lines.filter(({ msg }) => msg === 'message done')).toMatchObject(
      fleet.names.map(() => ({ result: 'committed', exitCode: 0 })),
    );
    expect(JSON.parse(ran[0].stdout).dispatched).toMatchObject(
      fleet.names.map((connection) => ({ connection, trigger: 'catch-up', try: 1, result: 'sent' })),
    );
  });

  it('asks Segment nothing more when nothing is due, or a message comes again or of nothing that is there', async () => {
    const asked = () => [...fleet.workspaces.values()].map(({ requests }) => requests.length);
    const before = asked();
    const message = (connection: string) =>
      JSON.stringify({ schema: QUEUE_MESSAGE_SCHEMA, connection, slot, trigger: 'schedule', try: 1 });
    await fleet.queue.send(['w001', 'gone'].map((name) => ({ group: name, body: message(name) })));

    const { stdout, code } = await member('--dispatch');

    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      dispatched: [],
      messages: { done: 1, dropped: 1, back: 0 },
      runs: [{ connection: 'w001', result: 'already-collected' }],
    });
    expect(asked()).toEqual(before);
  });
});
