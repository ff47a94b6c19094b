import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { FILE, folderWith, load, MINIMAL, problemsOf } from './folder.ts';

describe('precedence', () => {
  const text = `${MINIMAL}    store: ./of-connection\n`;

  it('flag, environment, connection, file: each wins over the next, and the origin says which', async () => {
    const cwd = folderWith({ [FILE]: text });
    const env = { SEGMENT_EVIDENCE_STORE: 'of-variable' };
    const look = async (options: object) => {
      const { connections, origins } = await loadConfig({ env: {}, cwd, ...options });
      return [connections[0]?.store.path, origins.get('connections.acme.store')];
    };

    expect(await look({ env, overrides: { store: 'of-flag' } })).toEqual([
      join(cwd, 'of-flag'),
      { kind: 'flag', where: '--store' },
    ]);
    expect(await look({ env })).toEqual([
      join(cwd, 'of-variable'),
      { kind: 'environment', where: 'SEGMENT_EVIDENCE_STORE' },
    ]);
    expect(await look({})).toEqual([join(cwd, 'of-connection'), { kind: 'file', where: `${FILE}:8:12` }]);
  });

  it('what nobody gave is a default', async () => {
    const { origins } = await load(MINIMAL);

    expect(origins.get('connections.acme.concurrency')).toEqual({ kind: 'default' });
    expect(origins.get('connections.acme.region')).toEqual({ kind: 'file', where: `${FILE}:6:13` });
    expect(origins.get('logLevel')).toEqual({ kind: 'default' });
  });

  it('keys come from the environment too, relative to the working folder', async () => {
    const cwd = folderWith({ 'conf/c.yaml': MINIMAL });
    const env = {
      SEGMENT_EVIDENCE_CONFIG: 'conf/c.yaml',
      SEGMENT_EVIDENCE_SIGNING_KEY: 'file:k.pem',
      SEGMENT_EVIDENCE_FINGERPRINT_KEY: 'env:OTHER',
      SEGMENT_EVIDENCE_BUCKET_OWNER: '999999999999',
      SEGMENT_EVIDENCE_LOG_LEVEL: 'debug',
    };

    const { connections, logLevel } = await loadConfig({ env, cwd });

    expect(connections[0]).toMatchObject({
      signingKeyRef: `file:${join(cwd, 'k.pem')}`,
      fingerprintKeyRef: 'env:OTHER',
      bucketOwner: '999999999999',
    });
    expect(logLevel).toBe('debug');
  });

  it('a value of a flag or variable that does not fit is refused by its name', async () => {
    const env = { SEGMENT_EVIDENCE_LOG_LEVEL: 'inof', SEGMENT_EVIDENCE_RETENTION_DAYS: 'many' };

    expect(await problemsOf(MINIMAL, { env, overrides: { bucketOwner: '12' } })).toEqual([
      '--bucket-owner: expected the 12 digits of an AWS account, in quotes',
      'SEGMENT_EVIDENCE_RETENTION_DAYS: expected a whole number, got text; write digits without quotes',
      'SEGMENT_EVIDENCE_LOG_LEVEL: expected debug, info, warn, error or silent, got other text; did you mean info?',
      'SEGMENT_EVIDENCE_RETENTION_DAYS: expected no retention: a folder has no object lock; remove it, or keep the folder on write-once storage',
    ]);
  });
});

describe('the environment', () => {
  it('a misspelt variable is refused with a suggestion', async () => {
    expect(await problemsOf(MINIMAL, { env: { SEGMENT_EVIDENCE_STOER: './x' } })).toEqual([
      'SEGMENT_EVIDENCE_STOER: expected a known variable, got an unknown one; did you mean SEGMENT_EVIDENCE_STORE?; unset it',
    ]);
  });

  it('a variable that the configuration refers to is the user’s own', async () => {
    const text = MINIMAL.replace('env:ACME_TOKEN', 'env:SEGMENT_EVIDENCE_TOKEN');

    expect((await load(text, { env: { SEGMENT_EVIDENCE_TOKEN: 'x' } })).connections).toHaveLength(1);
  });

  it.each([
    'SERVICE_HOST',
    'SERVICE_PORT',
    'SERVICE_PORT_METRICS',
    'PORT',
    'PORT_8080_TCP',
    'PORT_8080_TCP_ADDR',
    'METRICS_SERVICE_HOST',
    'METRICS_PORT_9464_UDP_PROTO',
  ])('a variable that an orchestrator makes of a service is ignored: %s', async (rest) => {
    expect(
      (await load(MINIMAL, { env: { [`SEGMENT_EVIDENCE_${rest}`]: 'tcp://10.0.0.1:8080' } })).connections,
    ).toHaveLength(1);
  });

  it.each(['SERVICE', 'PORTS', 'PORT_TCP', 'STORE_SERVICE_HOSTS'])(
    'one that only looks like it is refused: %s',
    async (rest) => {
      expect(await problemsOf(MINIMAL, { env: { [`SEGMENT_EVIDENCE_${rest}`]: 'x' } })).toHaveLength(1);
    },
  );

  it('an empty variable is refused: it would else be ignored in silence', async () => {
    expect(await problemsOf(MINIMAL, { env: { SEGMENT_EVIDENCE_STORE: '' } })).toEqual([
      'SEGMENT_EVIDENCE_STORE: expected a value, got an empty one; unset the variable',
    ]);
  });

  it('switching off the check of certificates is refused', async () => {
    expect((await problemsOf(MINIMAL, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }))[0]).toMatch(
      /^NODE_TLS_REJECT_UNAUTHORIZED: expected certificates to be checked, got 0/,
    );
    expect((await load(MINIMAL, { env: { NODE_TLS_REJECT_UNAUTHORIZED: '1' } })).connections).toHaveLength(1);
  });
});
