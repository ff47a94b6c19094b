/** Which bytes ran: told by the program where it is one file, and the same as `sha256sum` of that file. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseRecord } from '../../src/seal/record.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { toolDigest } from '../../src/tool-digest.ts';
import { TOOL_VERSION } from '../../src/tool-version.ts';
import { CLI, createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';

const digest = `sha256:${createHash('sha256').update(readFileSync(CLI)).digest('hex')}`;
let simulator: Simulator;
let place: Workplace;
beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date(), size: FEW });
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

it('the command line prints its own digest behind its version', async () => {
  expect(await place.run(['--version'])).toMatchObject({ code: 0, stdout: `${TOOL_VERSION} ${digest}\n` });
});

it('its records give the same digest, and name neither machine nor folder', async () => {
  expect(await place.run(['collect', '--only', 'labels'])).toMatchObject({ code: 4 });

  const chain = join(place.store, 'segment-evidence/v1/acme/chain/001/000000000000.sigstore.json');
  const { tool, run } = parseRecord(readFileSync(chain)).statement.predicate;
  expect(tool).toEqual({ name: 'segment-evidence', version: TOOL_VERSION, digest });
  expect(run.executor).toEqual({ kind: 'host' });
});

it('of a program in many files, such as this test, no digest is told', () => {
  expect(toolDigest()).toBeUndefined();
});
