/** `signing.previousKeys`: whose list counts, and what is said of a file that is no public key. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { keyIdOf } from '../../src/seal/dsse.ts';
import { FILE, folderWith, MINIMAL, problems } from './folder.ts';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const old = pair();
const other = pair();
const pemOf = ({ publicKey }: ReturnType<typeof pair>) =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

const listing = (files: string) =>
  MINIMAL.replace('signing-key.pem" }', `signing-key.pem", previousKeys: [ ${files} ] }`);

it('are read from files relative to the configuration, for every connection without signing of its own', async () => {
  const own = `  - name: own
    region: us
    token: env:ACME_TOKEN
    signing: { key: env:OTHER, previousKeys: [ ./keys/other.pub.pem ] }
  - name: bare
    region: us
    token: env:ACME_TOKEN
    signing: { key: env:OTHER }
`;
  const cwd = folderWith({
    [FILE]: listing('./keys/2025.pub.pem') + own,
    'keys/2025.pub.pem': pemOf(old),
    'keys/other.pub.pem': pemOf(other),
  });

  const { connections, origins } = await loadConfig({ env: {}, cwd });

  const found = connections.map(({ name, previousKeys }) => [name, previousKeys]);
  expect(found).toEqual([
    ['acme', [{ file: join(cwd, 'keys/2025.pub.pem'), keyId: keyIdOf(old.publicKey), pem: pemOf(old) }]],
    ['own', [{ file: join(cwd, 'keys/other.pub.pem'), keyId: keyIdOf(other.publicKey), pem: pemOf(other) }]],
    ['bare', []],
  ]);
  expect(origins.get('connections.acme.signing.previousKeys')?.where).toBe(`${FILE}:2:62`);
});

it.each([
  [
    'a private key',
    old.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    './key.pem',
    'expected a public key, got a private one; name the file that ends in .pub.pem',
  ],
  [
    'rubbish',
    'hello',
    './key.pem',
    'expected an ECDSA P-256 public key in PEM, got something else; name a *.pub.pem',
  ],
  [
    'no file',
    undefined,
    './key.pem',
    'the public key in it: expected a file, got none; create it, or correct the path',
  ],
  [
    'a reference',
    undefined,
    'file:./key.pem',
    'expected the path of a file alone: a public key is no secret; write ./keys/2025.pub.pem',
  ],
  [
    'a home',
    undefined,
    '~/key.pem',
    'expected a path without ~, which only a shell understands; write the folder in full',
  ],
])('%s is told at its place, once for all connections', async (_, content, path, message) => {
  const second = '  - { name: second, region: eu, token: env:ACME_TOKEN }\n';
  const cwd = folderWith({
    [FILE]: listing(`"${path}"`) + second,
    ...(content === undefined ? {} : { 'key.pem': content }),
  });

  expect(await problems(() => loadConfig({ env: {}, cwd }))).toEqual([
    `${FILE}:2:64: signing.previousKeys.0: ${message}`,
  ]);
});
