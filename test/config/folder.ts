/** A temporary folder with files for one test, and short ways to load a configuration from it. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LoadedConfig, LoadOptions } from '../../src/config/effective.ts';
import { formatIssue } from '../../src/config/issues.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';

export const FILE = 'evidence.config.yaml';

/** The least that is valid: line 1 store, 2 signing, 3 fingerprintKey, 4 connections, 5 name, 6 region, 7 token. */
export const MINIMAL = `store: ./evidence
signing: { key: "file:./keys/signing-key.pem" }
fingerprintKey: env:FP_KEY
connections:
  - name: acme
    region: us
    token: env:ACME_TOKEN
`;

/** Returns an absolute path of a new folder that holds these files; gone after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'segment-evidence-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Loads `evidence.config.yaml` with this text from a folder of its own. */
export function load(
  text: string | Uint8Array,
  options: Partial<LoadOptions> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<LoadedConfig> {
  return loadConfig({ env: {}, cwd: folderWith({ [FILE]: text, ...files }), ...options });
}

/** Returns the problems as a person reads them, in order; fails when there are none. */
export async function problems(run: () => unknown): Promise<readonly string[]> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(formatIssue);
    throw error;
  }
  throw new Error('expected the configuration to be refused, but it was loaded');
}

/** Returns the problems of `evidence.config.yaml` with this text. */
export function problemsOf(
  text: string | Uint8Array,
  options: Partial<LoadOptions> = {},
): Promise<readonly string[]> {
  return problems(() => load(text, options));
}
