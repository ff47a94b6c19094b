/**
 * Environments that are broken, and all that a user can see of it: one clear message that names the cause, the
 * exit code, and nothing half-stored. Those that take time or a process of their own: `broken-environments.full.test.ts`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';
import { type DiskFaults, diskError, withOddDisk } from '../support/odd-disk.ts';
import { chainOf, pathsIn } from './stored.ts';

const clock = createStillClock();
let simulator: Simulator;
let cli: InProcessCli;
beforeAll(async () => {
  simulator = await startSimulator({ now: clock.now });
});
afterAll(() => simulator.close());
afterEach(() => {
  vi.unstubAllEnvs();
  cli.remove();
});

interface Row {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Variables that a library reads by itself. */
  readonly processEnv?: Readonly<Record<string, string>>;
  readonly store?: string;
  readonly arrange?: () => Readonly<Record<string, string>>;
  readonly disk?: DiskFaults;
  readonly exit: number;
  /** In what is printed, on stdout or stderr. */
  readonly says: RegExp;
  /** Whether a record was committed. Default: nothing at all is stored. */
  readonly keeps?: 'committed';
}

const BUCKET = 's3://acme-evidence';
const aws = {
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};
/** A name that another program takes for its own. */
const isRecord = (path: string) => path.includes('/chain/');

const addresses: readonly Row[] = [
  ['s3:/acme-evidence/audit', /store: expected a folder, or s3:\/\/.*write s3:\/\/acme-evidence\/audit\n/],
  ['s3:acme-evidence', /write s3:\/\/acme-evidence\n/],
  ['S3://Acme-Evidence/a', /write s3:\/\/acme-evidence\/a\n/],
  ['s3//acme-evidence', /write s3:\/\/acme-evidence\n/],
  ['arn:aws:s3:::acme-evidence/audit', /write s3:\/\/acme-evidence\/audit\n/],
  ['https://acme-evidence.s3.eu-central-1.amazonaws.com/audit', /write s3:\/\/acme-evidence\/audit\n/],
  ['file:./evidence', /put \.\/ before it if a folder of this name is meant\n/],
].map(([store, says]) => ({
  name: `store: ${store}`,
  store: store as string,
  exit: 2,
  says: says as RegExp,
}));

