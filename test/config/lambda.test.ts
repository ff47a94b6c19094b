/** What a configuration may not say in the stack for Lambda: each told, all at once, and nothing told that works. */
import { describe, expect, it } from 'vitest';
import { validateConfig } from '../../src/commands/config.ts';
import { ROOT_CERTIFICATE } from './certificate.ts';
import { FILE, folderWith } from './folder.ts';

const GOOD = `connections:
  - name: acme
    region: us
    token: secretsmanager:segment-evidence/acme#token
    schedule: "0 3 * * *"
  - name: by-hand
    region: eu
    token: secretsmanager:arn:aws:secretsmanager:eu-central-1:123456789012:secret:by-hand-d4e5f6
alerts:
  - { channel: sns, url: "env:ALERT_TOPIC_ARN" }
`;
const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret';
const DEPLOY = `secretArns:
  - ${ARN}:segment-evidence/acme-a1b2c3
  - ${ARN}:by-hand-d4e5f6
fingerprintSecretArn: ${ARN}:fingerprint-g7h8i9
`;

async function problems(config: string, deploy = DEPLOY): Promise<readonly string[]> {
  const cwd = folderWith({ [FILE]: config, 'deploy.yml': deploy });
  // Variables of the machine that builds mean nothing in the function.
  const env = { SEGMENT_EVIDENCE_STORE: './evidence' };
  const { text, exitCode } = await validateConfig({ cwd, env }, true);
  const lines = text.split('\n').filter((line) => line.startsWith('  '));
  expect(exitCode).toBe(lines.length === 0 ? 0 : 2);
  return lines.map((line) => line.trim());
}

const connection = (more: string) => GOOD.replace('    schedule: "0 3 * * *"\n', `    ${more}\n`);
const scheduled = (schedule: string) => connection(`schedule: "${schedule}"`);

describe('a configuration that can work there', () => {
  it('is not refused, whatever variables this machine has', async () => {
    expect(await problems(GOOD)).toEqual([]);
  });

  it.each(['*/15 * * * *', '0,15,30,45 * * * *', '5 3 * * 1', '0 3 29 2 *', '30 2 * * *'])(
    'may be due at %s',
    async (schedule) => {
      expect(await problems(scheduled(schedule))).toEqual([]);
    },
  );
});

describe('a time stamp authority there', () => {
  const ca = `|\n${ROOT_CERTIFICATE.replaceAll(/^(?=.)/gm, '        ')}`;
  const anchored = (url: string, certificates: string) =>
    `${GOOD}anchors:\n  timestamp:\n    url: ${url}\n    ca: ${certificates}\n`;

  it('has its certificates in the configuration', async () => {
    expect(await problems(anchored('https://tsa.example', ca))).toEqual([]);
  });

  it('has no file, and its address in no other secret than the function may read', async () => {
    const secret = 'secretsmanager:segment-evidence/tsa';
    const listed = DEPLOY.replace('secretArns:', `secretArns:\n  - ${ARN}:segment-evidence/tsa-a1b2c3`);

    expect(await problems(anchored('https://tsa.example', './tsa.pem'))).toEqual([
      expect.stringContaining('anchors.timestamp.ca: expected the certificates themselves'),
    ]);
    expect(await problems(anchored('env:TSA', ca))).toEqual([
      expect.stringContaining('anchors.timestamp.url: expected secretsmanager:NAME_OR_ARN, got a variable'),
    ]);
    expect(await problems(anchored(secret, ca))).toEqual([
      expect.stringContaining('anchors.timestamp.url: expected a secret that secretArns'),
    ]);
    expect(await problems(anchored(secret, ca), listed)).toEqual([]);
  });
});

