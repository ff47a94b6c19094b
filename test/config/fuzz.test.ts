import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { runs } from '../support/tier.ts';
import { FILE, folderWith, MINIMAL } from './folder.ts';

it('whatever the file holds, loading either works or tells what is wrong', async () => {
  const lines = fc.constantFrom(
    ...MINIMAL.split('\n'),
    'include: 1',
    'alerts: {}',
    'policy: []',
    '  - x',
    '? y',
    '{',
    '"',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(lines).map((some) => some.join('\n')),
  );

  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const folder = folderWith({ [FILE]: content });
      try {
        await loadConfig({ env: {}, cwd: folder });
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect(error).toMatchObject({ issues: expect.arrayContaining([expect.anything()]) });
      }
    }),
    { numRuns: runs({ fast: 60, full: 300 }) },
  );
});
