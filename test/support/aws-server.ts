/**
 * A server on 127.0.0.1 that answers as AWS would, one answer after the other, and remembers what it was
 * asked: for errors that no local stand-in for AWS can produce.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { awsEnvironment } from './moto.ts';

export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The connection ends after so many bytes of the body. */
  readonly cutAfter?: number;
}

/** `hang up`: the connection ends without an answer. */
export type Answering = (request: AwsRequest) => AwsAnswer | 'hang up';

export interface AwsServer {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly requests: readonly AwsRequest[];
  /** From now on answers so, and has been asked nothing. */
  answer(answering: Answering): void;
  stop(): Promise<void>;
}

export async function startAwsServer(): Promise<AwsServer> {
  const requests: AwsRequest[] = [];
  let answering: Answering = () => ({ status: 500 });
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const request = {
      method: incoming.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    };
    requests.push(request);
    const answer = answering(request);
    if (answer === 'hang up') incoming.socket.destroy();
    else if (answer.cutAfter === undefined)
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    else {
      const body = Buffer.from(answer.body ?? '');
      outgoing.writeHead(answer.status, { 'content-length': body.length, ...answer.headers });
      outgoing.write(body.subarray(0, answer.cutAfter), () => setImmediate(() => incoming.socket.destroy()));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    env: awsEnvironment(url),
    requests,
    answer: (next) => {
      answering = next;
      requests.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** An error of S3. `more`: further elements of the document. */
export function s3Error(status: number, code: string, more = '', headers = {}): AwsAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>Something to read</Message>${more}<RequestId>4442587FB7D0A2F9</RequestId></Error>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': '4442587FB7D0A2F9', ...headers },
    body,
  };
}

/** An error of a service that speaks JSON. */
export function jsonError(status: number, code: string): AwsAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': '7f3b-1c' },
    body: JSON.stringify({ __type: code, message: 'Something to read' }),
  };
}