describe('the secrets of alert channels there', () => {
  const slack = `${GOOD}  - { channel: slack, url: "secretsmanager:segment-evidence/slack" }\n`;
  const listed = DEPLOY.replace('secretArns:', `secretArns:\n  - ${ARN}:segment-evidence/slack-a1b2c3`);
  const both = `${listed}alertSecretArns: ["${ARN}:segment-evidence/slack-a1b2c3"]\n`;

  it('are named for the watchdog too, which reads no token', async () => {
    expect(await problems(slack, listed)).toEqual([
      expect.stringContaining('alerts.1.url: expected a secret that alertSecretArns in deploy.yml names'),
    ]);
    expect(await problems(slack, both)).toEqual([]);
  });

  it('are the write keys of connections that alerts are sent by, among others', async () => {
    const sender = (name: string) =>
      `${GOOD.replace(
        'alerts:',
        `  - { name: own, type: write-key, region: us, writeKey: "secretsmanager:segment-evidence/${name}" }\nalerts:`,
      )}  - { channel: segment, connection: own }\n`;

    expect((await problems(sender('acme'), both)).join()).toContain(
      'connections.2.writeKey: expected a secret that alertSecretArns',
    );
    expect((await problems(sender('slack'), both)).join()).not.toContain('writeKey');
  });
});

describe('secrets by the beginning of their names', () => {
  it('are as good as named', async () => {
    const many = GOOD.replace('segment-evidence/acme#token', 'fleet/tokens/acme');

    expect(await problems(many)).toHaveLength(1);
    expect(await problems(many, `${DEPLOY}secretPrefix: fleet/tokens/\n`)).toEqual([]);
  });
});

describe('files of the company there', () => {
  const named = (files: string) => `${GOOD}policy: { files: { ${files} } }\n`;

  it('lie in the folder of the configuration, and a roster says of which day it is', async () => {
    expect(await problems(named('roster: roster.csv, vendors: ../vendors.csv, reviews: /srv/r.csv'))).toEqual(
      [
        expect.stringContaining('policy.files.roster: expected asOf'),
        expect.stringContaining('policy.files.vendors: expected a file in the folder of the configuration'),
        expect.stringContaining('policy.files.reviews: expected a file in the folder of the configuration'),
      ],
    );
    expect(await problems(named('roster: { path: hr/roster.csv, asOf: 2026-11-22 }'))).toEqual([
      expect.stringContaining('policy.files.roster: hr/roster.csv: expected a file, got none'),
    ]);
  });
});

