/** A key in KMS that hands over to another one there: the alias goes on, and signs with the new key. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { keyIdOf } from '../../src/seal/dsse.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { recordOf } from '../e2e/stored.ts';
import { type AwsAnswer, type AwsServer, jsonError, startAwsServer } from '../support/aws-server.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

const clock = createStillClock();
let server: AwsServer;
let simulator: Simulator;
let cli: InProcessCli;
/** What the alias stands for. */
let current = 'old';

const keys = { old: makeKey(), new: makeKey() };

function makeKey() {
  const scalar = p256.utils.randomSecretKey();
  const point = Buffer.from(p256.getPublicKey(scalar, false));
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  return { scalar, publicKey };
}

const pemOf = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }));
const ok = (document: unknown): AwsAnswer => ({ status: 200, body: JSON.stringify(document) });

/** As KMS: by key id or alias, and a digest is signed as it is. */
function answer(target: string, { KeyId = '', Message = '' }: Record<string, string>): AwsAnswer {
  const name = KeyId === 'alias/evidence' ? current : KeyId;
  const key = keys[name as keyof typeof keys];
  if (key === undefined) return jsonError(400, 'NotFoundException');
  if (target !== 'TrentService.Sign') {
    const PublicKey = key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const facts = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] };
    return ok({ KeyId: name, PublicKey, ...facts });
  }
  const signature = p256.sign(Buffer.from(Message, 'base64'), key.scalar, { format: 'der', prehash: false });
  return ok({ KeyId: name, Signature: Buffer.from(signature).toString('base64') });
}

beforeAll(async () => {
  server = await startAwsServer();
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  server.answer(({ headers, body }) => answer(String(headers['x-amz-target']), JSON.parse(String(body))));
  simulator = await startSimulator({ now: clock.now, sleep: clock.sleep });
  cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
});
afterAll(async () => {
  cli.remove();
  vi.unstubAllEnvs();
  await Promise.all([simulator.close(), server.stop()]);
});

const signing = (more = {}) => {
  const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
  cli.writeConfig({ signing: { key: 'kms:alias/evidence', ...more } }, { collect: { exclude } });
};

it('hands over, and the same alias signs with the new key once it stands for that', async () => {
  signing();
  const rotated = await cli.run(['rotate-key', '--new', 'kms:new', '--json']);
  const [{ signing: said, oldKey }] = JSON.parse(rotated.stdout).configure;
  writeFileSync(join(cli.dir, oldKey.file), oldKey.publicKey);
  const early = await cli.run(['collect', '--slot', '2026-11-22T01:00:00Z', '--json']);
  current = 'new';
  signing({ previousKeys: said.previousKeys });
  const late = await cli.run(['collect', '--slot', '2026-11-22T02:00:00Z']);

  const [oldId, newId] = [keyIdOf(keys.old.publicKey), keyIdOf(keys.new.publicKey)];
  expect([rotated.code, said.key, oldKey.isThere, oldKey.publicKey]).toEqual([
    0,
    'kms:new',
    false,
    pemOf(keys.old.publicKey),
  ]);
  expect([early.code, JSON.parse(early.stdout).runs[0].error.code]).toEqual([5, 'KEY_UNUSABLE']);
  expect(late.code).toBe(0);
  expect(recordOf(cli.store, 0).chain).toMatchObject({ nextKey: newId });
  expect(recordOf(cli.store, 1).chain).toMatchObject({ rotatedFrom: oldId });
  for (const [name, { publicKey }] of Object.entries(keys)) {
    writeFileSync(join(cli.dir, `${name}.pem`), pemOf(publicKey));
    expect((await cli.run(['verify', './evidence', '--key', `${name}.pem`])).code).toBe(0);
  }
  expect((await cli.run(['verify'])).code).toBe(0);
});
