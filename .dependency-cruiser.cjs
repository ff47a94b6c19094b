/**
 * The import rules of docs/architecture.md. Every folder of `src/` has a room: a list of what it may import.
 * A folder without one is refused. `npm run check:imports` sees to it that modules are really seen.
 */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: to },
});

const NODE = '^(node:)?(crypto|fs|fs/promises|path|stream|stream/promises|util)$';
const PACKAGES = ['^node_modules/(@clack/prompts|commander|yaml|zod)/'];

const rooms = [
  only('errors-import-nothing', '^src/errors\\.ts$', ['^$'], 'errors are below everything'),
  only('backoff-imports-nothing', '^src/backoff\\.ts$', ['^$'], 'one formula for everybody who asks again'),
  only(
    'descriptors-import-nothing',
    '^src/descriptors\\.ts$',
    ['^$'],
    'what a process may open is the same for all',
  ),
  only(
    'aws-words-are-pure',
    '^src/aws/',
    ['^src/aws/', '^src/(descriptors|errors)\\.ts$'],
    'what AWS answers means the same to everybody',
  ),
  only(
    'schemas-import-zod-only',
    '^schemas/',
    ['^schemas/', '^node_modules/zod/'],
    'a schema says what is, and does nothing',
  ),
  only(
    'evidence-is-pure',
    '^src/evidence/',
    [
      '^src/evidence/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^crypto$',
      '^node:crypto$',
      '^node_modules/canonicalize/',
    ],
    'evidence knows no disk, no network and no clock',
  ),
  only(
    'spool-holds-lines',
    '^src/spool/',
    [
      '^src/spool/',
      '^src/evidence/',
      '^src/(descriptors|errors)\\.ts$',
      '^(node:)?(crypto|fs|fs/promises|os|path)$',
    ],
    '',
  ),
  only(
    'seal-signs',
    '^src/seal/',
    [
      '^src/seal/',
      '^src/aws/',
      '^src/evidence/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?crypto$',
      '^node_modules/@aws-sdk/client-kms/',
    ],
    'sealing knows no store, and no network but that of a key that is elsewhere',
  ),
  only(
    'verify-reads',
    '^src/verify/',
    [
      '^src/verify/',
      '^src/seal/',
      '^src/evidence/',
      '^src/anchor/(?!authority\\.ts)',
      '^src/store/(store|layout|content|litter)\\.ts$',
      '^schemas/',
      '^src/(errors|read-ahead)\\.ts$',
      '^(node:)?(buffer|crypto)$',
      '^node_modules/zod/',
    ],
    'verifying reads a store and asks nobody else',
  ),
  only(
    'stamps-are-judged',
    '^src/anchor/(?!authority\\.ts)',
    ['^src/anchor/(?!authority\\.ts)', '^schemas/', '^src/errors\\.ts$', '^(node:)?crypto$'],
    'a time stamp says the same to everybody, without disk, network and clock',
  ),
  only(
    'authority-is-asked',
    '^src/anchor/authority\\.ts$',
    [
      '^src/anchor/',
      '^src/net/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?(crypto|net)$',
      '^node_modules/undici/',
    ],
    'an authority is handed its address and the bytes to stamp, and keeps nothing',
  ),
  only(
    'net-connects',
    '^src/net/',
    ['^src/net/', '^(node:)?net$', '^node_modules/undici/'],
    'how a connection is made is decided once, whoever is talked to over it',
  ),
  only(
    'segment-reads-segment',
    '^src/segment/',
    [
      '^src/segment/',
      '^src/net/',
      '^src/evidence/',
      '^schemas/',
      '^src/(backoff|descriptors|errors|read-ahead)\\.ts$',
      '^(node:)?(events|net)$',
      '^node_modules/(undici|p-queue|zod)/',
    ],
    'the client keeps nothing and judges nothing',
  ),
  only(
    'store-keeps',
    '^src/store/',
    [
      '^src/store/',
      '^src/aws/',
      '^src/evidence/',
      '^schemas/',
      '^src/(backoff|descriptors|errors)\\.ts$',
      '^(node:)?(crypto|fs|fs/promises|path|stream|util)$',
      '^node_modules/@aws-sdk/client-s3/',
    ],
    '',
  ),
  only(
    'commit-joins-seal-and-store',
    '^src/commit/',
    [
      '^src/commit/',
      '^src/seal/',
      '^src/store/',
      '^src/evidence/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?crypto$',
    ],
    '',
  ),
  only(
    'resume-keeps-what-was-read',
    '^src/resume/',
    [
      '^src/resume/',
      '^src/seal/(dsse|signer)\\.ts$',
      '^src/store/(store|layout|content)\\.ts$',
      '^src/segment/(collect|parent-book)\\.ts$',
      '^src/evidence/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?crypto$',
    ],
    'a resume point is kept beside the evidence, and nothing that verifies knows it',
  ),
  only(
    'alerts-are-pure',
    '^src/alerts/(?!channels/)',
    ['^src/alerts/(?!channels/)', '^src/evidence/', '^schemas/', '^src/errors\\.ts$', '^src/backoff\\.ts$'],
    'which alerts there are follows from the records alone',
  ),
  only(
    'channels-send',
    '^src/alerts/channels/',
    [
      '^src/alerts/',
      '^src/net/',
      '^src/senders/',
      '^src/evidence/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?net$',
      '^node_modules/(undici|standardwebhooks|nodemailer)/',
      '^node_modules/(@aws-sdk|@smithy)/',
    ],
    'a channel is handed its address and its secret, and keeps nothing',
  ),
  only(
    'schedule-is-pure',
    '^src/schedule/(?!queue)',
    ['^src/schedule/(?!queue)', '^node_modules/croner/'],
    'which slot is due follows from the schedule and the records alone',
  ),
  only(
    'queue-carries',
    '^src/schedule/queue',
    [
      '^src/schedule/queue',
      '^src/aws/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^node_modules/@aws-sdk/client-sqs/',
    ],
    'the queue carries messages, and knows nothing of what they ask for',
  ),
  only(
    'senders-send',
    '^src/senders/',
    [
      '^src/senders/',
      '^src/net/',
      '^src/evidence/secret\\.ts$',
      '^schemas/',
      '^src/(backoff|errors)\\.ts$',
      '^(node:)?net$',
      '^node_modules/(undici|p-queue|zod)/',
      '^node_modules/@segment/analytics-node/',
    ],
    'what sends to Segment is handed a write key, and knows no token, no store and no evidence',
  ),
  only(
    'service-is-woken-and-asked',
    '^src/service/',
    ['^src/service/', '^src/schedule/', '^(node:)?(http|net)$', '^node_modules/node-cron/'],
    'what a run is, the service is told; it holds the only timer and the only listening socket',
  ),
  only(
    'simulator-stands-alone',
    '^src/simulator/',
    [
      '^src/simulator/',
      '^schemas/',
      '^node:',
      '^(http|net|crypto|timers/promises|zlib|url|events|stream)$',
      '^node_modules/zod/',
    ],
    'the simulator must not know how it is read',
  ),
  only(
    'checks-are-asked',
    '^src/checks/',
    ['^src/checks/', '^src/evidence/', '^schemas/', '^src/errors\\.ts$'],
    'a check is handed what it may look at: no disk, no network, no clock',
  ),
  only(
    'answers-are-read',
    '^src/answers/',
    [
      '^src/answers/',
      '^src/verify/',
      '^src/evidence/',
      '^src/store/(store|layout)\\.ts$',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?crypto$',
    ],
    'an answer rests on verified evidence alone: no network, no clock, no disk',
  ),
  only(
    'report-shows-answers',
    '^src/report/',
    [
      '^src/report/',
      '^src/answers/',
      '^src/checks/',
      '^src/evidence/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^node_modules/(csv-stringify|hucre)/',
    ],
    'what is shown is what was answered, and nothing is read for it',
  ),
  only(
    'config-is-read',
    '^src/config/',
    [
      '^src/(config|aws|evidence|schedule)/',
      '^src/seal/dsse\\.ts$',
      '^schemas/',
      '^src/(descriptors|errors|log)\\.ts$',
      '^(node:)?(crypto|fs|fs/promises|net|os|path)$',
      '^node_modules/(yaml|zod|@aws-sdk/client-secrets-manager)/',
    ],
    'configuration knows what somebody wrote, and nothing of what is done with it',
  ),
  only(
    'run-joins-the-steps',
    '^src/run/',
    [
      '^src/(run|alerts|checks|commit|evidence|resume|schedule|seal|segment|store)/',
      '^schemas/',
      '^src/errors\\.ts$',
      '^(node:)?crypto$',
    ],
    'a run is told where and how, and asks no disk and no network itself',
  ),
  only(
    'commands-come-last',
    '^src/commands/',
    ['^src/', '^schemas/', NODE, ...PACKAGES, '(^|/)node_modules/postal-mime/'],
    '',
  ),
  only('program-is-the-command-tree', '^src/program/', ['^src/', '^schemas/', NODE, ...PACKAGES], ''),
];

