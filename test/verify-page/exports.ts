/** Exports to be spoilt, and what the command says of one, failure by failure. */
import { basename } from 'node:path';
import type { SpoiltExport } from '../export/tampered-exports.ts';
import { exportInto, KEY_FILE, runIn, storeToExport } from '../support/exported.ts';
import type { Said } from '../support/verify-browser.ts';

export interface Verdict {
  readonly exitCode: number;
  /** Code and place of each. */
  readonly failures: readonly string[];
}

export const verdictIn = ({ exitCode, stores }: Said['json']): Verdict => ({
  exitCode,
  failures: stores.flatMap(({ failures }) => failures.map(({ code, where }) => `${code} ${where}`)).sort(),
});

/** Makes both exports. What the command says of a path names it as a browser does, which knows of no folder above it. */
export async function exportsToSpoil() {
  const store = storeToExport();
  const all = await exportInto(store, 'all.zip', ['--from', '2026-11-22', '--to', '2026-11-25']);
  const archives: Readonly<Record<SpoiltExport['of'], Buffer>> = {
    all,
    'last-two': await exportInto(store, 'last-two.zip'),
  };
  return {
    archives,
    folder: store.root,
    byCommand: async (path: string): Promise<Verdict> => {
      const { stdout } = await runIn(store.root, 'verify', path, '--key', KEY_FILE, '--json');
      return verdictIn(JSON.parse(stdout.replaceAll(path, basename(path))));
    },
    dispose: () => store.dispose(),
  };
}
