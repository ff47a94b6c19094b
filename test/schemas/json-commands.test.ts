/**
 * What commands really print with --json, held against what is published about it.
 * EXAMPLES=write takes the published examples from this run, with the folder's name exchanged.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandDocuments } from '../../schemas/commands/index.ts';
import { publishedFormats } from '../../schemas/published.ts';
import { type Simulator, startSimulator, type World } from '../../src/simulator/simulator.ts';
import { ALL } from '../support/by-default.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { type Decided, decidedCsv, newestReview } from '../support/reviewing.ts';
import { IS_FULL } from '../support/tier.ts';
import { exampleFile, JSON_FOLDER, validatorOf } from './json-schemas.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  place = await createWorkplace(simulator.url, simulator.tokens.owner, READS);
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

/** What is published is of a connection whose configuration leaves nothing out. */
const READS = process.env['EXAMPLES'] === 'write' ? ALL : [];

/** It stays until it is asked to stop: test/commands/serve.test.ts. */
const TRIED_ELSEWHERE = ['report-serve'];

/** How `check` ends: in the fast tier most of what checks need is not read. */
const WITH_CHECKS = IS_FULL || READS === ALL ? 0 : 4;

type Name = keyof typeof commandDocuments;

interface Row {
  readonly title: string;
  readonly name: Name;
  readonly args: readonly string[];
  readonly code: number;
  /** Its document becomes the published example. */
  readonly isExample?: boolean;
  readonly arrange?: () => void;
  readonly env?: () => Readonly<Record<string, string>>;
  readonly input?: string;
}

const DAYS = ['--effective', '2026-10-01', '--expires', `${new Date().getUTCFullYear() + 1}-10-01`];
const slot = (hour: number) => ['--slot', `2026-11-22T0${hour}:00:00Z`];
const member = () => ({ SEGMENT_TOKEN: simulator.tokens.member });
const revoked = () => ({ SEGMENT_TOKEN: simulator.tokens.revoked });
const reader = () => ({
  name: 'acme',
  region: 'us',
  token: 'env:SEGMENT_TOKEN',
  baseUrl: simulator.url,
  requestsPerMinute: 10_000,
});
const sender = () => ({
  name: 'acme-canary',
  type: 'write-key',
  region: 'us',
  writeKey: 'env:WRITE_KEY',
  baseUrl: simulator.url,
});
const key = ['--key', 'keys/signing-key.pub.pem'];

const NEXT_KEY = ['rotate-key', '--new', 'file:keys/other.pem'];

const writeDecided = (decided: Decided) =>
  writeFileSync(
    join(place.dir, 'decided.csv'),
    decidedCsv(place.store, newestReview(place.store), () => decided),
  );

