/** `doctor` on folders: what it finds, and that it leaves nothing behind. The buckets are in test/store. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { readFolder } from '../support/folder.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => place.remove());

const json = ({ stdout }: Ran) => JSON.parse(stdout);
const doctor = () => place.run(['doctor', '--json']);

describe('doctor on a folder', () => {
  it('finds it good, asks Segment for the time without a token, and leaves nothing behind', async () => {
    mkdirSync(place.store, { mode: 0o755 });

    const ran = await doctor();

    expect(ran.code).toBe(0);
    expect(json(ran).stores).toMatchObject([
      {
        store: place.store,
        connections: ['acme'],
        wroteBelow: `${place.store}/segment-evidence/doctor/`,
        exitCode: 0,
        properties: [
          'usable',
          'create-only',
          'create-only-at-once',
          'hard-links',
          'same-file-system',
          'permissions',
        ].map((property) => ({
          property,
          verdict: 'ok',
        })),
      },
    ]);
    expect(json(ran).clocks).toMatchObject([{ host: new URL(simulator.url).host, verdict: 'ok' }]);
    expect([...readFolder(place.store).keys()]).toEqual([]);
  });

  it('leaves evidence as it is, and evidence does not mind what doctor wrote', async () => {
    await place.run(['collect', '--only', 'users']);
    mkdirSync(join(place.store, 'segment-evidence/doctor/left-by-a-crash'), { recursive: true });
    writeFileSync(join(place.store, 'segment-evidence/doctor/left-by-a-crash/probe'), 'x');
    const before = [...readFolder(place.store).keys()];

    const ran = await doctor();

    expect(ran.code).toBe(0);
    expect([...readFolder(place.store).keys()]).toEqual(before);
    expect((await place.run(['verify', place.store, '--key', place.publicKey])).code).toBe(0);
  });

  it('that others may write in says so, with what to do, and exits 4', async () => {
    mkdirSync(place.store);
    chmodSync(place.store, 0o777);

    const ran = await place.run(['doctor']);

    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain('usable, but not all is well');
    expect(ran.stdout).toMatch(/MISSING {3}permissions .*\n.*chmod go-w/);
  });

  it('that is a file is not usable and exits 5', async () => {
    writeFileSync(place.store, 'a file');

    const ran = await doctor();

    expect(ran.code).toBe(5);
    expect(json(ran).stores[0].properties).toMatchObject([{ property: 'usable', verdict: 'missing' }]);
  });

  it('cannot say whether the clock is right when nobody answers, and exits 4', async () => {
    place.writeConfig({}, { baseUrl: 'http://127.0.0.1:9' });

    const ran = await doctor();

    expect(ran.code).toBe(4);
    expect(json(ran).clocks).toMatchObject([{ verdict: 'could-not-look' }]);
  });
});
