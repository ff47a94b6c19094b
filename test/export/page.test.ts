/** An export handed to the page that checks without a program: the folder alone, as a browser gives it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyStore } from '../../src/verify/verify.ts';
import { locateGiven } from '../../src/verify-page/located.ts';
import type { GivenTree } from '../../src/verify-page/tree.ts';
import { exportInto, FOLDER, storeToExport } from '../support/exported.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { unpackedBag } from './tampered-exports.ts';

function treeOf(folder: string): GivenTree {
  const at = (path: string) => join(folder, ...path.split('/'));
  return {
    name: FOLDER,
    entries: async (path) => {
      if (!existsSync(at(path))) return 'nothing';
      return readdirSync(at(path), { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
      }));
    },
    open: async (path) => {
      if (!existsSync(at(path))) return 'nothing';
      return statSync(at(path)).isDirectory() ? 'folder' : new Blob([readFileSync(at(path))]);
    },
  };
}

it('an export is intact in the page, and what is changed in it is found there too', async () => {
  const store = storeToExport();
  const bag = unpackedBag(await exportInto(store, 'export.zip'));
  const verdict = async () => {
    const located = await locateGiven(treeOf(bag.folder), { onBytes: () => undefined });
    if ('kind' in located) throw new Error(located.problem.found);
    const now = new Date('2026-12-01T00:00:00Z');
    const { failures, connections } = await verifyStore({ store: located, keys: [goldenSigner], now });
    return { codes: [...new Set(failures.map(({ code }) => code))], snapshots: connections[0]?.snapshots };
  };

  const whole = await verdict();
  bag.write('data/answers/changes.xlsx', 'x');
  const spoilt = await verdict();
  bag.dispose();
  store.dispose();

  expect(whole).toEqual({ codes: [], snapshots: 2 });
  expect(spoilt.codes).toContain('DIGEST_MISMATCH');
});
