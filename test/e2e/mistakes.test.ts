import { generateKeyPairSync } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { pathsIn } from './stored.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  place.remove();
});

describe('when something else is wrong', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  const rows: readonly {
    readonly title: string;
    readonly arrange: () => void;
    readonly code: number;
    readonly says: RegExp;
  }[] = [
    {
      title: 'malformed YAML',
      arrange: () => writeFileSync(join(place.dir, 'evidence.config.yaml'), 'store: [\n'),
      code: 2,
      says: /evidence\.config\.yaml:\d+:\d+/,
    },
    {
      title: 'an unknown key',
      arrange: () => place.writeConfig({ stroe: './x' }),
      code: 2,
      says: /stroe.*store/s,
    },
    {
      title: 'https elsewhere without trust',
      arrange: () => place.writeConfig({}, { baseUrl: 'https://segment.example' }),
      code: 2,
      says: /trustBaseUrl/,
    },
    {
      title: 'a missing signing key',
      arrange: () => place.writeConfig({ signing: { key: 'env:NO_SUCH_KEY' } }),
      code: 5,
      says: /signing key: env:NO_SUCH_KEY/,
    },
    {
      title: 'an empty key file',
      arrange: () => writeFileSync(join(place.dir, 'keys/signing-key.pem'), ''),
      code: 5,
      says: /empty/,
    },
    {
      title: 'a key of another type',
      arrange: () => writeFileSync(join(place.dir, 'keys/signing-key.pem'), rsa),
      code: 5,
      says: /expected an ECDSA P-256 private key.*rsa/s,
    },
    {
      title: 'a store that cannot be written',
      arrange: () => writeFileSync(place.store, 'a file in the way'),
      code: 5,
      says: /evidence/,
    },
    {
      title: 'a fingerprint key that is too short',
      arrange: () => place.writeConfig({ fingerprintKey: 'env:SHORT' }),
      code: 5,
      says: /fingerprint key/,
    },
    { title: 'an unknown connection', arrange: () => undefined, code: 2, says: /expected one of acme/ },
  ];

  it.each(rows)(
    'says so once, with what to do, and stores nothing: $title',
    async ({ title, arrange, code, says }) => {
      arrange();
      const args = title === 'an unknown connection' ? ['collect', 'acne'] : ['collect'];

      const ran = await place.run(args, { env: { SHORT: 'short' } });

      expect(ran.code).toBe(code);
      expect(ran.stdout + ran.stderr).toMatch(says);
      expect(ran.stderr).not.toContain('at file:');
      expect(statSync(place.store, { throwIfNoEntry: false })?.isFile() ? [] : pathsIn(place.store)).toEqual(
        [],
      );
    },
  );

  it('prints one JSON document also when the command fails', async () => {
    place.writeConfig({ stroe: './x' });

    const ran = await place.run(['collect', '--json']);

    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      schema: 'segment-evidence/error/v1',
      code: 'CONFIG_INVALID',
    });
  });

  it('suggests a command for a mistyped one and exits 2', async () => {
    const ran = await place.run(['colect']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('collect');
  });
});
