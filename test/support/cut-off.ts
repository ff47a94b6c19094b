/** Runs that are cut off when so many resources lie in their resume point, and the keys that they need for one. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resources } from '../../schemas/resources/index.ts';
import { InterruptedError } from '../../src/errors.ts';
import { createResumeCipher } from '../../src/resume/cipher.ts';
import type { RunDeps } from '../../src/run/deps.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import type { RunSettings, Workbench } from './run.ts';

export const SLOT = '2026-11-22T03:00:00.000Z';
export const FINGERPRINT_KEY = Buffer.from('a fingerprint key for tests, long enough');

/** Of each shape one: listed, with details, under parents of one kind or another, read by time, looked up by id. */
const NAMES = [
  'workspace',
  'users',
  'groups',
  'group-members',
  'sources',
  'destinations',
  'source-settings',
  'destination-filters',
  'warehouses',
  'audit-events',
];

/** Resources of every shape, and a point from the first request on. */
export const resumable: Partial<RunDeps> = {
  definitions: resources.filter(({ name }) => NAMES.includes(name)),
  resume: { cipher: createResumeCipher(FINGERPRINT_KEY, randomBytes), afterMs: 0 },
};

/** Runs the slot until its resume point names so many resources, and is then stopped. */
export async function cutOff(
  bench: Workbench,
  { after = 5, changes = {}, ...settings }: RunSettings & { readonly after?: number } = {},
): Promise<void> {
  const stop = new AbortController();
  const info = ({ resources: count = 0 }: Readonly<Record<string, unknown>>, message: string) => {
    if (message === 'resume point written' && Number(count) >= after)
      stop.abort(new InterruptedError('SIGTERM'));
  };
  const log = { info, warn: () => undefined };
  const run = bench.run({
    slot: SLOT,
    concurrency: 1,
    ...settings,
    signal: stop.signal,
    changes: { ...resumable, log, store: quickStore(bench.folder), ...changes },
  });
  const ended = await run.then(
    () => 'committed',
    (error: unknown) => error,
  );
  if (!(ended instanceof InterruptedError)) throw ended;
}

/** A folder that does not wait for the disk: a run of a moment would otherwise end before its point is written. */
export function quickStore(folder: string): Store {
  let names = 0;
  return {
    ...openFolderStore(folder, () => `quick-${names++}`),
    put: async (key, content) => {
      const path = join(folder, key);
      mkdirSync(dirname(path), { recursive: true });
      for await (const chunk of content.open()) writeFileSync(path, chunk, { flag: 'a' });
    },
  };
}

/** Returns every file of the bench's resume points by its path. */
export function resumeFiles(bench: Pick<Workbench, 'folder'>): ReadonlyMap<string, Buffer> {
  const folder = join(bench.folder, 'segment-evidence/v1/acme/resume');
  if (!existsSync(folder)) return new Map();
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    found.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))]),
  );
}
