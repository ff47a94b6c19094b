import { describe, expect, it } from 'vitest';
import { startedAs } from '../src/started-as.ts';

describe('startedAs', () => {
  const at = (script: string | undefined, env = {}) => startedAs({ script, cwd: '/srv/here', env });

  it.each([
    ['/usr/local/bin/segment-evidence', 'segment-evidence'],
    ['/srv/here/node_modules/.bin/segment-evidence', 'segment-evidence'],
    ['/srv/here/node_modules/segment-evidence/dist/segment-evidence.mjs', 'segment-evidence'],
    ['/srv/here/dist/segment-evidence.mjs', 'node dist/segment-evidence.mjs'],
    ['/srv/other/dist/segment-evidence.mjs', 'node /srv/other/dist/segment-evidence.mjs'],
    ["/srv/it's/segment-evidence.mjs", "node '/srv/it'\\''s/segment-evidence.mjs'"],
    [undefined, 'segment-evidence'],
  ])('%s is typed as %s', (script, typed) => {
    expect(at(script)).toBe(typed);
  });

  it('never lets npx fetch a package of this name from elsewhere', () => {
    expect(at('/srv/here/node_modules/.bin/segment-evidence', { npm_command: 'exec' })).toBe(
      'npx --no segment-evidence',
    );
  });
});
