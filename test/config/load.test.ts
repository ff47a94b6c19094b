import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { FILE, folderWith, load, MINIMAL, problems } from './folder.ts';

describe('a connection', () => {
  it('gets every default filled in', async () => {
    const cwd = folderWith({ [FILE]: MINIMAL });

    const { connections, files, policy, logLevel } = await loadConfig({ env: {}, cwd });

    expect(connections).toEqual([
      {
        name: 'acme',
        type: 'public-api',
        region: 'us',
        tokenRef: 'env:ACME_TOKEN',
        timezone: 'Etc/UTC',
        concurrency: 4,
        requestsPerMinute: 200,
        features: {},
        collect: { include: [], exclude: [], lanes: ['standard', 'slow'], pageSize: 200 },
        apiUrl: 'https://api.segmentapis.com',
        apiUrlIsOverride: false,
        otherRegionUrl: 'https://eu1.api.segmentapis.com',
        store: { kind: 'folder', path: join(cwd, 'evidence') },
        signingKeyRef: `file:${join(cwd, 'keys/signing-key.pem')}`,
        previousKeys: [],
        inputs: [],
        hasPage: false,
        fingerprintKeyRef: 'env:FP_KEY',
        retention: null,
        alerts: [],
        timestamp: null,
      },
    ]);
    expect({ files, policy, logLevel }).toEqual({ files: [join(cwd, FILE)], policy: {}, logLevel: 'info' });
  });

  it('keeps everything that the file says', async () => {
    const text = `${MINIMAL}    tokenIssuedAt: 2026-09-01
    declaredRole: Workspace Owner
    collectorActor: tok_2aB9
    workspace: 9aQ1Lj62S4bomZKLF4DPqW
    schedule: "0 3 * * *"
    timezone: Europe/Berlin
    concurrency: 25
    requestsPerMinute: 60
    features: { protocols: true, functions: false }
    collect: { include: [audit-events], exclude: [users], lanes: [standard], pageSize: 1000 }
policy: { approvedDomains: [acme.example] }
bucketOwner: "123456789012"
`;

    const { connections, policy } = await load(text);

    expect(connections[0]).toMatchObject({
      tokenIssuedAt: '2026-09-01',
      declaredRole: 'Workspace Owner',
      collectorActor: 'tok_2aB9',
      workspacePin: '9aQ1Lj62S4bomZKLF4DPqW',
      schedule: '0 3 * * *',
      timezone: 'Europe/Berlin',
      concurrency: 25,
      requestsPerMinute: 60,
      features: { protocols: true, functions: false },
      collect: { include: ['audit-events'], exclude: ['users'], lanes: ['standard'], pageSize: 1000 },
      bucketOwner: '123456789012',
    });
    expect(policy).toEqual({ approvedDomains: ['acme.example'] });
  });

  it('overrides store, signing key and fingerprint key of the file', async () => {
    const text = `${MINIMAL}    store: /srv/other
    signing: { key: env:OTHER_KEY }
    fingerprintKey: file:/run/secrets/fp
`;

    const [connection] = (await load(text)).connections;

    expect(connection).toMatchObject({
      store: { path: '/srv/other' },
      signingKeyRef: 'env:OTHER_KEY',
      fingerprintKeyRef: 'file:/run/secrets/fp',
    });
  });

  it.each([
    [
      'the region decides the host',
      'region: eu',
      'https://eu1.api.segmentapis.com',
      false,
      'https://api.segmentapis.com',
    ],
    [
      'baseUrl replaces it',
      'region: us\n    baseUrl: http://127.0.0.1:8080/',
      'http://127.0.0.1:8080',
      true,
      null,
    ],
    ['IPv6 loopback is loopback', 'region: us\n    baseUrl: "http://[::1]:9"', 'http://[::1]:9', true, null],
    [
      'localhost is loopback',
      'region: us\n    baseUrl: http://localhost:9/segment',
      'http://localhost:9/segment',
      true,
      null,
    ],
    [
      'the region’s own host is no override',
      'region: us\n    baseUrl: HTTPS://API.segmentapis.com/',
      'https://api.segmentapis.com',
      false,
      null,
    ],
    [
      'with both hosts the question of the region is asked',
      'region: us\n    baseUrl: http://localhost:1\n    otherRegionUrl: http://localhost:2',
      'http://localhost:1',
      true,
      'http://localhost:2',
    ],
    [
      'a trusted host receives the token',
      'region: us\n    baseUrl: https://proxy.acme.example\n    trustBaseUrl: true',
      'https://proxy.acme.example',
      true,
      null,
    ],
  ])('%s', async (_title, lines, apiUrl, apiUrlIsOverride, otherRegionUrl) => {
    const [connection] = (await load(MINIMAL.replace('region: us', lines))).connections;

    expect(connection).toMatchObject({ apiUrl, apiUrlIsOverride, otherRegionUrl });
  });
});

