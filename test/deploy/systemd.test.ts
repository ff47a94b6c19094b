/** The units of deploy/systemd, by systemd's own reader where there is one. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage } from '../docs/pages.ts';
import { runCommand } from '../support/cli.ts';
import { withFolder } from '../support/folder.ts';
import { ROOT } from '../support/source-tree.ts';

const FOLDER = join(ROOT, 'deploy/systemd');
const WAYS = ['once', 'stays'] as const;
const unitOf = (way: (typeof WAYS)[number]) =>
  readFileSync(join(FOLDER, way, 'segment-evidence.service'), 'utf8');
const page = readPage('deploy/systemd/README.md');
const analyze = (...args: readonly string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
const hasSystemd = analyze('--version').status === 0;
if (!hasSystemd) console.warn('NOT TESTED: units by systemd itself: systemd-analyze is missing');

/** Settings of a section, in order; a setting may stand there several times. */
const settings = (unit: string) =>
  unit.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, value] as const];
  });
const valuesOf = (unit: string, name: string) =>
  settings(unit).flatMap(([each, value]) => (each === name ? [value] : []));

describe('the units', () => {
  it
    .runIf(hasSystemd)
    .each(['once/segment-evidence.service', 'once/segment-evidence.timer', 'stays/segment-evidence.service'])(
    'are understood by systemd: %s',
    (unit) => {
      const { status, stderr } = analyze('verify', '--man=no', join(FOLDER, unit));

      // Where Node.js is somewhere else, the machine and not the unit is at fault.
      const said = stderr.split('\n').filter((line) => line !== '' && !line.includes('/usr/bin/node'));
      expect([said, said.length === 0 || status === 0]).toEqual([[], true]);
    },
  );

  it.each(WAYS)('let the service write nothing but its own folder, and gain nothing: %s', (way) => {
    const unit = unitOf(way);

    expect(Object.fromEntries(settings(unit))).toMatchObject({
      User: 'segment-evidence',
      NoNewPrivileges: 'yes',
      CapabilityBoundingSet: '',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      StateDirectory: 'segment-evidence',
    });
    // Node.js compiles as it runs: with it the program would not start.
    expect(valuesOf(unit, 'MemoryDenyWriteExecute')).toEqual([]);
  });

  it('are as closed in both ways', () => {
    const ofLife = /^(?:Description|Type|ExecStart|Timeout\w+|Restart\w*|SuccessExitStatus|WantedBy)$/;
    const [once, stays] = WAYS.map((way) => settings(unitOf(way)).filter(([name]) => !ofLife.test(name)));

    expect(once).toEqual(stays);
  });

  it('give no secret by a variable or an argument', () => {
    for (const way of WAYS)
      expect(valuesOf(unitOf(way), 'Environment').map((each) => each.split('=')[0])).toEqual([
        'NODE_OPTIONS',
        'SEGMENT_EVIDENCE_CONFIG',
      ]);
  });
});

describe('the page', () => {
  it('has a configuration that is one, and names the secrets by the names that the units give them', async () => {
    const [, config = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const named = [...config.matchAll(/\/run\/credentials\/segment-evidence\.service\/([\w.-]+)/g)];
    const given = valuesOf(unitOf('once'), 'LoadCredential').map((each) => each.split(':')[0]);

    expect(named.map(([, name]) => name).sort()).toEqual([...given].sort());
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'evidence.config.yaml'), config);
      const { code, stdout, stderr } = await runCommand(['config', 'validate'], { cwd: folder, env: {} });
      expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('valid')]);
    });
  });
});
