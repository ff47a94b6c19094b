/** What the pages tell somebody to type is tried, and never fetches a package of somebody else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI } from '../support/cli.ts';
import { IS_FULL } from '../support/tier.ts';
import { documentedCommands, NOT_RUN, NOT_RUN_PAGES, RUN, RUN_ELSEWHERE } from './documented-commands.ts';
import { listPages, ROOT, readPage } from './pages.ts';

const passedOver = [...RUN_ELSEWHERE, ...NOT_RUN_PAGES.map(([page]) => page)];
const documented = documentedCommands().filter(({ page }) => !passedOver.includes(page));

describe('commands in the pages', () => {
  it('are run, or it is said why not', () => {
    const known = ({ command }: { command: string }) =>
      RUN.includes(command) || NOT_RUN.some(([pattern]) => pattern.test(command));

    expect(documented.length).toBeGreaterThan(30);
    expect(documented.filter((each) => !known(each))).toEqual([]);
  });

  it('are still there where it is said that they are run, or why not', () => {
    const commands = documented.map(({ command }) => command);

    expect(RUN.filter((command) => !commands.includes(command))).toEqual([]);
    expect(NOT_RUN.filter(([pattern]) => !commands.some((command) => pattern.test(command)))).toEqual([]);
  });

  it.each([...listPages(), 'serverless.yml'])(
    'of %s fetch nothing by a name that is not ours in any registry',
    (page) => {
      const text = readPage(page).replaceAll('`npx segment-evidence` outside a folder', '');
      const isHistory = page === 'CHANGELOG.md';

      expect(
        isHistory
          ? []
          : (text.match(
              /npx (?:-\S+ )*segment-evidence|npm (?:install|i) (?:-\S+ )*segment-evidence\b(?!-)/g,
            ) ?? []),
      ).toEqual([]);
    },
  );
});

describe('the package', () => {
  it.runIf(IS_FULL)('has the program, the pages, and what a deployment needs', () => {
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);

    for (const page of listPages().filter((each) => each.includes('/'))) expect(paths).toContain(page);
    for (const path of [
      'dist/segment-evidence.mjs',
      'serverless.yml',
      'deploy/container/Dockerfile',
      'deploy/kubernetes/cronjob.yaml',
      'deploy/systemd/once/segment-evidence.timer',
      'scripts/build-lambda.mjs',
      'scripts/bundle-lambda.mjs',
      'schemas/json/config.v1.schema.json',
      'README.md',
      'LICENSE',
    ])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /^(?:src|test|jobs)\//.test(path))).toEqual([]);
  });

  it('runs with nothing beside it but Node.js', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evidence-alone-'));
    mkdirSync(join(folder, 'dist'));
    copyFileSync(CLI, join(folder, 'dist/segment-evidence.mjs'));
    copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const ran = spawnSync(process.execPath, ['dist/segment-evidence.mjs', 'demo'], {
      cwd: folder,
      env: {},
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });

    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('VERIFIED: INTACT');
  });
});
