/** What of the configuration is kept, and what is nobody's business but the owner's. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Configuration, configuration } from '../../schemas/configuration.ts';
import { configurationOf } from '../../src/config/configuration.ts';
import type { EffectiveConnection, LoadOptions } from '../../src/config/effective.ts';
import { loadConfig } from '../../src/config/load.ts';
import { FILE, folderWith, load, MINIMAL } from './folder.ts';

async function connectionOf(text: string, options: Partial<LoadOptions> = {}): Promise<EffectiveConnection> {
  const [connection] = (await load(text, options)).connections;
  if (connection === undefined) throw new Error('expected a connection');
  return connection;
}
const kept = async (text: string, options: Partial<LoadOptions> = {}): Promise<Configuration> =>
  configurationOf(await connectionOf(text, options));

/** Everything that a configuration may say, the secret places in words that can be looked for. */
const EVERYTHING = `store: s3://planted-bucket/planted-prefix
bucketOwner: "123456789012"
signing: { key: "kms:arn:aws:kms:eu-west-1:123456789012:key/planted-key" }
fingerprintKey: secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:planted-secret
retention: { mode: GOVERNANCE, days: 400 }
policy: { approvedDomains: [acme.example] }
alerts:
  - { channel: slack, url: "env:PLANTED_ADDRESS" }
connections:
  - name: planted-other
    region: us
    token: env:PLANTED_OTHER
  - name: planted-name
    region: eu
    token: file:./planted-folder/token
    tokenIssuedAt: 2026-09-01
    declaredRole: Workspace Owner
    collectorActor: tok_2aB9
    workspace: 9aQ1Lj62S4bomZKLF4DPqW
    schedule: "0 3 * * *"
    timezone: Europe/Berlin
    concurrency: 7
    requestsPerMinute: 60
    features: { protocols: true, functions: false }
    collect: { include: [], exclude: [users, labels], lanes: [slow, standard], pageSize: 100, maxMinutes: 30 }
    baseUrl: https://planted-host.example
    trustBaseUrl: true
`;

describe('what is kept of a configuration', () => {
  it('is the declared list, references as their kind', async () => {
    const [, connection] = (await load(EVERYTHING)).connections;

    expect(connection && configurationOf(connection)).toEqual({
      schema: 'segment-evidence/configuration/v1',
      type: 'public-api',
      region: 'eu',
      workspace: '9aQ1Lj62S4bomZKLF4DPqW',
      schedule: '0 3 * * *',
      timezone: 'Europe/Berlin',
      concurrency: 7,
      requestsPerMinute: 60,
      features: { protocols: true, functions: false },
      collect: {
        include: [],
        exclude: ['labels', 'users'],
        lanes: ['slow', 'standard'],
        pageSize: 100,
        maxMinutes: 30,
      },
      retention: { mode: 'GOVERNANCE', days: 400 },
      declaredRole: 'Workspace Owner',
      collectorActor: 'tok_2aB9',
      policy: { approvedDomains: ['acme.example'] },
      references: { token: 'file', signing: 'kms', fingerprintKey: 'secretsmanager' },
    });
  });

  it('names no store, path, host, ARN, account or person', async () => {
    const text = JSON.stringify((await load(EVERYTHING)).connections.map(configurationOf));

    expect(text).not.toMatch(/planted|arn:|123456789012|:\/\/|@|segment-evidence-/i);
  });

  it.each([
    ['the least', MINIMAL],
    [
      'a limit shared',
      `${MINIMAL}    shareLimitsWith: other\n  - { name: other, region: us, token: "env:B" }\n`,
    ],
    ['everything', EVERYTHING],
  ])('fits its schema: %s', async (_title, text) => {
    for (const connection of (await load(text)).connections) {
      expect(configuration.safeParse(configurationOf(connection)).error).toBeUndefined();
    }
  });
});

describe('two configurations are kept alike', () => {
  it('in another folder', async () => {
    const text = MINIMAL.replace('env:ACME_TOKEN', 'file:./token');
    const cwd = folderWith({ [join('deep', FILE)]: text });
    const [connection] = (await loadConfig({ env: {}, cwd, file: join('deep', FILE) })).connections;

    expect(connection && configurationOf(connection)).toEqual(await kept(text));
  });

  it.each([
    ['a default that is written out', `${MINIMAL}    concurrency: 4\n    timezone: Etc/UTC\n`],
    ['another secret of the same kind', MINIMAL.replace('env:ACME_TOKEN', 'env:OTHER')],
    ['another store', MINIMAL.replace('./evidence', './other')],
    ['another channel', `alerts: [{ channel: slack, url: "env:SLACK" }]\n${MINIMAL}`],
    ['the same names in another order', `${MINIMAL}    collect: { exclude: [] }\n`],
  ])('with %s', async (_title, text) => {
    expect(await kept(text)).toEqual(await kept(MINIMAL));
  });

  it('with a setting that a later version has for its own use', async () => {
    const later = { ...(await connectionOf(MINIMAL)), patience: 3, somewhere: '/srv/planted' };

    expect(configurationOf(later)).toEqual(await kept(MINIMAL));
  });
});

it.each([
  ['region', MINIMAL.replace('us', 'eu')],
  ['kind of token reference', MINIMAL.replace('env:ACME_TOKEN', 'file:./token')],
  ['kind of signing key', MINIMAL.replace('file:./keys/signing-key.pem', 'kms:alias/key')],
  ['pace', `${MINIMAL}    requestsPerMinute: 10\n`],
  ['scope', `${MINIMAL}    collect: { exclude: [users] }\n`],
  ['time for reading', `${MINIMAL}    collect: { maxMinutes: 5 }\n`],
  ['features', `${MINIMAL}    features: { protocols: false }\n`],
  ['schedule', `${MINIMAL}    schedule: "0 3 * * *"\n`],
  ['declared role', `${MINIMAL}    declaredRole: Workspace Owner\n`],
  ['actor of the token', `${MINIMAL}    collectorActor: tok_2aB9\n`],
])('another %s is seen', async (_title, text) => {
  expect(await kept(text)).not.toEqual(await kept(MINIMAL));
});
