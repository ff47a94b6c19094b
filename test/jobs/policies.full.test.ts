/** A whole run, and what an intruder would try, in a bucket that the policies of serverless.yml stand before. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createBucket, erase, hide, newBucketName, overwrite } from '../support/bucket.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { askedOfS3, isAllowed } from '../support/iam.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { statementsOf } from './template.ts';

const BUCKET = newBucketName();

describe.runIf(hasMoto('a run with the permissions of the function'))('as the function', () => {
  let moto: Moto;
  let guard: Server;
  let simulator: Simulator;
  let place: Workplace;
  let env: Readonly<Record<string, string>>;
  const refused: string[] = [];

  beforeAll(async () => {
    [moto, simulator] = await Promise.all([startMoto(), startSimulator({ now: () => new Date() })]);
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    await createBucket(new S3Client({ forcePathStyle: true }), BUCKET);
    guard = await startGuard(moto.env['AWS_ENDPOINT_URL_S3'] ?? moto.url, refused);
    const url = `http://127.0.0.1:${(guard.address() as AddressInfo).port}`;
    env = { ...moto.env, AWS_ENDPOINT_URL_S3: url };
    vi.stubEnv('AWS_ENDPOINT_URL_S3', url);
    place = await createWorkplace(simulator.url, simulator.tokens.owner);
    place.writeConfig({ store: `s3://${BUCKET}/audit`, retention: { mode: 'GOVERNANCE', days: 400 } });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    place.remove();
    guard.closeAllConnections();
    guard.close();
    await Promise.all([moto.stop(), simulator.close()]);
  });

  it('collects, twice, and is refused nothing; the evidence is intact', async () => {
    expect((await place.run(['collect'], { env })).code).toBe(0);
    expect((await place.run(['collect', '--force'], { env })).code).toBe(0);
    expect(refused).toEqual([]);
    // Versions are for whoever verifies to look at, not for the function.
    const verified = await place.run(['verify', '--key', place.publicKey], { env: moto.env });
    expect(verified.code).toBe(0);
  });

  it('finds with doctor that it can neither write over, delete nor release', async () => {
    const { stdout } = await place.run(['doctor', '--json'], { env });
    const { properties } = JSON.parse(stdout).stores[0] as {
      properties: readonly { readonly property: string; readonly verdict: string }[];
    };

    for (const property of ['overwrite', 'delete', 'legal-hold', 'legal-hold-release'])
      expect(properties).toContainEqual(expect.objectContaining({ property, verdict: 'ok' }));
  });

  it('can do nothing to a record that is there', async () => {
    const client = new S3Client({ forcePathStyle: true });
    const record = 'audit/segment-evidence/v1/acme/chain/001/000000000000.sigstore.json';

    await expect(overwrite(client, BUCKET, record, 'x')).rejects.toThrow(/AccessDenied/);
    await expect(hide(client, BUCKET, record)).rejects.toThrow(/AccessDenied/);
    await expect(erase(client, BUCKET, record)).rejects.toThrow(/AccessDenied/);
  });
});

/** Lets through what bucket and role allow, and answers 403 to the rest, as S3 does before anything else. */
async function startGuard(behind: string, refused: string[]): Promise<Server> {
  const statements = [...statementsOf('EvidenceBucketPolicy'), ...statementsOf('CollectPolicy')].map(
    (statement) => JSON.parse(JSON.stringify(statement).replaceAll('acme-evidence', BUCKET)),
  );
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { pathname, searchParams: query } = new URL(incoming.url ?? '/', behind);
    const { method = '', headers } = incoming;
    const path = decodeURIComponent(pathname);
    const asked = askedOfS3({ method, path, query, headers, body });
    const denied = asked.filter((each) => !isAllowed(statements, each));
    if (denied.length > 0) {
      refused.push(...denied.map(({ action, resource }) => `${action} ${resource}`));
      const error = '<Error><Code>AccessDenied</Code><Message>AccessDenied</Message></Error>';
      outgoing.writeHead(403, { 'content-type': 'application/xml' }).end(method === 'HEAD' ? '' : error);
      return;
    }
    const {
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _encoding,
      ...rest
    } = headers;
    const answer = await fetch(new URL(incoming.url ?? '/', behind), {
      method,
      headers: rest as Record<string, string>,
      ...(body.length > 0 ? { body } : {}),
    });
    const kept = [...answer.headers].filter(
      ([name]) => !/^(?:content-encoding|transfer-encoding|connection)$/.test(name),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(kept));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
