import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configDigestInput } from '../../src/config/digest-input.ts';
import type { LoadOptions } from '../../src/config/effective.ts';
import { loadConfig } from '../../src/config/load.ts';
import { FILE, folderWith, MINIMAL } from './folder.ts';

function digest(text: string, options: Partial<LoadOptions> = {}): string {
  const { connections } = loadConfig({ env: {}, cwd: folderWith({ [FILE]: text }), ...options });
  return createHash('sha256')
    .update(JSON.stringify(connections.map(configDigestInput)))
    .digest('hex');
}

it('the same configuration gives the same input in another folder', () => {
  const text = MINIMAL.replace('env:ACME_TOKEN', 'file:./token');
  const cwd = folderWith({ [join('deep', FILE)]: text });

  expect(digest(text)).toBe(digest(text));
  expect(digest(text, { cwd, file: join('deep', FILE) })).toBe(digest(text));
});

it('a default that is written out changes nothing', () => {
  expect(digest(`${MINIMAL}    concurrency: 4\n    timezone: Etc/UTC\n`)).toBe(digest(MINIMAL));
});

it.each([
  ['region', MINIMAL.replace('us', 'eu')],
  ['token', MINIMAL.replace('env:ACME_TOKEN', 'env:OTHER')],
  ['store', MINIMAL.replace('./evidence', './other')],
  ['signing key', MINIMAL.replace('signing-key.pem', 'other.pem')],
  ['fingerprint key', MINIMAL.replace('env:FP_KEY', 'env:OTHER')],
  ['pace', `${MINIMAL}    requestsPerMinute: 10\n`],
  ['scope', `${MINIMAL}    collect: { exclude: [users] }\n`],
  ['features', `${MINIMAL}    features: { protocols: false }\n`],
])('another %s gives another input', (_title, text) => {
  expect(digest(text)).not.toBe(digest(MINIMAL));
});

it('holds references only, no path of this machine, and is plain JSON', () => {
  const { connections } = loadConfig({
    env: { ACME_TOKEN: 'sgp_the-token' },
    cwd: folderWith({ [FILE]: MINIMAL }),
  });
  const input = connections.map(configDigestInput);

  expect(JSON.parse(JSON.stringify(input))).toEqual(input);
  expect(JSON.stringify(input)).not.toContain('segment-evidence-');
  expect(JSON.stringify(input)).not.toContain('sgp_');
  expect(input[0]).toMatchObject({
    store: './evidence',
    token: 'env:ACME_TOKEN',
    signingKey: 'file:./keys/signing-key.pem',
  });
});
