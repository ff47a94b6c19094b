/**
 * A local stand-in for AWS (moto_server), as a process of its own on a free port of 127.0.0.1. Starting one takes a second
 * or two: the files that one process tries after each other share it, and each gets it empty.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Moto {
  readonly url: string;
  /** What a process needs to talk to it and to nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** Leaves nothing in it for the next one. */
  empty(): Promise<void>;
}

let isInstalled: boolean | undefined;

/** Whether it is installed. Says loudly what is not tested where it is missing. */
export function hasMoto(what: string): boolean {
  isInstalled ??= spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;
  if (!isInstalled) console.warn(`NOT TESTED: ${what}: moto_server is missing (pip install 'moto[server]')`);
  return isInstalled;
}

/** The AWS environment of a test: credentials that are worth nothing, and one address for everything. */
export function awsEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/**
 * Another server for buckets than moto, such as a Ceph gateway with Object Lock: its address, in
 * `EVIDENCE_TEST_S3`. It must know the credentials above and start without buckets.
 */
export const OTHER_S3 = process.env['EVIDENCE_TEST_S3'];

let shared: Promise<string> | undefined;

/** Returns one in which there is nothing yet. */
export async function startMoto(): Promise<Moto> {
  shared ??= startServer();
  const url = await shared;
  return {
    url,
    env: { ...awsEnvironment(url), ...(OTHER_S3 === undefined ? {} : { AWS_ENDPOINT_URL_S3: OTHER_S3 }) },
    empty: async () => {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
    },
  };
}

/** Ends the server when its input does: with this process, however that ends. */
const UNTIL_INPUT_ENDS = 'moto_server -H 127.0.0.1 -p "$0" & read -r _; kill $!';

/** Starts a server, and waits until it answers. */
async function startServer(): Promise<string> {
  const port = await freePort();
  const stdio = ['pipe', 'ignore', 'ignore'] as const;
  const child = spawn('sh', ['-c', UNTIL_INPUT_ENDS, String(port)], { stdio: [...stdio] });
  child.unref();
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return url;
    if (tries === 200 || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error('moto_server did not start');
    }
    await wait(100);
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
