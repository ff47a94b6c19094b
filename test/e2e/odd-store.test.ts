/** A store in which somebody put things, or a newer version wrote: what each command says, and of whom. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '../../src/evidence/canonical.ts';
import { preAuthenticationEncoding } from '../../src/seal/dsse.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { FEW, READ_LITTLE } from '../support/few.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

let simulator: Simulator;
let place: Workplace;
let receiver: Receiver;

beforeEach(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  receiver = await startReceiver();
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  const connection = {
    region: 'us',
    token: 'env:SEGMENT_TOKEN',
    baseUrl: simulator.url,
    ...READ_LITTLE,
  };
  place.writeConfig({
    alerts: [{ channel: 'slack', url: 'env:HOOK' }],
    connections: ['acme', 'beta'].map((name) => ({ name, ...connection, requestsPerMinute: 10_000 })),
  });
});
afterEach(async () => {
  place.remove();
  await simulator.close();
  await receiver.close();
});

let hour = 0;
const run = (...args: readonly string[]) => place.run(args, { env: { HOOK: receiver.url } });
const json = ({ stdout }: Ran) => JSON.parse(stdout);
const pathOf = (...path: readonly string[]) => join(place.store, 'segment-evidence/v1', ...path);
const recordOf = (connection: string, seq: number, chain = 1) =>
  pathOf(connection, 'chain', `00${chain}`, `${String(seq).padStart(12, '0')}.sigstore.json`);

async function collect(): Promise<
  Record<string, { exitCode: number; error?: { message: string; hint: string } }>
> {
  hour = (hour + 1) % 24;
  const slot = `2026-11-22T${String(hour).padStart(2, '0')}:00:00Z`;
  const { runs } = json(await run('collect', '--slot', slot, '--json'));
  return Object.fromEntries(runs.map((each: { connection: string }) => [each.connection, each]));
}

describe('trouble with one connection', () => {
  it.each([
    [
      'a pipe at its next record',
      () => execFileSync('mkfifo', [recordOf('acme', 1)]),
      { collect: 4, verify: 6, next: [2, 0] },
    ],
    [
      'a pipe in place of its folder',
      () => {
        rmSync(pathOf('acme'), { recursive: true });
        execFileSync('mkfifo', [pathOf('acme')]);
      },
      { collect: 5, verify: 6, next: undefined },
    ],
  ])('%s hides no other: that one is collected, verified and shown', async (_name, spoil, due) => {
    await collect();
    spoil();

    const runs = await collect();
    const verified = await run('verify', '--json');
    const { connections } = json(await run('status', '--json'));

    expect([runs['acme']?.exitCode, runs['beta']?.exitCode]).toEqual([due.collect, 0]);
    expect(verified.code).toBe(due.verify);
    const { failures, connections: judged } = json(verified).stores[0];
    expect(failures.map(({ where }: { where: string }) => where).join()).not.toContain('/beta/');
    expect(
      judged.find(({ connection }: { connection: string }) => connection === 'beta').chains[0].records,
    ).toBe(2);
    expect(connections.map(({ connection }: { connection: string }) => connection)).toEqual(['acme', 'beta']);
    expect(connections[1].last).toMatchObject({ seq: 1, status: 'complete' });
    if (due.next !== undefined) {
      expect(readdirSync(pathOf('acme/chain/002'))).toEqual(['000000000000.sigstore.json']);
      expect((await collect())['acme']?.exitCode).toBe(0);
      expect(readdirSync(pathOf('acme/chain/002'))).toHaveLength(2);
    }
  });
});

describe('a record that a newer version wrote', () => {
  async function writeNewer(connection: string): Promise<void> {
    const file = recordOf(connection, 1);
    const signer = createLocalSigner(readFileSync(join(place.dir, 'keys/signing-key.pem'), 'utf8'), 'key');
    const bundle = JSON.parse(readFileSync(file, 'utf8'));
    const { payloadType, payload } = bundle.dsseEnvelope;
    const statement = JSON.parse(Buffer.from(payload, 'base64').toString());
    statement.predicate.moon = 'full';
    const bytes = Buffer.from(canonical(statement));
    const signature = await signer.sign(preAuthenticationEncoding(payloadType, bytes));
    const sig = Buffer.from(signature).toString('base64');
    bundle.dsseEnvelope = {
      payload: bytes.toString('base64'),
      payloadType,
      signatures: [{ keyid: signer.keyId, sig }],
    };
    chmodSync(file, 0o644);
    writeFileSync(file, canonical(bundle));
    // It is of what stood here before.
    rmSync(pathOf(connection, 'receipts/001-000000000001.txt'));
  }

  it('is built upon by nobody: 5, no chain, an alert, and no word against the store', async () => {
    await collect();
    await collect();
    await writeNewer('acme');

    const runs = await collect();
    const status = await run('status', '--json');
    const verified = await run('verify', '--json');

    const { failures } = json(verified).stores[0];
    expect(failures.map(({ code }: { code: string }) => code)).toEqual(['FORMAT_UNKNOWN']);
    expect(verified.code).toBe(7);
    expect([runs['acme']?.exitCode, runs['beta']?.exitCode]).toEqual([5, 0]);
    expect(runs['acme']?.error?.message).toContain('a newer version (predicate.moon)');
    expect(runs['acme']?.error?.hint).toContain('Upgrade this machine first');
    expect(readdirSync(pathOf('acme/chain'))).toEqual(['001']);
    expect(readdirSync(pathOf('acme/chain/001'))).toHaveLength(2);
    expect(JSON.stringify(receiver.received.map(({ body }) => body))).toContain('Upgrade this machine first');
    expect(json(status).connections.map(({ error }: { error?: unknown }) => error !== undefined)).toEqual([
      true,
      false,
    ]);
  });
});
