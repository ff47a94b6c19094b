/**
 * Which folder may import what. A rule that is never seen to refuse anything proves nothing, so each one
 * is shown a planted violation in a tree of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { withFolder } from './support/folder.ts';
import { ROOT, sourceFiles } from './support/source-tree.ts';
import { IS_FULL } from './support/tier.ts';

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IConfiguration;
const rules = (config.forbidden ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));

async function cruiseFolder(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const { output } = await cruise([...folders], {
    ...config.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: config.forbidden ?? [] },
  });
  if (typeof output === 'string') throw new Error('expected a result, got text');
  return output;
}

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
  /** By `import()`. */
  readonly isLate?: boolean;
}

/** One planted file for each rule, and more where a rule has several sides. */
const planted: readonly Planted[] = [
  { rule: 'no-cycles', file: 'src/evidence/about.ts', imports: './round.ts' },
  { rule: 'errors-import-nothing', file: 'src/errors.ts', imports: 'node:path' },
  { rule: 'schemas-import-zod-only', file: 'schemas/planted.ts', imports: 'node:fs' },
  { rule: 'schemas-import-zod-only', file: 'schemas/upwards.ts', imports: '../src/evidence/about.ts' },
  { rule: 'evidence-is-pure', file: 'src/evidence/planted.ts', imports: 'node:fs' },
  { rule: 'evidence-is-pure', file: 'src/evidence/network.ts', imports: 'undici' },
  { rule: 'crypto-is-the-same-in-a-page', file: 'src/crypto/web.ts', imports: 'node:crypto' },
  { rule: 'crypto-of-node', file: 'src/crypto/node.ts', imports: 'node:fs' },
  { rule: 'verify-page-asks-nobody', file: 'src/verify-page/planted.ts', imports: '../store/folder.ts' },
  { rule: 'backoff-imports-nothing', file: 'src/backoff.ts', imports: './errors.ts' },
  { rule: 'descriptors-import-nothing', file: 'src/descriptors.ts', imports: './errors.ts' },
  { rule: 'spool-holds-lines', file: 'src/spool/planted.ts', imports: '../store/store.ts' },
  { rule: 'seal-signs', file: 'src/seal/planted.ts', imports: '../store/store.ts' },
  { rule: 'verify-reads', file: 'src/verify/planted.ts', imports: '../store/folder.ts' },
  { rule: 'verify-reads', file: 'src/verify/network.ts', imports: 'undici' },
  { rule: 'verify-reads', file: 'src/verify/authority.ts', imports: '../anchor/authority.ts' },
  { rule: 'stamps-are-judged', file: 'src/anchor/planted.ts', imports: '../store/store.ts' },
  { rule: 'stamps-are-judged', file: 'src/anchor/network.ts', imports: 'undici' },
  { rule: 'authority-is-asked', file: 'src/anchor/authority.ts', imports: '../store/store.ts' },
  { rule: 'net-connects', file: 'src/net/planted.ts', imports: '../segment/client.ts' },
  { rule: 'segment-reads-segment', file: 'src/segment/planted.ts', imports: '../store/store.ts' },
  { rule: 'segment-reads-segment', file: 'src/segment/disk.ts', imports: 'node:fs' },
  { rule: 'store-keeps', file: 'src/store/planted.ts', imports: 'undici' },
  { rule: 'commit-joins-seal-and-store', file: 'src/commit/planted.ts', imports: '../segment/client.ts' },
  { rule: 'resume-keeps-what-was-read', file: 'src/resume/planted.ts', imports: '../verify/verify.ts' },
  { rule: 'alerts-are-pure', file: 'src/alerts/planted.ts', imports: '../store/store.ts' },
  { rule: 'alerts-are-pure', file: 'src/alerts/network.ts', imports: 'undici' },
  { rule: 'alerts-are-pure', file: 'src/alerts/aws.ts', imports: '@aws-sdk/client-s3' },
  { rule: 'channels-send', file: 'src/alerts/channels/planted.ts', imports: '../../config/load.ts' },
  { rule: 'channels-send', file: 'src/alerts/channels/disk.ts', imports: 'node:fs' },
  { rule: 'senders-send', file: 'src/senders/planted.ts', imports: '../segment/client.ts' },
  { rule: 'senders-send', file: 'src/senders/disk.ts', imports: 'node:fs' },
  { rule: 'only-who-sends-knows-the-senders', file: 'src/channels.ts', imports: './senders/open.ts' },
  {
    rule: 'only-who-sends-knows-the-senders',
    file: 'src/alerts/channels/later.ts',
    imports: '../../senders/open.ts',
    isLate: true,
  },
  { rule: 'only-who-sends-knows-the-senders', file: 'src/run-connection.ts', imports: './sending.ts' },
  {
    rule: 'the-segment-channel-is-loaded-late',
    file: 'src/alerts/channels/early.ts',
    imports: './segment.ts',
  },
  {
    rule: 'the-segment-library-is-loaded-late',
    file: 'src/senders/early.ts',
    imports: '@segment/analytics-node',
  },
  { rule: 'mail-is-loaded-late', file: 'src/alerts/channels/early-mail.ts', imports: './smtp.ts' },
  { rule: 'schedule-is-pure', file: 'src/schedule/planted.ts', imports: 'node:timers' },
  { rule: 'schedule-is-pure', file: 'src/schedule/sends.ts', imports: './queue.ts' },
  { rule: 'queue-carries', file: 'src/schedule/queue-planted.ts', imports: '../store/store.ts' },
  { rule: 'service-is-woken-and-asked', file: 'src/service/planted.ts', imports: '../store/store.ts' },
  { rule: 'simulator-stands-alone', file: 'src/simulator/planted.ts', imports: '../segment/client.ts' },
  { rule: 'checks-are-asked', file: 'src/checks/planted.ts', imports: '../store/store.ts' },
  { rule: 'checks-are-asked', file: 'src/checks/disk.ts', imports: 'node:fs' },
  { rule: 'config-is-read', file: 'src/config/reaching.ts', imports: '../store/store.ts' },
  { rule: 'run-joins-the-steps', file: 'src/run/disk.ts', imports: 'node:fs' },
  { rule: 'commands-come-last', file: 'src/commands/socket.ts', imports: 'node:net' },
  { rule: 'program-is-the-command-tree', file: 'src/program/socket.ts', imports: 'node:net' },
  { rule: 'answers-are-read', file: 'src/answers/disk.ts', imports: 'node:fs' },
  { rule: 'report-shows-answers', file: 'src/report/history.ts', imports: '../verify/read-history.ts' },
  { rule: 'report-shows-answers', file: 'src/report/page/network.tsx', imports: 'undici' },
  { rule: 'exports-are-packed', file: 'src/export/disk.ts', imports: 'node:fs' },
  { rule: 'pseudonyms-are-pure', file: 'src/pseudonym/store.ts', imports: '../store/store.ts' },
  { rule: 'derived-is-made-anew', file: 'src/derived/planted.ts', imports: '../segment/client.ts' },
  { rule: 'browser-scripts-stand-alone', file: 'src/browser/planted.ts', imports: '../store/store.ts' },
  { rule: 'agents-ask-for-answers', file: 'src/mcp/store.ts', imports: '../store/store.ts' },
  { rule: 'agents-ask-for-answers', file: 'src/mcp/disk.ts', imports: 'node:fs' },
  { rule: 'agents-ask-for-answers', file: 'src/mcp/network.ts', imports: 'undici' },
  {
    rule: 'agents-know-verified-evidence-by-its-type',
    file: 'src/mcp/history.ts',
    imports: '../verify/read-history.ts',
  },
  {
    rule: 'only-mcp-knows-the-protocol',
    file: 'src/answers/agents.ts',
    imports: '@modelcontextprotocol/server',
  },
  { rule: 'every-folder-has-a-room', file: 'src/nowhere/changes.ts', imports: '../store/store.ts' },
  {
    rule: 'nobody-imports-a-folder-without-a-room',
    file: 'src/command-context.ts',
    imports: './nowhere/page.ts',
  },
  { rule: 'run-and-pipeline-do-not-reach-up', file: 'src/pipeline.ts', imports: './deps.ts' },
  { rule: 'run-and-pipeline-do-not-reach-up', file: 'src/run/planted.ts', imports: '../config/load.ts' },
  { rule: 'nothing-imports-entries', file: 'src/log.ts', imports: './program.ts' },
  { rule: 'nothing-imports-entries', file: 'src/config/planted.ts', imports: '../commands/collect.ts' },
  {
    rule: 'only-the-demo-knows-the-simulator',
    file: 'src/commands/planted.ts',
    imports: '../simulator/world.ts',
  },
  { rule: 'aws-words-are-pure', file: 'src/aws/planted.ts', imports: '../config/load.ts' },
  { rule: 'aws-in-its-rooms-only', file: 'src/store/folder.ts', imports: '@aws-sdk/client-s3' },
  { rule: 'aws-in-its-rooms-only', file: 'src/commands/bucket.ts', imports: '@smithy/core' },
  { rule: 'store-keeps', file: 'src/store/s3-secrets.ts', imports: '@aws-sdk/client-kms' },
  { rule: 'seal-signs', file: 'src/seal/kms.ts', imports: '@aws-sdk/client-s3' },
  { rule: 'aws-is-loaded-late', file: 'src/store/s3-early.ts', imports: '@aws-sdk/client-s3' },
  { rule: 'aws-is-loaded-late', file: 'src/store/s3-soon.ts', imports: './s3-sdk.ts' },
  { rule: 'aws-comes-by-name', file: 'src/store/s3-whole.ts', imports: '@aws-sdk/client-s3', isLate: true },
  { rule: 'no-unresolved', file: 'src/run/lost.ts', imports: './nowhere.ts' },
];

