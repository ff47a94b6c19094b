/** `check` as a process of its own, where time and words are others: the same bytes, wherever an auditor sits. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CLI } from '../support/cli.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { IS_FULL } from '../support/tier.ts';

const STORE = resolve(import.meta.dirname, '../golden/store');
const folder = mkdtempSync(join(tmpdir(), 'evidence-anywhere-'));
const key = join(folder, 'golden.pub');
writeFileSync(key, goldenSigner.publicKey.export({ type: 'spki', format: 'pem' }));
afterAll(() => rmSync(folder, { recursive: true }));

/** Letters that other languages fold otherwise (I, ı), commas in numbers, days that begin elsewhere. */
const PLACES = [
  { TZ: 'Etc/UTC', LC_ALL: 'C' },
  { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8' },
] as const;

function runAt(place: (typeof PLACES)[number], args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], HOME: folder, LANG: place.LC_ALL, ...place };
  try {
    return execFileSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    // 4: of some checks nobody can tell. That is an answer.
    const { status, stdout } = error as { status: number; stdout: string };
    if (status !== 4) throw error;
    return stdout;
  }
}

it.runIf(IS_FULL)('every answer is the same in each zone and locale', () => {
  const told = PLACES.map((place) =>
    runAt(place, ['-p', 'Intl.DateTimeFormat().resolvedOptions().locale + new Date(0).getTimezoneOffset()']),
  );
  expect(new Set(told).size, 'places that a process is aware of').toBe(PLACES.length);

  const [first, ...others] = PLACES.map((place) =>
    runAt(place, [CLI, 'check', '--store', STORE, '--key', key, '--connection', 'golden', '--json']),
  );
  expect(JSON.parse(first ?? '').results.length).toBeGreaterThan(80);
  expect(others).toEqual([first, first]);
});
