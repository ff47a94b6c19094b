/** `collect --fail-on`: what checks find changes the exit code only where somebody asks for it. */
import { describe, expect, it } from 'vitest';
import { type Json, listEdit, type Scene, withScene } from '../support/fault-row.ts';

/** Gives two sources the same write key, which is critical. */
function share({ fault }: Scene): void {
  fault(
    'listSources',
    listEdit('sources', (sources) =>
      sources.map((source: Json, i: number) =>
        i < 2 ? { ...source, writeKeys: ['a-key-for-tests-1'] } : source,
      ),
    ),
  );
}

describe('collect', () => {
  it('ends as the run did, and with --fail-on with 1 for a check as grave as that', () =>
    withScene({}, async (scene) => {
      share(scene);
      const collect = (...args: readonly string[]) => scene.cli.run(['collect', '--force', ...args]);

      const plain = await collect();
      const critical = await collect('--fail-on', 'critical');

      expect([plain.code, critical.code]).toEqual([0, 1]);
      expect(plain.stdout).toMatch(/^ {2}checks {4}\d+ fail/m);
      expect(plain.stdout).toContain('SRC-04 does not hold');
      expect((await collect('--fail-on', 'sometimes')).code).toBe(2);
    }));

  it('ends with 4 where the evidence is incomplete, whatever the checks find', () =>
    withScene({}, async (scene) => {
      share(scene);
      scene.fault('listUsers', { kind: 'status', status: 403 });

      expect((await scene.cli.run(['collect', '--fail-on', 'critical'])).code).toBe(4);
    }));
});
