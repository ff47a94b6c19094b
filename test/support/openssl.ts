/** The `openssl` command, as a judge that is not ours. */
import { spawnSync } from 'node:child_process';

/** Whether it is on this machine. Ask with `skipWithoutOpenssl`, which says so aloud. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Whether what it judges has to be skipped; says what, if so. */
export function isWithoutOpenssl(what: string): boolean {
  if (!hasOpenssl) console.warn(`SKIPPED ${what}: there is no \`openssl\` here`);
  return !hasOpenssl;
}

export interface OpensslResult {
  readonly status: number | null;
  /** What it printed on both. */
  readonly text: string;
}

/** Runs it in a folder; never throws for what it says. */
export function openssl(cwd: string, args: readonly string[]): OpensslResult {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}
