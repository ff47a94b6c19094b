/** The page that a run puts beside its evidence: derived, in nobody's way, and no trouble to who verifies. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { putPage } from '../../src/page-beside.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench, type Ran, signer, type Workbench } from '../support/run.ts';

let bench: Workbench;
let ran: Ran;
beforeAll(async () => {
  bench = await createWorkbench({ size: FEW });
  ran = await bench.run();
});
afterAll(() => bench.close());

/** Returns what was logged. */
async function put(store: Store): Promise<readonly string[]> {
  const logged: string[] = [];
  const log = {
    info: (_: object, message: string) => void logged.push(message),
    warn: ({ problem }: { problem?: unknown }, message: string) =>
      void logged.push(`${message} (${problem})`),
  };
  const deps = { store, signer, now: bench.clock.now, log };
  await putPage({ name: 'acme', previousKeys: [] }, deps, ran.result.record);
  return logged;
}

let names = 0;
const folderStore = () => openFolderStore(bench.folder, () => `page-${names++}`);
const pages = () => join(bench.folder, 'segment-evidence/v1/acme/reports');

describe('the page beside a snapshot', () => {
  it('is told of where it could not be made, and nothing is thrown', async () => {
    const failing: Store = {
      ...folderStore(),
      put: async (key) => {
        throw new StoreError({ code: 'WRITE_FAILED', key, message: 'no room', hint: '' });
      },
    };

    expect(await put(failing)).toEqual([
      expect.stringMatching(/^the page could not be written: .*\(no room\)$/),
    ]);
  });

  it('is named after its snapshot, and there', async () => {
    expect(await put(folderStore())).toEqual(['page written']);

    const [file = ''] = readdirSync(pages());
    expect(ran.record.snapshotPath.endsWith(file.replace('.html', ''))).toBe(true);
    expect(readFileSync(join(pages(), file), 'utf8')).toContain('Snapshot of a Segment workspace');
  });

  it('stays as it is where it is there already', async () => {
    expect(await put(folderStore())).toEqual([]);
  });

  it('is no evidence: who verifies finds nothing wrong, whatever is in it', async () => {
    const [file = ''] = readdirSync(pages());
    const other = file.replace(/[0-9a-f]{8}\.html$/, 'ffffffff.html');
    writeFileSync(join(pages(), other), 'somebody else wrote this');

    const { exitCode, failures, notes } = await bench.verify();

    expect([exitCode, failures]).toEqual([0, []]);
    expect(notes.filter(({ kind }) => kind === 'not-looked-at')).toEqual([]);
  });

  it('of another kind in its folder is told of as any file that the format does not know', async () => {
    writeFileSync(join(pages(), 'notes.txt'), 'x');

    const { exitCode, notes } = await bench.verify();

    expect([exitCode, notes.filter(({ kind }) => kind === 'not-looked-at')]).toEqual([
      0,
      [expect.anything()],
    ]);
  });
});