describe('where the file is', () => {
  const other = MINIMAL.replace('acme', 'other');

  it('the flag wins over the variable, that over the working folder, that over the user’s folder', async () => {
    const cwd = folderWith({
      [FILE]: MINIMAL,
      'flag.yaml': MINIMAL.replace('acme', 'flag'),
      'variable.yaml': MINIMAL.replace('acme', 'variable'),
      'xdg/segment-evidence/config.yaml': MINIMAL.replace('acme', 'xdg'),
    });
    const elsewhere = folderWith({});
    const name = async (options: object) =>
      (await loadConfig({ env: {}, cwd, ...options })).connections[0]?.name;
    const env = { SEGMENT_EVIDENCE_CONFIG: 'variable.yaml', XDG_CONFIG_HOME: join(cwd, 'xdg') };

    expect(await name({ file: './flag.yaml', env })).toBe('flag');
    expect(await name({ env })).toBe('variable');
    expect(await name({ env: { XDG_CONFIG_HOME: join(cwd, 'xdg') } })).toBe('acme');
    expect(await name({ cwd: elsewhere, env: { XDG_CONFIG_HOME: join(cwd, 'xdg') } })).toBe('xdg');
  });

  it('without XDG_CONFIG_HOME, or with a relative one, it is ~/.config', async () => {
    const homeDir = folderWith({ '.config/segment-evidence/config.yaml': other });

    const { connections } = await loadConfig({
      env: { XDG_CONFIG_HOME: 'relative' },
      cwd: folderWith({}),
      homeDir,
    });

    expect(connections[0]?.name).toBe('other');
  });

  it('a file that was named and is missing is not replaced by another', async () => {
    const cwd = folderWith({ [FILE]: MINIMAL });

    expect(await problems(() => loadConfig({ file: 'missing.yaml', env: {}, cwd }))).toEqual([
      'missing.yaml: expected a file, got none; create it, or correct the path',
    ]);
  });

  it('no file anywhere names the places that were tried', async () => {
    const cwd = folderWith({});

    await expect(loadConfig({ env: {}, cwd, homeDir: '/home/nobody' })).rejects.toThrow(
      `find configuration: expected ${join(cwd, FILE)} or /home/nobody/.config/segment-evidence/config.yaml, got none`,
    );
  });

  it('no file anywhere names the two ways to begin', async () => {
    let hint: string | undefined;
    try {
      await loadConfig({ env: {}, cwd: folderWith({}), homeDir: '/home/nobody' });
    } catch (error) {
      hint = error instanceof ConfigError ? error.hint : undefined;
    }

    expect(hint).toMatch(/segment-evidence init.*segment-evidence demo/);
  });

  it('relative paths are relative to the file, not to the working folder', async () => {
    const cwd = folderWith({ 'deep/config.yaml': MINIMAL });

    const [connection] = (await loadConfig({ file: 'deep/config.yaml', env: {}, cwd })).connections;

    expect(connection?.store.path).toBe(join(cwd, 'deep/evidence'));
    expect(connection?.signingKeyRef).toBe(`file:${join(cwd, 'deep/keys/signing-key.pem')}`);
  });
});