/** In this order: each finds what the ones before left. */
const rows: readonly Row[] = [
  { title: 'keygen', name: 'keygen', args: ['keygen', '--out', 'keys/other.pem'], code: 0, isExample: true },
  { title: 'a key that is there already', name: 'error', args: ['keygen'], code: 2 },
  {
    title: 'fingerprint',
    name: 'fingerprint',
    args: ['fingerprint', '--context', 'write-key'],
    input: 'a write key\n',
    code: 0,
    isExample: true,
  },
  { title: 'completion', name: 'completion', args: ['completion', 'bash'], code: 0, isExample: true },
  { title: 'a shell nobody knows', name: 'error', args: ['completion', 'sh'], code: 2 },
  { title: 'an option nobody knows', name: 'error', args: ['collect', '--onyl'], code: 2 },
  { title: 'config show', name: 'config-show', args: ['config', 'show'], code: 0, isExample: true },
  { title: 'a valid configuration', name: 'config-validate', args: ['config', 'validate'], code: 0 },
  {
    title: 'a valid configuration with a column that is not read',
    name: 'config-validate',
    args: ['config', 'validate'],
    arrange: () => {
      writeFileSync(join(place.dir, 'roster.csv'), 'email,status,leftOm\na@b.example,active,\n');
      place.writeConfig({ policy: { files: { roster: 'roster.csv' } } });
    },
    code: 0,
  },
  {
    title: 'status of nothing',
    name: 'status',
    args: ['status'],
    arrange: () => place.writeConfig(),
    code: 7,
  },
  { title: 'verify of nothing', name: 'verify', args: ['verify', 'evidence', ...key], code: 7 },
  { title: 'collect', name: 'collect', args: ['collect', ...slot(3)], code: 0, isExample: true },
  {
    title: 'a population',
    name: 'population',
    args: ['population', 'users', '--sample', '2', '--seed', '20261122', '--store', 'evidence', ...key],
    code: 0,
    isExample: true,
  },
  {
    title: 'a population as a statement',
    name: 'population-sql',
    args: ['population', 'users', '--sql', '--store', 'evidence', ...key],
    code: 0,
    isExample: true,
  },
  {
    title: 'changes where there is one run',
    name: 'error',
    args: ['changes', '--store', 'evidence', ...key],
    code: 7,
  },
  {
    title: 'an export',
    name: 'export',
    args: ['export', '--format', 'oscal', '--out', 'results.json', '--store', 'evidence', ...key],
    code: 0,
    isExample: true,
  },
  {
    title: 'a page',
    name: 'report',
    args: ['report', '--out', 'pages', '--store', 'evidence', ...key],
    code: 0,
    isExample: true,
  },
  {
    title: 'a site',
    name: 'report',
    args: ['report', '--site', '--out', 'site', '--store', 'evidence', ...key],
    // Since that run nobody looked.
    code: 4,
  },
  {
    title: 'what agents may ask',
    name: 'mcp',
    args: ['mcp', '--store', 'evidence', ...key],
    code: 0,
    isExample: true,
  },
  {
    title: 'the start of a review',
    name: 'review-start',
    args: ['review', 'start', '--store', 'evidence', ...key],
    code: 0,
    isExample: true,
  },
  {
    title: 'decisions of a review that cannot be taken',
    name: 'review-import',
    get args() {
      return ['review', 'import', newestReview(place.store), 'decided.csv', '--store', 'evidence'];
    },
    arrange: () => writeDecided({ decision: 'revoke', reviewer: 'grace@acme.example' }),
    code: 2,
  },
  {
    title: 'decisions of a review',
    name: 'review-import',
    get args() {
      return ['review', 'import', newestReview(place.store), 'decided.csv', '--store', 'evidence'];
    },
    arrange: () =>
      writeDecided({ decision: 'revoke', reviewer: 'grace@acme.example', reason: 'Has left the team.' }),
    code: 0,
    isExample: true,
  },
  {
    title: 'what became of a review',
    name: 'review-status',
    args: ['review', 'status', '--store', 'evidence', ...key],
    code: 4,
    isExample: true,
  },
  { title: 'collect of a slot that is collected', name: 'collect', args: ['collect', ...slot(3)], code: 0 },
  { title: "a member's token", name: 'collect', args: ['collect', ...slot(4)], env: member, code: 4 },
  { title: 'a refused token', name: 'collect', args: ['collect', ...slot(5)], env: revoked, code: 3 },
  {
    title: 'a token that is not there',
    name: 'collect',
    args: ['collect', ...slot(6)],
    env: () => ({ SEGMENT_TOKEN: '' }),
    code: 4,
  },
  {
    title: 'a run that cannot be committed',
    name: 'collect',
    args: ['collect', ...slot(7)],
    env: () => ({ FINGERPRINT_KEY: '' }),
    code: 5,
  },
  { title: 'a trial', name: 'collect', args: ['collect', '--only', 'sources'], code: 4 },
  {
    title: 'what the trail says of the collector, where no later run has read it',
    name: 'read-only-proof',
    args: ['changes', '--collector', '--from', '2026-11-22', '--store', 'evidence', ...key],
    code: 4,
  },
  {
    title: 'changes, of which a member’s token saw little',
    name: 'changes',
    args: ['changes', '0', '1', '--store', 'evidence', ...key],
    code: 4,
  },
  { title: 'status', name: 'status', args: ['status'], code: 4, isExample: true },
  {
    title: 'the calendar of a period',
    name: 'calendar',
    args: ['status', '--from', '2026-11-22', '--to', '2026-11-22', '--store', 'evidence', ...key],
    code: 4,
    isExample: true,
  },
  {
    title: 'a population that is nowhere',
    name: 'error',
    args: ['population', 'users', '--at', '2026-11-21', '--store', 'evidence', ...key],
    code: 7,
  },
  {
    title: 'status without the signing key',
    name: 'status',
    args: ['status'],
    arrange: () => place.writeConfig({ signing: { key: 'env:NO_KEY' } }),
    code: 5,
  },
  {
    title: 'verify',
    name: 'verify',
    args: ['verify', 'evidence', ...key],
    arrange: () => place.writeConfig(),
    code: 0,
    isExample: true,
  },
  { title: 'quick verify', name: 'verify', args: ['verify', '--quick'], code: 0 },
  {
    title: 'verify of something tampered with',
    name: 'verify',
    args: ['verify', 'evidence', ...key],
    arrange: () => writeFileSync(join(place.store, 'segment-evidence/v1/acme/chain/001/extra'), 'x'),
    code: 6,
  },
  { title: 'test', name: 'test', args: ['test'], code: 0 },
  {
    title: 'test of a token, and of a write key',
    name: 'test',
    args: ['test'],
    arrange: () => place.writeConfig({ connections: [reader(), sender()] }),
    env: () => ({ ...member(), WRITE_KEY: simulator.writeKey }),
    code: 4,
    isExample: true,
  },
  {
    title: 'test of a write key',
    name: 'test',
    args: ['test', 'acme-canary'],
    env: () => ({ WRITE_KEY: simulator.writeKey }),
    code: 0,
  },
  { title: 'test of a refused token', name: 'test', args: ['test'], env: revoked, code: 3 },
  {
    title: 'test without a token',
    name: 'test',
    args: ['test'],
    env: () => ({ SEGMENT_TOKEN: '' }),
    code: 4,
  },
  { title: 'doctor', name: 'doctor', args: ['doctor'], code: 0, isExample: true },
  {
    title: 'init',
    name: 'init',
    args: [
      'init',
      '--config',
      'new.config.yaml',
      '--name',
      'acme',
      '--region',
      'us',
      '--no-input',
      '--make-keys',
    ],
    env: () => ({ SEGMENT_TOKEN: '' }),
    code: 4,
    isExample: true,
  },
  {
    title: 'schedule --once',
    name: 'schedule',
    args: ['schedule', '--once'],
    arrange: () => place.writeConfig({ store: './other' }, { schedule: '0 3 * * *' }),
    code: 0,
    isExample: true,
  },
  {
    title: 'a file attached by hand',
    name: 'manual-attach',
    args: [
      'manual',
      'attach',
      'sso.txt',
      '--slot',
      'sso-enforcement',
      ...DAYS,
      '--by',
      'ada@acme.example',
      '--note',
      'SEC-118',
    ],
    arrange: () =>
      writeFileSync(
        join(place.dir, 'sso.txt'),
        'Everybody but two signs in through the identity provider.\n',
      ),
    code: 0,
    isExample: true,
  },
  {
    title: 'what is attached by hand',
    name: 'manual-list',
    args: ['manual', 'list', '--framework', 'soc2'],
    code: 4,
    isExample: true,
  },
  {
    title: 'an approval',
    name: 'approve',
    args: ['approve', '--by', 'Ada Lovelace', '--comment', 'SEC-131'],
    code: 0,
    isExample: true,
  },
  { title: 'check', name: 'check', args: ['check'], code: WITH_CHECKS, isExample: true },
  {
    title: 'check of a framework',
    name: 'check-framework',
    args: ['check', '--framework', 'soc2'],
    code: WITH_CHECKS,
    isExample: true,
  },
  {
    title: 'reperform, when one thing was changed and another is gone',
    name: 'reperform',
    args: ['reperform', '--resource', 'users', 'groups', 'destinations'],
    arrange: () => changeWorkspace(simulator.world),
    code: 4,
    isExample: true,
  },
  {
    title: 'schedule --once that cannot store',
    name: 'schedule',
    args: ['schedule', '--once'],
    env: () => ({ FINGERPRINT_KEY: '' }),
    arrange: () => place.writeConfig({ store: './another' }, { schedule: '0 3 * * *' }),
    code: 5,
  },
  { title: 'demo', name: 'demo', args: ['demo'], code: 0, isExample: true },
  {
    title: 'an invalid configuration',
    name: 'config-validate',
    args: ['config', 'validate'],
    arrange: () => place.writeConfig({ stroe: './x' }),
    code: 2,
    isExample: true,
  },
  { title: 'a command without it', name: 'error', args: ['collect'], code: 2, isExample: true },
  {
    title: 'rotate-key',
    name: 'rotate-key',
    args: NEXT_KEY,
    arrange: () => place.writeConfig({ store: './rotated' }),
    code: 0,
    isExample: true,
  },
  { title: 'rotate-key once more', name: 'rotate-key', args: NEXT_KEY, code: 0 },
  { title: 'a run under the old key', name: 'collect', args: ['collect', ...slot(8)], code: 5 },
  {
    title: 'a canary without a key',
    name: 'canary',
    args: ['canary', 'events'],
    arrange: () =>
      place.writeConfig({
        connections: [{ name: 'events', type: 'write-key', region: 'us', writeKey: 'env:NO_KEY' }],
      }),
    code: 4,
  },
];

