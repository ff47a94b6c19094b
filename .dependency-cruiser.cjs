/** The import rules of docs/architecture.md. `npm run check:imports` sees to it that modules are really seen. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: to },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('errors-import-nothing', '^src/errors\\.ts$', ['^$'], 'errors are below everything'),
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
      ['^src/spool/', '^src/evidence/', '^(node:)?(crypto|fs|fs/promises|os|path)$'],
      '',
    ),
    only(
      'seal-signs',
      '^src/seal/',
      ['^src/seal/', '^src/evidence/', '^schemas/', '^src/errors\\.ts$', '^(node:)?crypto$'],
      'sealing knows no store and no network',
    ),
    only(
      'verify-reads',
      '^src/verify/',
      [
        '^src/verify/',
        '^src/seal/',
        '^src/evidence/',
        '^src/store/(store|layout|content)\\.ts$',
        '^schemas/',
        '^src/errors\\.ts$',
        '^(node:)?crypto$',
        '^node_modules/zod/',
      ],
      'verifying reads a store and asks nobody else',
    ),
    only(
      'segment-reads-segment',
      '^src/segment/',
      [
        '^src/segment/',
        '^src/evidence/',
        '^schemas/',
        '^src/errors\\.ts$',
        '^node_modules/(undici|p-queue|zod)/',
      ],
      'the client keeps nothing and judges nothing',
    ),
    only(
      'store-keeps',
      '^src/store/',
      [
        '^src/store/',
        '^src/evidence/',
        '^schemas/',
        '^src/errors\\.ts$',
        '^(node:)?(crypto|fs|fs/promises|path)$',
      ],
      '',
    ),
    only(
      'commit-joins-seal-and-store',
      '^src/commit/',
      ['^src/commit/', '^src/seal/', '^src/store/', '^src/evidence/', '^schemas/', '^src/errors\\.ts$'],
      '',
    ),
    only(
      'alerts-are-pure',
      '^src/alerts/',
      ['^src/alerts/', '^src/evidence/', '^schemas/', '^src/errors\\.ts$'],
      '',
    ),
    only('schedule-is-pure', '^src/schedule/', ['^src/schedule/', '^node_modules/croner/'], ''),
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
    {
      name: 'run-and-pipeline-do-not-reach-up',
      severity: 'error',
      from: { path: '^src/(run/|pipeline\\.ts$)' },
      to: { path: '^(src/(deps|cli|program|index)\\.ts$|src/commands/|src/config/|src/simulator/|jobs/)' },
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
      name: 'aws-in-its-rooms-only',
      severity: 'error',
      from: {
        pathNot: '^(src/(store/s3|seal/kms|config/secrets|schedule/queue)\\.ts$|src/alerts/channels/)',
      },
      to: { path: '^node_modules/@aws-sdk/' },
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
