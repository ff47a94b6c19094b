/** Connections in AWS Secrets Manager: listed and read whole or not at all, blamed by name and line, never shown. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { ListManagedFiles, ManagedFile } from '../../src/config/managed-files.ts';
import { ConfigError } from '../../src/errors.ts';
import { type AwsServer, jsonError, startAwsServer } from '../support/aws-server.ts';
import { createInProcessCli, createStillClock } from '../support/in-process-cli.ts';
import { FILE, folderWith, MINIMAL, problems } from './folder.ts';

const TOKEN = 'sgp_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFy';
const main = (prefix: string) => `${MINIMAL}include: ["secretsmanager:${prefix}"]\n`;
const connection = (name: string, more = '') =>
  `connections:\n  - name: ${name}\n    region: eu\n    token: env:TOKEN\n${more}`;
const keeping =
  (...files: readonly ManagedFile[]): ListManagedFiles =>
  async () => ({ files });
const load = (listManagedFiles: ListManagedFiles, prefix = 'acme/') =>
  loadConfig({ env: {}, cwd: folderWith({ [FILE]: main(prefix) }), listManagedFiles });

describe('connections in secrets', () => {
  it('are as those of an included file, in YAML or JSON, and their settings say where they stand', async () => {
    const json = JSON.stringify({
      connections: [{ name: 'b', region: 'us', token: 'env:B', store: '/srv/b' }],
    });

    const { connections, files, origins } = await load(
      keeping({ name: 'acme/a', text: connection('a') }, { name: 'acme/b', text: json }),
    );

    expect(connections.map(({ name }) => name)).toEqual(['acme', 'a', 'b']);
    expect(connections[2]?.store.path).toBe('/srv/b');
    expect(files.slice(1)).toEqual(['secretsmanager:acme/a', 'secretsmanager:acme/b']);
    expect(origins.get('connections.a.region')).toEqual({
      kind: 'file',
      where: 'secretsmanager:acme/a:3:13',
    });
  });

  it('are blamed all at once, by secret, line and column, and never shown', async () => {
    const run = () =>
      load(
        keeping(
          { name: 'acme/a', text: connection('a', `    declaredRole: [${TOKEN}]\n`) },
          { name: 'acme/b', text: connection('b').replace('env:TOKEN', TOKEN) },
          { name: 'acme/c', text: 'connections: [\n' },
          { name: 'acme/d', text: connection('a') },
          { name: 'acme/e', invalid: 'expected text, got a binary secret' },
          { name: 'acme/f', text: TOKEN },
        ),
      );

    const found = await problems(run);
    expect([...found].sort()).toEqual(
      [
        'secretsmanager:acme/a:5:19: connections.0.declaredRole: expected text',
        'secretsmanager:acme/b:4:12: connections.0.token: expected a reference',
        'secretsmanager:acme/c:2:1: expected another indentation, or a bracket that',
        'secretsmanager:acme/d:2:11: connections.0.name: expected a unique name',
        'secretsmanager:acme/e: expected text',
        'secretsmanager:acme/f:1:1: expected a map of settings',
      ].map((start) => expect.stringMatching(new RegExp(`^${start}`))),
    );
    const error: unknown = await run().catch((refused: unknown) => refused);
    expect(JSON.stringify(error) + String(error)).not.toContain(TOKEN.slice(0, 12));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 2 });
  });

  it('have no folder that a path could be relative to', async () => {
    const more = `    store: ./evidence
    signing: { key: "file:/keys/k.pem", previousKeys: [2025.pub.pem] }
    anchors: { timestamp: { url: "https://tsa.example", ca: tsa.pem } }
    alerts: [{ channel: slack, url: "file:slack" }]
`;
    const text = connection('a', more).replace('env:TOKEN', 'file:token');

    const found = await problems(() => load(keeping({ name: 'acme/a', text })));

    expect(
      found.filter((line) => line.includes('expected an absolute path')).map((line) => line.split(': ')[1]),
    ).toEqual([
      'connections.0.token',
      'connections.0.store',
      'connections.0.signing.previousKeys.0',
      'connections.0.anchors.timestamp.ca',
      'connections.0.alerts.0.url',
    ]);
  });

  it.each([
    ['nothing behind it', '', 'expected the beginning of the names of secrets, got nothing'],
    ['a pattern', 'acme/*', 'expected the beginning of the names of secrets, without *'],
    ['the mark of all others', '!acme', 'expected the beginning of the names of secrets, without *'],
    ['no secret at all', 'acme/', 'expected secrets whose names begin with this, got none; check AWS_REGION'],
  ])('are refused with %s, which would be no connections, or all', async (_title, prefix, problem) => {
    expect(await problems(() => load(keeping(), prefix))).toEqual([
      expect.stringContaining(`${FILE}:8:11: include.0: ${problem}`),
    ]);
  });
});

describe('connections that cannot be fetched', () => {
  it('are told with the rest, and nothing is said to be missing that may be among them', async () => {
    const borrower = connection('a', '    shareLimitsWith: b\n');

    const error: unknown = await load(
      keeping(
        { name: 'acme/a', text: borrower },
        { name: 'acme/b', unavailable: 'expected its value, got 400 X' },
      ),
    ).catch((refused: unknown) => refused);

    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      code: 'CONFIG_UNAVAILABLE',
      exitCode: 5,
      issues: [{ file: 'secretsmanager:acme/b', path: '', message: 'expected its value, got 400 X' }],
    });
  });
});

describe('AWS Secrets Manager', () => {
  let server: AwsServer;
  beforeAll(async () => {
    server = await startAwsServer();
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  /** 25 secrets in pages of ten; the names of AWS's own filter begin alike, whatever the case. */
  function keep(refuse: (action: string, id: string) => string | undefined = () => undefined): void {
    const names = [...Array.from({ length: 25 }, (_, index) => `acme/${index}`), 'ACME/other'];
    server.answer((request) => {
      const asked = JSON.parse(String(request.body)) as { NextToken?: string; SecretId?: string };
      const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const refusal = refuse(action, asked.SecretId ?? '');
      if (refusal !== undefined) return jsonError(400, refusal);
      if (action === 'GetSecretValue')
        return {
          status: 200,
          body: JSON.stringify({ SecretString: connection(`c${asked.SecretId?.split('/')[1]}`) }),
        };
      const from = Number(asked.NextToken ?? 0);
      const SecretList = names.slice(from, from + 10).map((Name) => ({ Name, ARN: `arn:${Name}` }));
      const NextToken = from + 10 < names.length ? { NextToken: String(from + 10) } : {};
      return { status: 200, body: JSON.stringify({ SecretList, ...NextToken }) };
    });
  }
  const cwd = () => folderWith({ [FILE]: main('acme/') });

  it('is asked for every page, then for each secret once', async () => {
    keep();

    const { connections } = await loadConfig({ env: {}, cwd: cwd() });

    expect(connections).toHaveLength(26);
    const targets = server.requests.map(({ headers }) => String(headers['x-amz-target']).split('.')[1]);
    expect(targets.filter((target) => target === 'ListSecrets')).toHaveLength(3);
    expect(targets.filter((target) => target === 'GetSecretValue')).toHaveLength(25);
  });

  it.each([
    [
      'the list',
      'ListSecrets',
      /evidence\.config\.yaml:\d+:\d+: include\.0: expected a list of .*give this process secretsmanager:ListSecrets/,
    ],
    [
      'one value',
      'GetSecretValue',
      /secretsmanager:acme\/7: expected its value, .*give this process secretsmanager:GetSecretValue/,
    ],
  ])(
    'that refuses %s makes no fleet without it: the command ends with 5 and says so',
    async (_title, action, told) => {
      keep((asked, id) =>
        asked === action && (id === '' || id === 'arn:acme/7') ? 'AccessDeniedException' : undefined,
      );
      const cli = await createInProcessCli({
        url: 'http://127.0.0.1:9',
        token: 'x',
        clock: createStillClock(),
      });
      cli.writeConfig({ include: ['secretsmanager:acme/'] });

      for (const args of [['collect'], ['status'], ['config', 'validate']]) {
        const { code, stdout, stderr } = await cli.run([...args, '--json']);
        expect([args, code]).toEqual([args, 5]);
        const lines = (
          JSON.parse(stdout).issues as {
            file: string;
            line?: number;
            column?: number;
            path: string;
            message: string;
          }[]
        ).map(
          ({ file, line, column, path, message }) =>
            `${[file, line, column].filter(Boolean).join(':')}: ${path ? `${path}: ` : ''}${message}`,
        );
        expect(lines).toEqual([expect.stringMatching(told)]);
        expect(stderr).not.toContain('wJalrXUtnFEMI');
      }
      cli.remove();
    },
  );
});