/** Files that keep the rules: what planted ones import, and neighbours that may do what those may not. */
const innocent: Readonly<Record<string, string>> = {
  'schemas/manifest.ts': "import 'zod';",
  'src/evidence/round.ts': "import './about.ts';",
  'src/store/store.ts': "import '../../schemas/manifest.ts';",
  'src/config/secrets-manager.ts': "void import('./secrets-manager-sdk.ts');",
  'src/config/secrets-manager-sdk.ts': "import '@aws-sdk/client-secrets-manager';",
  'src/store/s3.ts':
    "import type { S3Client } from '@aws-sdk/client-s3'; export type C = S3Client; void import('./s3-sdk.ts');",
  'src/store/s3-sdk.ts': "import '@aws-sdk/client-s3';",
  'src/segment/client.ts': "import 'undici';",
  'src/alerts/channels/sns.ts': "import 'undici'; void import('./sns-sdk.ts');",
  'src/alerts/channels/sns-sdk.ts': "import '@aws-sdk/client-s3';",
  'src/alerts/channels/smtp.ts': '',
  'src/senders/open.ts': "import 'undici'; void import('@segment/analytics-node');",
  'src/sending.ts': "import './senders/open.ts';",
  'src/alerts/channels/segment.ts': "import '../../senders/open.ts';",
  'src/commands/canary.ts': "import '../sending.ts';",
  'src/verify/verify.ts': "import '../store/store.ts'; import 'node:crypto';",
  'src/schedule/queue.ts': "void import('./queue-sdk.ts');",
  'src/schedule/queue-sdk.ts': "import '@aws-sdk/client-sqs';",
  'src/simulator/world.ts': "import '../../schemas/manifest.ts';",
  'src/commands/demo.ts': "import '../simulator/world.ts';",
  'src/commands/collect.ts': "import '../store/store.ts';",
  'src/config/load.ts': "import '../../schemas/manifest.ts';",
  'src/deps.ts': "import './segment/client.ts'; import './config/load.ts';",
  'src/program.ts': "import './commands/collect.ts'; import './deps.ts';",
  'src/spool/spool.ts': "import 'node:fs';",
  'src/nowhere/page.ts': '',
  'src/verify/read-history.ts': '',
};

