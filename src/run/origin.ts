/** Whose API answered a run. */
import type { Manifest } from '../../schemas/manifest.ts';
import type { RunDeps } from './deps.ts';
import type { RunReading } from './reading.ts';

/** Returns what the record says of where the evidence comes from. */
export function originOf(
  { config, proxyHost }: Pick<RunDeps, 'config' | 'proxyHost'>,
  { log }: Pick<RunReading, 'log'>,
): Manifest['origin'] {
  // What calls itself the simulator is one, whatever name leads to it.
  const kind = log.isSimulator ? 'simulator' : config.apiUrlIsOverride ? 'override' : 'segment';
  return {
    host: new URL(config.apiUrl).host,
    kind,
    ...(proxyHost === undefined ? {} : { proxy: proxyHost }),
  };
}
