/** The Runtime API of Lambda on loopback, and a process that serves a packaged function with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

export interface Invoked {
  readonly kind: 'response' | 'error';
  readonly body: Record<string, unknown>;
}

export interface LambdaRuntime {
  /** Which program took the part of the platform's runtime. */
  readonly client: string;
  invoke(event: unknown, allowedMs?: number): Promise<Invoked>;
  /** Everything that the function has logged. */
  log(): string;
  close(): Promise<void>;
}

/** Serves a folder as the function; `AWS_LAMBDA_RIC` names the real Runtime Interface Client's index.mjs. */
export async function startLambda(
  folder: string,
  handler: string,
  env: Readonly<Record<string, string>>,
): Promise<LambdaRuntime> {
  const waiting: ServerResponse[] = [];
  const asked: { readonly event: unknown; readonly allowedMs: number }[] = [];
  let answer: (invoked: Invoked) => void = () => undefined;
  const deliver = () => {
    const response = waiting[0];
    const invocation = asked[0];
    if (response === undefined || invocation === undefined) return;
    waiting.shift();
    asked.shift();
    response.writeHead(200, {
      'content-type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': 'a-request',
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + invocation.allowedMs),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:123456789012:function:collect',
    });
    response.end(JSON.stringify(invocation.event));
  };
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/invocation/next')) {
      waiting.push(response);
      deliver();
      return;
    }
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    answer({ kind: request.url?.endsWith('/response') ? 'response' : 'error', body });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const api = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ric = process.env['AWS_LAMBDA_RIC'];
  const bootstrap = ric ?? resolve(import.meta.dirname, 'lambda-bootstrap.mjs');
  const platform = {
    AWS_LAMBDA_RUNTIME_API: api,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    AWS_LAMBDA_FUNCTION_NAME: 'collect',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/collect',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
  };
  const child = spawn(process.execPath, [bootstrap, handler], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...platform, ...env },
  });
  const logged: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => logged.push(String(chunk)));
  return {
    client: ric === undefined ? 'the loopback bootstrap' : 'aws-lambda-ric',
    invoke: (event, allowedMs = 900_000) =>
      new Promise((done, fail) => {
        const onEnd = () => fail(new Error(`the function ended: ${logged.join('')}`));
        answer = (invoked) => {
          child.off('exit', onEnd);
          done(invoked);
        };
        if (child.exitCode !== null) onEnd();
        child.once('exit', onEnd);
        asked.push({ event, allowedMs });
        deliver();
      }),
    log: () => logged.join(''),
    close: async () => {
      await endOf(child);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function endOf(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return Promise.resolve();
  const ended = new Promise((done) => child.once('exit', done));
  child.removeAllListeners('exit');
  child.once('exit', () => undefined);
  child.kill('SIGKILL');
  return Promise.race([ended, new Promise((done) => child.once('close', done))]);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
