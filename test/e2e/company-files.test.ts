/** Files of the company's own on the command line: what is said of one that does not fit, and by whom it is passed over. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withScene } from '../support/fault-row.ts';

const files = (roster: unknown) => ({ policy: { files: { roster } } });

describe('a roster that cannot be used', () => {
  it('ends validate, test and collect with 2, before anything is asked; a slot is collected all the same', () =>
    withScene({}, async ({ cli, simulator }) => {
      cli.writeConfig(files('people.csv'));
      writeFileSync(join(cli.dir, 'people.csv'), 'email,status\nada@acme.example,activ\n');
      const before = simulator.requests.length;
      for (const args of [['config', 'validate'], ['test'], ['collect']]) {
        const { code, stdout, stderr } = await cli.run(args);

        expect([args.join(' '), code]).toEqual([args.join(' '), 2]);
        expect(`${stdout}${stderr}`).toContain(
          'people.csv:2:18: policy.files.roster: status: expected active, left',
        );
        expect(`${stdout}${stderr}`).not.toContain('ada@');
      }
      expect(simulator.requests.length).toBe(before);

      const { code, stderr } = await cli.run(['collect', '--slot', '2026-11-22T03:00:00Z']);
      expect(code).toBe(0);
      expect(stderr).toContain('people.csv:2:18: policy.files.roster: status: expected');
      expect((await cli.run(['status'])).stdout).toContain('input-unusable');
      const { stdout } = await cli.run(['check', '--json']);
      const iam11 = stdout.split('\n').find((line) => line.includes('"checkId":"IAM-11"'));
      expect(iam11).toContain(
        '"outcome":"indeterminate","reason":"Not whole: the company\'s own file of roster."',
      );
    }));

  it('is told of where the configuration names it, when it is not there; and what is no path too', () =>
    withScene({}, async ({ cli }) => {
      const said = async (roster: unknown) => {
        cli.writeConfig(files(roster));
        const { code, stdout } = await cli.run(['config', 'validate']);
        return [code, stdout];
      };

      expect(await said('nowhere.csv')).toEqual([
        2,
        expect.stringMatching(
          /evidence\.config\.yaml:\d+:\d+: policy\.files\.roster: nowhere\.csv: expected a file, got none/,
        ),
      ]);
      expect(await said({ path: 'x.csv', asof: '2026-11-22' })).toEqual([
        2,
        expect.stringContaining('policy.files.roster.asof: expected a known setting'),
      ]);
    }));
});

it('columns that are not read are named by validate, and a secret or an address in their place is not', () =>
  withScene({}, async ({ cli }) => {
    cli.writeConfig(files({ path: 'people.csv', asOf: '2026-11-22' }));
    const write = (header: string) =>
      writeFileSync(join(cli.dir, 'people.csv'), `${header}\na@b.example,active,,\n`);
    const ask = (...more: readonly string[]) => cli.run(['config', 'validate', ...more]);

    write('email,status,leftOm,Cost centre');
    expect(await ask()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /valid, one connection.*\npeople\.csv: columns that are not read: leftOm \(did you mean leftOn\?\), Cost centre\n$/,
      ),
    });
    expect(JSON.parse((await ask('--json')).stdout).ignoredColumns).toEqual([
      { file: 'people.csv', line: 1, column: 14, name: 'leftOm', near: 'leftOn' },
      { file: 'people.csv', line: 1, column: 21, name: 'Cost centre' },
    ]);
    write('email,status,leftOn,x@y.example');
    expect((await ask()).stdout).toMatch(/not read: one at column 21\n$/);
    write('email,status,left on,Started_On');
    expect((await ask()).stdout).not.toContain('not read');
  }));