describe('what cannot work there is told where it stands', () => {
  it.each<[string, string, string]>([
    ['a folder', `store: ./evidence\n${GOOD}`, '1:8: store: expected no store: a function keeps no folder'],
    ['another bucket', `store: s3://other/x\n${GOOD}`, '1:8: store: expected no store'],
    [
      'a folder of one connection',
      connection('schedule: "0 3 * * *"\n    store: ./e'),
      '6:12: connections.0.store: expected no store',
    ],
    ['a key in a file', `signing: { key: "file:k.pem" }\n${GOOD}`, 'signing: expected no signing key'],
    ['a fingerprint key', `fingerprintKey: env:KEY\n${GOOD}`, 'fingerprintKey: expected no fingerprint key'],
    [
      'a retention',
      `retention: { mode: COMPLIANCE, days: 9 }\n${GOOD}`,
      'retention: expected no retention: retentionMode and retentionDays',
    ],
    ['an owner', `bucketOwner: "123456789012"\n${GOOD}`, 'bucketOwner: expected no owner'],
    ['more files', `include: [./more*.yaml]\n${GOOD}`, 'include.0: expected no files: the package holds one'],
    [
      'a token in a variable',
      GOOD.replace('secretsmanager:segment-evidence/acme#token', 'env:TOKEN'),
      '4:12: connections.0.token: expected secretsmanager:NAME_OR_ARN, got a variable',
    ],
    [
      'a token in a file',
      GOOD.replace('secretsmanager:segment-evidence/acme#token', 'file:./token'),
      'connections.0.token: expected secretsmanager:NAME_OR_ARN, got a file',
    ],
    [
      'a channel with its address in a file',
      `${GOOD}  - { channel: slack, url: "file:./slack" }\n`,
      'alerts.1.url: expected secretsmanager:NAME_OR_ARN, got a file',
    ],
    [
      'another topic',
      GOOD.replace('env:ALERT_TOPIC_ARN', 'secretsmanager:topic'),
      'alerts.0.url: expected env:ALERT_TOPIC_ARN: the function may publish to the topic of the stack',
    ],
    [
      'nobody to tell',
      GOOD.slice(0, GOOD.indexOf('alerts:')),
      '1:1: alerts: expected somebody to be told, got nobody',
    ],
    [
      'nobody to tell of one connection',
      GOOD.replace('    schedule', '    alerts: []\n    schedule'),
      'connections.0.alerts: expected somebody to be told, got nobody',
    ],
    ['nothing to do', connection('concurrency: 4'), 'connections: expected a schedule in one of them'],
    [
      'a long run',
      connection('schedule: "0 3 * * *"\n    collect: { maxMinutes: 15 }'),
      'at most 12 minutes',
    ],
    [
      'a server of this machine',
      connection('schedule: "0 3 * * *"\n    baseUrl: http://127.0.0.1:1'),
      'https',
    ],
    [
      'a secret that the role may not read',
      GOOD.replace('segment-evidence/acme#token', 'segment-evidence/acme-staging'),
      'connections.0.token: expected a secret that secretArns in deploy.yml names, got another',
    ],
  ])('%s', async (_what, config, problem) => {
    expect(await problems(config)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    '* * * * *',
    '*/10 * * * *',
    '0,5 3 * * *',
    '55,0 2,3 * * *',
    '0,14 0 1 1 *',
    '59,0 23,0 * * 1,2',
  ])('a schedule finer than a wake: %s', async (schedule) => {
    expect(await problems(scheduled(schedule))).toEqual([
      expect.stringContaining('5:15: connections.0.schedule: expected at most one slot every 15 minutes'),
    ]);
  });

  it.each<[string, string, string]>([
    ['a part of an ARN', DEPLOY.replace('-d4e5f6', ''), 'secretArns.1: expected the whole ARN of a secret'],
    [
      'a wildcard',
      DEPLOY.replace('acme-a1b2c3', '*-a1b2c3'),
      'secretArns.0: expected the whole ARN of a secret',
    ],
    ['a misspelt name', `${DEPLOY}alertEndpont: a@acme.example\n`, 'did you mean alertEndpoint?'],
    ['no fingerprint key', DEPLOY.split('fingerprint')[0] ?? '', 'fingerprintSecretArn: expected'],
    ['a beginning without an end', `${DEPLOY}secretPrefix: fleet\n`, 'secretPrefix: expected the beginning'],
    ['one run at a time', `${DEPLOY}consumers: 1\n`, 'consumers: expected'],
    [
      'more secrets than a stack holds',
      DEPLOY.replace('secretArns:', `secretArns:\n${`  - ${ARN}:x-a1b2c3\n`.repeat(70).trimEnd()}`),
      'secretArns: expected at most 4096 characters',
    ],
    ['another protocol', `${DEPLOY}alertProtocol: fax\n`, 'alertProtocol: expected email'],
  ])('%s in deploy.yml', async (_what, deploy, problem) => {
    expect((await problems(GOOD, deploy)).at(-1)).toMatch(
      new RegExp(`^deploy\\.yml:\\d+:.*${problem.replace('?', '\\?')}`),
    );
  });

  it('all of it at once, with what is wrong everywhere', async () => {
    const config = `store: ./evidence
signing: { key: "file:./key.pem" }
fingerprintKey: env:KEY
connections:
  - name: acme
    region: mars
    token: env:TOKEN
    schedule: "*/5 * * * *"
`;

    expect((await problems(config)).map((line) => line.split(': ')[1])).toEqual([
      'alerts',
      'store',
      'signing',
      'fingerprintKey',
      'connections.0.region',
      'connections.0.token',
      'connections.0.schedule',
    ]);
  });
});