const roomPaths = rooms.map(({ from }) => from.path);
const withoutRoom = { path: '^src/[^/]+/', pathNot: roomPaths };

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...rooms,
    {
      name: 'every-folder-has-a-room',
      comment: 'add a row above that says what the new folder may import, and why',
      severity: 'error',
      from: withoutRoom,
      to: {},
    },
    {
      name: 'nobody-imports-a-folder-without-a-room',
      severity: 'error',
      from: {},
      to: withoutRoom,
    },
    {
      name: 'run-and-pipeline-do-not-reach-up',
      severity: 'error',
      from: { path: '^src/(run/|pipeline\\.ts$)' },
      to: {
        path: '^(src/(authority|deps|channels|credentials|config-to-run|run-connection|library|cli|program|index)\\.ts$|src/commands/|src/config/|src/simulator/|jobs/)',
      },
    },
    {
      name: 'nothing-imports-entries',
      severity: 'error',
      from: { pathNot: '^(src/(cli|program|command-context)\\.ts$|src/program/|src/commands/|jobs/)' },
      to: { path: '^(src/(cli|program|command-context)\\.ts$|src/program/|src/commands/|jobs/)' },
    },
    {
      name: 'only-the-demo-knows-the-simulator',
      severity: 'error',
      from: { path: '^(src|jobs)/', pathNot: '^src/(simulator/|commands/demo(-text)?\\.ts$)' },
      to: { path: '^src/simulator/' },
    },
    {
      name: 'only-who-sends-knows-the-senders',
      comment: 'collecting never sends: test/senders/collect-never-sends.test.ts walks every path of it',
      severity: 'error',
      from: {
        path: '^(src|jobs)/',
        pathNot:
          '^src/(senders/|(sending|library-senders)\\.ts$|commands/(canary|test-write-key)[a-z-]*\\.ts$|alerts/channels/segment\\.ts$)',
      },
      to: { path: '^src/(senders/|(sending|library-senders)\\.ts$)' },
    },
    {
      name: 'the-segment-channel-is-loaded-late',
      comment: 'import() where such a channel is configured, so that collecting reaches no sender otherwise',
      severity: 'error',
      from: { path: '^(src|jobs)/' },
      to: {
        path: '^src/alerts/channels/segment\\.ts$',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-segment-library-is-loaded-late',
      comment: 'by name from a file NAME-sdk.ts, which is itself loaded by import()',
      severity: 'error',
      from: { path: '^(src|jobs)/', pathNot: '-sdk\\.ts$' },
      to: {
        path: '^node_modules/@segment/analytics-node/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'aws-in-its-rooms-only',
      severity: 'error',
      from: {
        pathNot:
          '^(src/(store/s3[a-z-]*|seal/kms(-sdk)?|config/secrets-manager(-sdk)?|schedule/queue(-sdk)?)\\.ts$|src/alerts/channels/)',
      },
      to: { path: '^node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'aws-is-loaded-late',
      comment: 'import() where it is used, so that nobody with a folder pays for it; types cost nothing',
      severity: 'error',
      from: { path: '^(src|jobs)/', pathNot: '-sdk\\.ts$' },
      to: {
        path: '^node_modules/@(aws-sdk|smithy)/|^src/.*-sdk\\.ts$',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'aws-comes-by-name',
      comment:
        'import() of a whole client bundles all of it: a file NAME-sdk.ts names the parts that are used',
      severity: 'error',
      from: { path: '^(src|jobs)/' },
      to: { path: '^node_modules/@(aws-sdk|smithy)/', dynamic: true },
    },
    {
      name: 'mail-is-loaded-late',
      comment: 'import() where it is used, so that nobody without such a channel pays for it',
      severity: 'error',
      from: { path: '^(src|jobs)/', pathNot: '^src/alerts/channels/(email|smtp)' },
      to: {
        path: '^node_modules/nodemailer/|^src/alerts/channels/(email|smtp)',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