/** A destination is changed, as the trail tells, and a user goes without a word. */
function changeWorkspace({ destinations, users, auditEvents }: World): void {
  const [destination] = destinations;
  const [owner] = users;
  users.pop();
  if (destination === undefined) return;
  destination.enabled = !destination.enabled;
  auditEvents.unshift({
    id: 'an-event-of-just-now',
    timestamp: new Date().toISOString(),
    type: 'Destination Modified',
    actor: owner?.id ?? '',
    actorEmail: owner?.email ?? '',
    resourceId: destination.id,
    resourceType: 'destination',
    resourceName: destination.name ?? '',
  });
}

describe('a document printed with --json', () => {
  it.each(rows)(
    'has its published form: $title',
    async ({ name, args, code, isExample, arrange, env, input }) => {
      arrange?.();
      const format = publishedFormats.find((published) => published.name === name);
      if (format === undefined) throw new Error(`no format ${name} is published`);
      const validate = validatorOf(format);

      const ran = await place.run([...args, '--json'], {
        env: env?.() ?? {},
        ...(input === undefined ? {} : { input }),
      });

      const document = JSON.parse(ran.stdout) as { readonly schema: string };
      if (isExample === true && process.env['EXAMPLES'] === 'write')
        writeExample(exampleFile(format), document);
      expect(ran.code).toBe(code);
      expect(document.schema).toBe(`segment-evidence/${name}/v1`);
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
      expect(commandDocuments[name].safeParse(document).error?.issues ?? []).toEqual([]);
    },
  );

  it('is published for every command, and tried here', () => {
    const tried = new Set([...rows.map(({ name }) => name), ...TRIED_ELSEWHERE]);
    expect([...tried].sort()).toEqual(Object.keys(commandDocuments).sort());
  });
});

/** The folder and the port of this run mean nothing to a reader. */
function writeExample(file: string, document: unknown): void {
  const text = JSON.stringify(document, null, 2)
    .replaceAll(place.dir, '/srv/acme')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:4010');
  writeFileSync(join(JSON_FOLDER, file), `${text}\n`);
}
