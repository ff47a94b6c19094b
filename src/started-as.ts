/** How whoever reads a suggested command started this program, so that it works when it is pasted. Pure. */
import { basename, relative, sep } from 'node:path';
import type { Environment } from './config/environment.ts';

export interface Start {
  /** Path of the script, as the process was given it. */
  readonly script: string | undefined;
  readonly cwd: string;
  readonly env: Environment;
}

const NAME = 'segment-evidence';

/** Returns what to type before a subcommand: the command itself, or `node` with this very file. */
export function startedAs({ script = NAME, cwd, env }: Start): string {
  if (env['npm_command'] === 'exec') return `npx --no ${NAME}`;
  const isInstalled = basename(script) === NAME || script.includes(`${sep}node_modules${sep}`);
  if (isInstalled) return NAME;
  const near = relative(cwd, script);
  const path = near.startsWith('..') ? script : near;
  return `node ${/^[\w@%+=:,./\\-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`}`;
}