const rows: readonly Row[] = [
  ...addresses,
  {
    name: 'a store in quotes',
    env: { SEGMENT_EVIDENCE_STORE: '"./evidence"' },
    exit: 2,
    says: /got one problem\n {2}SEGMENT_EVIDENCE_STORE: expected a value alone, got one in quotes\. Remove the quotes/,
  },
  {
    name: 'a store with a CR',
    env: { SEGMENT_EVIDENCE_STORE: './evidence\r' },
    exit: 2,
    says: /got one problem\n {2}SEGMENT_EVIDENCE_STORE: expected a value alone, got one that ends with CR\. Save the file/,
  },
  {
    name: 'a region in quotes',
    store: BUCKET,
    env: { ...aws, AWS_REGION: "'us-east-1'" },
    exit: 2,
    says: /AWS_REGION: expected a value alone, got one in quotes/,
  },
  {
    name: 'an access key with a CR',
    store: BUCKET,
    env: { ...aws, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE\r' },
    exit: 2,
    says: /AWS_ACCESS_KEY_ID: expected a value alone, got one that ends with CR/,
  },
  {
    name: 'a token in quotes',
    env: { SEGMENT_TOKEN: '"a-token"' },
    exit: 4,
    says: /acme: failed/,
    keeps: 'committed',
  },
  {
    name: 'a fingerprint key in quotes',
    env: { FINGERPRINT_KEY: `"hex:${'ab'.repeat(32)}"` },
    exit: 5,
    says: /env:FINGERPRINT_KEY: expected the key alone, got one in quotes\n {2}Remove the quotes/,
  },
  {
    name: 'a signing key with \\n written out',
    arrange: () => keyAs((pem) => pem.replaceAll('\n', '\\n')),
    exit: 5,
    says: /got one with its line breaks written out as \\n\n {2}Put real line breaks in their place/,
  },
  {
    name: 'a signing key on one line',
    arrange: () => keyAs((pem) => pem.replaceAll('\n', ' ')),
    exit: 5,
    says: /got one without its line breaks\n {2}Set it with its line breaks/,
  },
  {
    name: 'a signing key in quotes',
    arrange: () => keyAs((pem) => `"${pem}"`),
    exit: 5,
    says: /got one in quotes\n {2}Remove the quotes/,
  },
  {
    name: 'a sign-on that has expired',
    store: BUCKET,
    arrange: () => {
      const file = join(cli.dir, 'aws-config');
      const profile =
        'sso_session = s\nsso_account_id = 111111111111\nsso_role_name = r\nregion = us-east-1\n';
      const session = 'sso_region = us-east-1\nsso_start_url = https://acme.example/start\n';
      writeFileSync(file, `[profile acme]\n${profile}[sso-session s]\n${session}`);
      // The AWS client looks at the environment of the process itself.
      const { AWS_ENDPOINT_URL: _, ...rest } = aws;
      for (const [name, value] of Object.entries({
        ...rest,
        AWS_CONFIG_FILE: file,
        AWS_PROFILE: 'acme',
        HOME: cli.dir,
      }))
        vi.stubEnv(name, value);
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
      return {};
    },
    exit: 5,
    says: /got CredentialsProviderError\n {2}Sign on again with `aws sso login`/,
  },
  {
    name: 'a disk that links nothing (EXDEV)',
    disk: { link: () => Promise.reject(diskError('EXDEV')) },
    exit: 4,
    says: /acme: partial/,
    keeps: 'committed',
  },
  {
    name: 'a disk that cannot flush a folder',
    disk: { sync: (path) => (path.includes('.tmp') ? undefined : 'EINVAL') },
    exit: 4,
    says: /this file system cannot say that a file is on the disk/,
    keeps: 'committed',
  },
  {
    name: 'a disk that fails while it flushes',
    disk: { sync: () => 'EIO' },
    exit: 5,
    says: /got EIO\n {2}Check the disk or the server that holds/,
  },
  {
    name: 'no descriptor for the store',
    disk: { open: (path) => (path.includes('.tmp') ? 'EMFILE' : undefined) },
    exit: 5,
    says: /got EMFILE\n {2}Let this process open more files: `ulimit -n 1024`/,
  },
  {
    name: 'no descriptor for a secret in a file',
    arrange: () => {
      writeFileSync(join(cli.dir, 'token'), simulator.tokens.owner);
      cli.writeConfig({}, { token: 'file:./token' });
      return {};
    },
    disk: { open: (path) => (path.endsWith('/token') ? 'ENFILE' : undefined) },
    exit: 5,
    says: /got ENFILE\n {2}Let this process open more files/,
  },
];

/** The signing key in a variable, as a form or a file has changed it. */
function keyAs(change: (pem: string) => string): Readonly<Record<string, string>> {
  cli.writeConfig({ signing: { key: 'env:SIGNING_KEY' } });
  return { SIGNING_KEY: change(readFileSync(join(cli.dir, 'keys/signing-key.pem'), 'utf8')) };
}

describe('an environment that is broken', () => {
  it.each(rows)('$name: exit $exit', async (row) => {
    cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
    if (row.store !== undefined) cli.writeConfig({ store: row.store });
    const made = row.arrange?.() ?? {};

    const ran = await withOddDisk(row.disk ?? {}, () =>
      cli.run(['collect', '--only', 'workspace'], { ...row.env, ...made }),
    );

    const printed = `${ran.stdout}\n${ran.stderr}`;
    expect(printed).toMatch(row.says);
    expect(printed).not.toContain('    at ');
    expect(countOf(printed, row.says), 'said once').toBe(1);
    expect({ code: ran.code, kept: keptIn(cli) }).toEqual({
      code: row.exit,
      kept: row.keeps ?? 'nothing',
    });
  });

  it('leaves no folder beside the configuration that is called like an address', async () => {
    cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
    for (const { store } of addresses) {
      cli.writeConfig({ store });
      await cli.run(['collect']);
      expect((await cli.run(['verify', store ?? ''])).code).toBe(2);
    }

    for (const name of [
      's3:',
      's3:acme-evidence',
      'S3:',
      's3',
      'arn:aws:s3:::acme-evidence',
      'https:',
      'file:.',
    ])
      expect(existsSync(join(cli.dir, name)), name).toBe(false);
  });

  it('of which a folder in the way of litter is none: what others leave stops no run', async () => {
    cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
    const base = join(cli.store, 'segment-evidence/v1/acme');
    for (const place of ['chain/001', 'snapshots', 'receipts']) {
      mkdirSync(join(base, place, '@eaDir'), { recursive: true });
      for (const name of ['.DS_Store', 'Thumbs.db', '@eaDir/x']) writeFileSync(join(base, place, name), 'x');
    }

    const { code } = await cli.run(['collect']);
    const verified = await cli.run(['verify', '--key', cli.publicKey]);

    expect([code, verified.code, chainOf(cli.store).filter((name) => name.endsWith('.json')).length]).toEqual(
      [0, 0, 1],
    );
    expect(verified.stdout).toContain('no evidence, no action needed');
  });
});

const countOf = (text: string, form: RegExp) =>
  (text.match(new RegExp(form.source, `g${form.flags}`)) ?? []).length;

function keptIn({ store }: InProcessCli): 'nothing' | 'committed' | 'half' {
  const paths = pathsIn(store);
  if (paths.some((path) => path.startsWith('.tmp/'))) return 'half';
  if (paths.some(isRecord)) return 'committed';
  return paths.length === 0 ? 'nothing' : 'half';
}
