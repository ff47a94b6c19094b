/** The command line at its most talkative: a secret of the run is in no byte of store, stdout or stderr. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ALL } from '../support/by-default.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { MARKING, put, REPEATING, WITHHELD } from '../support/secret-places.ts';
import { bytesBelow, tracesOf } from '../support/secret-traces.ts';

/** Five processes a test, on a machine that may be slow. */
vi.setConfig({ testTimeout: 120_000 });

let simulator: Simulator;
let place: Workplace;
beforeEach(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterEach(async () => {
  await simulator.close();
  place.remove();
});

const SECRETS: readonly [string, string][] = [
  ['letters and digits', 'Zx81kQ4nT0ken7yW2mB9'],
  ['base64', 'q8/+Zk3w9/Lm+0pQ=='],
  ['quotes and backslashes', 'a"b\\c\'d`e{"f":1}'],
  ['percent signs and slashes', '100%2F~a/b~1c%25?d&e=f'],
  ['digits', '8675309123456'],
];

it.each(SECRETS)('a token of %s', async (_title, token) => {
  Object.assign(simulator.tokens, { owner: token });
  put(simulator, [...MARKING, ...REPEATING, ...WITHHELD], token);
  for (const operationId of ['listRoles', 'listSchemaSettingsInSource']) {
    simulator.addFault({
      match: { operationId, fromRequest: 4 },
      effect: { kind: 'echo-secret', secret: token, status: 403 },
    });
  }
  place = await createWorkplace(simulator.url, token, ALL);
  const said = new Map<string, Buffer>();
  const run = async (...args: string[]): Promise<Ran> => {
    const ran = await place.run([...args, '--log-level', 'debug']);
    said.set(`stdout of ${args.join(' ')}`, Buffer.from(ran.stdout));
    said.set(`stderr of ${args.join(' ')}`, Buffer.from(ran.stderr));
    return ran;
  };

  const collected = await run('collect', '--json');
  const tested = await run('test');
  await run('status');
  await run('config', 'show');
  const verified = await run('verify', '--key', place.publicKey);

  expect([collected.code, tested.code, verified.code]).toEqual([4, 4, 0]);
  for (const [path, bytes] of bytesBelow(place.store)) said.set(path, bytes);
  expect([...said.keys()].some((path) => path.endsWith('sources.jsonl'))).toBe(true);
  expect(tracesOf(token, said)).toEqual([]);
});

it('a refused token, one that is malformed, and a store that cannot be written', async () => {
  const token = 'Zx81kQ4nT0ken7yW2mB9';
  place = await createWorkplace(simulator.url, token);
  const outputs: Ran[] = [];

  outputs.push(await place.run(['collect', '--log-level', 'debug']));
  outputs.push(
    await place.run(['collect', '--log-level', 'debug'], { env: { SEGMENT_TOKEN: `${token} ${token}` } }),
  );
  place.writeConfig({ store: './evidence.config.yaml/inside-a-file' });
  outputs.push(await place.run(['collect', '--log-level', 'debug', '--json']));

  expect(outputs.map(({ code }) => code)).toEqual([3, 4, 5]);
  const said = new Map(
    outputs.map(({ stdout, stderr }, number) => [`run ${number}`, Buffer.from(stdout + stderr)]),
  );
  expect(tracesOf(token, new Map([...said, ...bytesBelow(place.store)]))).toEqual([]);
});
