/** Where the configuration file is: the flag, the variable, the working folder, the user's folder. */

import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { LoadOptions } from './effective.ts';

const FILE_NAME = 'evidence.config.yaml';

/**
 * Returns the absolute path of the file to read. One named by flag or variable is not searched for elsewhere:
 * evidence collected by another file than the one named would be worse than none.
 *
 * @throws ConfigError when none is named and none of the usual ones exists
 */
export function findConfigFile(options: Pick<LoadOptions, 'file' | 'env' | 'cwd' | 'homeDir'>): string {
  const { file, env, cwd } = options;
  const named = file ?? env['SEGMENT_EVIDENCE_CONFIG'];
  if (named !== undefined && named !== '') return resolve(cwd, named);
  const candidates = [join(cwd, FILE_NAME), ...userFile(options)];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const message = `find configuration: expected ${candidates.join(' or ')}, got none`;
  throw new ConfigError({
    message,
    hint: `Write one with segment-evidence init, name yours with --config, or try segment-evidence demo, which needs none.`,
    issues: [{ path: '--config', message: 'expected a file, got none' }],
  });
}

/** XDG base directories: a relative XDG_CONFIG_HOME counts as none. */
function userFile({ env, homeDir }: Pick<LoadOptions, 'env' | 'homeDir'>): readonly string[] {
  const xdg = env['XDG_CONFIG_HOME'];
  const folder = xdg !== undefined && isAbsolute(xdg) ? xdg : homeDir && join(homeDir, '.config');
  return folder ? [join(folder, 'segment-evidence', 'config.yaml')] : [];
}
