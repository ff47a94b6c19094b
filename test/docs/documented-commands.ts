/** The commands that the pages tell somebody to type, and which of them are run, or why one is not. */
import { listPages, readPage } from './pages.ts';

export interface DocumentedCommand {
  readonly page: string;
  readonly command: string;
}

/** Every command in a block of `sh`, its continued lines joined and comments left out, and every one behind `$ `. */
export function documentedCommands(): readonly DocumentedCommand[] {
  return listPages().flatMap((page) => {
    const text = readPage(page);
    const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);
    const lines = blocks.flatMap((block) => block.replaceAll(/ *\\\n\s*/g, ' ').split('\n'));
    const typed = [...text.matchAll(/^\$ (.+)$/gm)].map(([, line = '']) => line);
    return [...lines, ...typed].flatMap((line) => {
      const command = line.replace(/\s+#(?!\?).*$/, '').trim();
      return command === '' || command.startsWith('#') ? [] : [{ page, command }];
    });
  });
}

/** Run by documented-commands.full.test.ts, as they stand there but for what only a reader knows. */
export const RUN: readonly string[] = [
  'npm ci && npm pack --pack-destination ..',
  'mkdir ../evidence-of-acme && cd ../evidence-of-acme',
  'npm install --prefix . --omit=dev ../segment-evidence-*.tgz',
  'export PATH="$PWD/node_modules/.bin:$PATH"',
  'npm run demo -- --serve',
  'export SEGMENT_TOKEN=…',
  'segment-evidence init --no-input --name acme-production --region us --role "Workspace Owner"',
  'segment-evidence test --send-alert',
  'segment-evidence collect',
  'segment-evidence status',
  'segment-evidence verify',
  'segment-evidence verify ./evidence --key signing-key.pub.pem --receipt kept-receipt.txt',
  'node node_modules/segment-evidence/dist/segment-evidence.mjs schedule',
  'cp node_modules/segment-evidence/serverless.yml .',
  'node node_modules/segment-evidence/scripts/build-lambda.mjs',
  'segment-evidence --version',
  'segment-evidence test',
  'segment-evidence keygen',
  'segment-evidence config validate',
  'printf %s "$WRITE_KEY" | segment-evidence fingerprint --context write-key',
];

/** Why the others are not. */
export const NOT_RUN: readonly (readonly [command: RegExp, why: string])[] = [
  [
    /^npm ci && npm run demo$/,
    'demo has tests of its own, and npm ci would undo what this very test runs on',
  ],
  [/^npm ci && npm test$/, 'this is a part of it'],
  [/^segment-evidence init$/, 'asks on a terminal; what it asks is tried in test/e2e/init.test.ts'],
  [
    /^segment-evidence init --add --type write-key /,
    'there is no source of the reader here; tried in test/e2e/init.test.ts',
  ],
  [
    /^segment-evidence schedule --once$/,
    'its printed answers are an example of one outage; tried in test/schedule/outage.test.ts',
  ],
  [/^cd \/srv\/segment-evidence$/, 'a folder that is made for it'],
  [
    /^npm install (--prefix \. --omit=dev )?\.\/segment-evidence-0\.1\.0\.tgz$/,
    'the same as from the folder above',
  ],
  [
    /aws (secretsmanager|cloudformation|kms|lambda)|^STACK=|^output\(\)|^read -rs TOKEN/,
    'needs an account of AWS',
  ],
  [/^npx osls@/, 'needs an account of AWS; the template is tried in test/jobs'],
  [
    /^npm run build:lambda$/,
    'its script is run from the installed package here, and in test/e2e/lambda.test.ts',
  ],
  [/output EvidenceStore/, 'needs an account of AWS'],
  [
    /^segment-evidence manual attach sso\.pdf /,
    'a file of the reader, and days that pass; tried in test/commands/manual.test.ts',
  ],
  [
    /^grep -o .* chain\/001\/000000000041\.sigstore\.json /,
    'of a certain record; the digest of an approval is held against its record in test/commands/approve.test.ts',
  ],
  [/^segment-evidence approve 41 /, 'of a certain run; approvals are tried in test/commands/approve.test.ts'],
  [
    /^segment-evidence export (--format oscal )?--from /,
    'of a certain quarter in the past; exports are tried in test/commands/export.test.ts',
  ],
  [
    /^segment-evidence verify \.\/evidence --key signing-key\.pub\.pem --from /,
    'of a certain week in the past; periods are tried in the tests of verify',
  ],
  [
    /^segment-evidence verify export\.zip .* --page period\.html$/,
    'a page of the reader; tried in test/commands/verify-of-page.test.ts',
  ],
  [
    /^segment-evidence report /,
    'pages are tried in test/report, and the command in test/commands/report-period.test.ts',
  ],
  [
    /^segment-evidence status --from /,
    'of a certain week in the past; periods are tried in the tests of status',
  ],
  [
    /^segment-evidence (keygen --out|rotate-key --new) (file:)?\.\/keys\/2027\.pem$/,
    'run line by line, as the guide has them, in test/commands/rotate-key.test.ts',
  ],
  [/^openssl rand .*fingerprint-key-2027/, 'the last line of the same guide'],
  [
    /^segment-evidence test acme-canary$/,
    'asks the host of the region; tried on loopback in test/e2e/test-write-key.test.ts',
  ],
  [/^echo \$\?$/, 'the exit code of the command above it'],
  [
    /^segment-evidence verify \.\/evidence --key signing-key\.pub\.pem --receipt kept\.txt$/,
    'the same as in README',
  ],
  [
    /^(diff|jq) .*data\/resources\/(users|audit-events)\.jsonl/,
    'run as the page has them in test/docs/changes-by-hand.test.ts',
  ],
  [
    /^cat "\$DOCS\/sql\/snapshot\.sql" .* \| duckdb$/,
    'needs the command of DuckDB; its statements are run by the library of it in test/checks/second-engine.test.ts',
  ],
  [/^sha256sum -c |^cat bag-info/, 'shown with its output; test/docs/verify-by-hand.test.ts runs the like'],
];

/** Pages of which every block is run as a whole elsewhere. */
export const RUN_ELSEWHERE: readonly string[] = ['docs/verify-by-hand.md', 'docs/for-auditors.md'];

/** Pages of which no block can be run here, and why. */
export const NOT_RUN_PAGES: readonly (readonly [page: string, why: string])[] = [
  ['deploy/systemd/README.md', 'needs root and a service manager; its units are tried in test/deploy'],
  ['deploy/kubernetes/README.md', 'needs a cluster; its manifests are tried in test/deploy'],
  ['deploy/container/README.md', 'needs a container engine; its steps are tried in test/deploy'],
];