function writeTree(folder: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', '{"type":"module"}');
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2023' } }));
  for (const name of [
    'zod',
    'undici',
    '@segment/analytics-node',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-kms',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-sqs',
    '@smithy/core',
    '@modelcontextprotocol/server',
  ]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, imports] of Object.entries(innocent)) write(path, `${imports}\nexport {};\n`);
  for (const { file, imports, isLate } of planted) {
    write(file, `${isLate ? `void import('${imports}')` : `import '${imports}'`};\nexport {};\n`);
  }
}

describe('the import rules', () => {
  it.runIf(IS_FULL)('see every module of the program, and none breaks them', async () => {
    const { modules, summary } = await cruiseFolder(ROOT, ['src', 'schemas']);

    const seen = new Set(modules.map(({ source }) => source));
    const files = sourceFiles(['src', 'schemas']).map(({ path }) => path);
    expect(files.length).toBeGreaterThan(190);
    expect(files.filter((path) => !seen.has(path))).toEqual([]);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('have a planted violation each', () => {
    expect(rules.filter((rule) => !planted.some((row) => row.rule === rule))).toEqual([]);
  });

  describe('with a violation planted', () => {
    let found: readonly { readonly rule: string; readonly from: string }[] = [];

    beforeAll(async () => {
      await withFolder(async (folder) => {
        writeTree(folder);
        const { summary } = await cruiseFolder(folder, ['src', 'schemas']);
        found = summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
      });
    });

    it.each(planted)('refuse it: $rule by $file', ({ rule, file }) => {
      expect(found).toContainEqual({ rule, from: file });
    });

    it('refuse nothing else', () => {
      const files = new Set(planted.map(({ file }) => file));

      expect(found.filter(({ from }) => !files.has(from))).toEqual([]);
    });
  });
});
