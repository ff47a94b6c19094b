/**
 * Answers and records that are small on the wire and would fill the memory of a process: they end in words,
 * through the real command line, in memory that a small machine has.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { runMeasured } from '../support/measured.ts';

const MB = 1024 * 1024;
/** What is refused is refused in this, on every version of Node. */
const MOST_MB = 300;
/**
 * What is as large as may be kept has to be held as well: newer versions of Node take more for that, also when
 * they are told to take less (docs/deployment.md).
 */
const MOST_KEPT_MB = Number(process.versions.node.split('.')[0]) > 20 ? 360 : MOST_MB;
const junk = (bytes: number, item = '{}') =>
  `[${`${item},`.repeat(Math.floor(bytes / (item.length + 1)) - 1)}${item}]`;

let simulator: Simulator;
let place: Workplace;
beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
});
afterAll(() => simulator.close());
afterEach(() => {
  simulator.clearFaults();
  place.remove();
});

interface Entry {
  readonly name: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly records: number | null;
}

async function collectWith(operationId: string, body: string, isAdvised?: boolean) {
  place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
  simulator.addFault({ match: { operationId }, effect: { kind: 'transform-text', transform: () => body } });
  const ran = await runMeasured(place, ['collect', '--json'], isAdvised);
  const [run] = (JSON.parse(ran.stdout) as { runs: { resources: readonly Entry[] }[] }).runs;
  return { ...ran, resources: run?.resources ?? [] };
}

const users = (list: string) => `{"data":{"users":${list},"pagination":{"current":"MA=="}}}`;

describe('collect', () => {
  it.each([
    ['a page of 10 MB of {}', users(junk(10 * MB))],
    ['a page of as many {} as a body may have values', users(junk(2.9 * MB))],
    ['a record of 19 MB of [{},…]', users(`[{"id":"a","permissions":${junk(19 * MB)}}]`)],
    ['a record with as much in it as a body may have', users(`[{"id":"a","permissions":${junk(2.9 * MB)}}]`)],
    ['a field of that size that nobody knows', users(`[{"id":"a","beta":${junk(2.9 * MB)}}]`)],
  ])('calls %s an unreadable body', async (_title, body) => {
    const { code, resources, residentMb } = await collectWith('listUsers', body);

    expect(code).toBe(4);
    expect(resources.find(({ name }) => name === 'users')).toMatchObject({
      outcome: 'unreachable',
      reason: 'bad-body',
      records: null,
    });
    expect(resources.find(({ name }) => name === 'sources')).toMatchObject({ outcome: 'complete' });
    expect(residentMb).toBeLessThan(MOST_MB);
  });

  it.each([
    ['as many {} as a page may have records, and calls none of them a user', users(junk(3 * 10_000))],
    ['a record with as much in it as one may have', users(`[{"id":"a","permissions":${junk(3 * 240_000)}}]`)],
    [
      'a record with as many fields that nobody knows',
      users(`[{"id":"a","permissions":${junk(8 * 120_000, '{"x":1}')}}]`),
    ],
  ])('keeps %s', async (_title, body) => {
    const { code, resources, residentMb } = await collectWith('listUsers', body, true);

    expect(code).toBe(4);
    expect(resources.find(({ name }) => name === 'users')).toMatchObject({
      outcome: 'partial',
      reason: expect.stringMatching(/^(?:duplicate-ids|invalid-records)$/),
    });
    expect(residentMb).toBeLessThan(MOST_KEPT_MB);
  });

  it('calls a list of labels of that size, which has no pages, an unreadable body', async () => {
    const { resources, residentMb } = await collectWith('listLabels', `{"data":{"labels":${junk(10 * MB)}}}`);

    expect(resources.find(({ name }) => name === 'labels')).toMatchObject({
      reason: 'bad-body',
      records: null,
    });
    expect(residentMb).toBeLessThan(MOST_MB);
  });
});

describe('a record of the chain', () => {
  const bundle = (payload: string) =>
    JSON.stringify({
      dsseEnvelope: {
        payload: Buffer.from(payload).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ keyid: '0'.repeat(64), sig: 'AA==' }],
      },
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '0'.repeat(64) }, tlogEntries: [] },
    });
  const records: readonly (readonly [string, () => string])[] = [
    ['of 19 MB of [{},…]', () => junk(19 * MB)],
    ['of 19 MB around [{},…]', () => bundle(junk(14 * MB))],
    ['around as much of [{},…] as fits into a record', () => bundle(junk(11 * MB))],
    ['around as much as a record may have', () => bundle(junk(2.9 * MB))],
    [
      'around artifacts that are none, as many as a record may have values',
      () => bundle(`{"_type":"https://in-toto.io/Statement/v1","predicate":{"artifacts":${junk(2.9 * MB)}}}`),
    ],
    [
      'around artifacts with members that nobody knows',
      () =>
        bundle(
          `{"_type":"https://in-toto.io/Statement/v1","predicate":{"artifacts":${junk(11 * MB, '{"x":1}')}}}`,
        ),
    ],
    ['around subjects that are none', () => bundle(`{"subject":${junk(2.9 * MB, '{"name":1}')}}`)],
  ];

  it.each(records)('%s is told by verify, status and collect', async (title, text) => {
    place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
    await place.run(['collect']);
    const folder = join(place.store, 'segment-evidence/v1/acme/chain/001');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '000000000001.sigstore.json'), text());

    const verified = await runMeasured(place, ['verify', '--key', place.publicKey]);
    const status = await runMeasured(place, ['status']);
    const collected = await runMeasured(place, ['collect', '--json']);

    expect(verified.code).toBe(6);
    expect(verified.stdout.length).toBeLessThan(100_000);
    expect(status.code).not.toBe(70);
    expect(collected.code).toBe(4);
    expect(collected.stdout).toContain('verification-failed');
    expect(readdirSync(join(folder, '..')).sort()).toEqual(['001', '002']);
    const mostMb = title.startsWith('of 19 MB') ? MOST_MB : MOST_KEPT_MB;
    for (const { residentMb } of [verified, status, collected]) expect(residentMb).toBeLessThan(mostMb);
  });
});
