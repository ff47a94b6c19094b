/** A run that is stopped, or that cannot store: nothing half-done counts, nothing is left lying about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InterruptedError, StoreError } from '../../src/errors.ts';
import { Spool } from '../../src/spool/spool.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { FEW } from '../support/few.ts';
import { readFolder } from '../support/folder.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';

let bench: Workbench;
let temporary: string;
const temporaryBefore = process.env['TMPDIR'];
beforeEach(async () => {
  bench = await createWorkbench({ size: FEW });
  temporary = mkdtempSync(join(tmpdir(), 'evidence-stopped-'));
  process.env['TMPDIR'] = temporary;
});
afterEach(async () => {
  if (temporaryBefore === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporaryBefore;
  rmSync(temporary, { recursive: true, force: true });
  await bench.close();
});

/** So little memory that every spool goes to disk. */
const spilling = { newSpool: () => new Spool(256) };
const leftovers = () => [...readFolder(temporary).keys()];
const stored = () => [...readFolder(bench.folder).keys()];

it.each(['workspace', 'users', 'sources', 'source-settings'])(
  'a run stopped when %s begins commits nothing, leaves no temporary file, and the next one is whole',
  async (resource) => {
    const stop = new AbortController();
    const running = bench.run({
      signal: stop.signal,
      changes: {
        ...spilling,
        onResource: (name, { kind }) => {
          if (name === resource && kind === 'started') stop.abort(new InterruptedError('SIGINT'));
        },
      },
    });

    await expect(running).rejects.toBeInstanceOf(InterruptedError);
    expect([stored(), leftovers()]).toEqual([[], []]);
    expect((await bench.run()).record).toMatchObject({ status: 'complete', chain: { seq: 0 } });
  },
);

it('a run that cannot store leaves no temporary file and no record, and the next one is whole', async () => {
  const store = openFolderStore(bench.folder, () => 'unused');
  const failing = {
    ...store,
    put: async (key: string) => {
      throw new StoreError({ code: 'WRITE_FAILED', key, message: `store: ${key}: expected to write it` });
    },
  };

  const running = bench.run({ changes: { ...spilling, store: failing } });

  await expect(running).rejects.toMatchObject({ code: 'WRITE_FAILED' });
  expect([stored(), leftovers()]).toEqual([[], []]);
  expect((await bench.run()).record).toMatchObject({ status: 'complete', chain: { seq: 0 } });
});

it('a good run leaves no temporary file either, and what lay there in passing could not be read', async () => {
  const seen: string[] = [];
  const ran = await bench.run({
    changes: {
      ...spilling,
      onResource: (_, { kind }) => {
        if (kind === 'ended')
          seen.push(...[...readFolder(temporary).values()].map((bytes) => bytes.toString('latin1')));
      },
    },
  });

  expect(ran.record.status).toBe('complete');
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.some((text) => text.includes('"id"') || text.includes('listUsers'))).toBe(false);
  expect(leftovers()).toEqual([]);
});
