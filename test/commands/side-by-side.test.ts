import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../src/commands/collect.ts';
import { sideBySide } from '../../src/commands/side-by-side.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Limits, realSurroundings } from '../../src/deps.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';

const NAMES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const log = { info: () => undefined, warn: () => undefined };

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

describe('collecting several connections', () => {
  it('runs at most four at a time, and answers in the order of the configuration', async () => {
    const connections = NAMES.map((name) => ({
      name,
      region: 'us',
      token: name === 'second' ? 'env:NOT_THERE' : 'env:SEGMENT_TOKEN',
      baseUrl: simulator.url,
    }));
    place.writeConfig({ connections });
    const env = {
      SEGMENT_TOKEN: simulator.tokens.owner,
      FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
    };
    const surroundings = realSurroundings(env, new AbortController().signal);
    const underWay = new Set<string>();
    let most = 0;
    const { json } = await collect({
      connections: [],
      only: ['workspace'],
      config: await loadConfig({ file: `${place.dir}/evidence.config.yaml`, env, cwd: place.dir }),
      surroundings,
      limits: new Limits(surroundings),
      extrasFor: (name) => {
        underWay.add(name);
        most = Math.max(most, underWay.size);
        return { log, onSecret: () => undefined, close: async () => void underWay.delete(name) };
      },
    });
    const runs = json['runs'] as readonly { connection: string; status: string }[];

    expect(runs.map(({ connection }) => connection)).toEqual(NAMES);
    expect(runs.map(({ status }) => status)).toEqual(
      NAMES.map((name) => (name === 'second' ? 'failed' : 'partial')),
    );
    expect([most, underWay.size]).toEqual([4, 0]);
  });
});

describe('what goes on side by side', () => {
  it('is begun as soon as another has ended, and no more of it once one fails', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const all = sideBySide(
      [40, 5, 5, 5, 5],
      async (ms) => {
        const place = begun.push(ms);
        await wait(ms);
        if (place === 4) throw new Error('the fourth fails');
        ended.push(ms);
      },
      2,
    );

    await expect(all).rejects.toThrow('the fourth fails');
    expect([begun.length, ended.at(-1)]).toEqual([4, 40]);
  });
});
