/** A bucket behind the policies of serverless.yml. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askedOfS3, isAllowed } from '../support/iam.ts';
import { statementsOf } from './template.ts';

export interface Guard {
  readonly url: string;
  /** Actions that were refused, and on what. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** Lets through what a bucket's policy and a role's allow, and answers 403 to the rest, as S3 does before anything else. */
export async function startGuard(behind: string, policy: string, bucket: string): Promise<Guard> {
  const refused: string[] = [];
  const statements = [...statementsOf('EvidenceBucketPolicy'), ...statementsOf(policy)].map((statement) =>
    JSON.parse(JSON.stringify(statement).replaceAll('acme-evidence', bucket)),
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
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
