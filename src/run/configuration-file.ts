/** The file that says what was asked of the connection: `data/configuration.json`. */
import type { Configuration } from '../../schemas/configuration.ts';
import type { RedactionLine } from '../../schemas/lines.ts';
import { type Artifact, finishDocument } from '../evidence/artifact.ts';
import { type RedactContext, RedactionTally } from '../evidence/redact.ts';
import { withholdFound } from '../evidence/scan.ts';
import { CONFIGURATION_PATH } from '../store/layout.ts';

export interface ConfigurationFile {
  readonly artifact: Artifact;
  /** The configuration as it is kept: whatever else repeats a member of it repeats this one. */
  readonly kept: Configuration;
  readonly redactions: readonly RedactionLine[];
}

/**
 * Returns the file, held against every secret of the run. Looked at is what people write as they like, since
 * a token may have been pasted there; the rest are names and words of the format, which a value of the
 * workspace that happens to be equal must not spoil.
 */
export function configurationFile(
  configuration: Configuration,
  scanning: Omit<RedactContext, 'tally'>,
): ConfigurationFile {
  const tally = new RedactionTally('configuration');
  const { workspace, declaredRole, collectorActor, policy } = configuration;
  const written = {
    ...(workspace === undefined ? {} : { workspace }),
    ...(declaredRole === undefined ? {} : { declaredRole }),
    ...(collectorActor === undefined ? {} : { collectorActor }),
    ...(policy === undefined ? {} : { policy }),
  };
  const kept = {
    ...configuration,
    ...(withholdFound(written, '', { ...scanning, tally }) as typeof written),
  };
  return { artifact: finishDocument(CONFIGURATION_PATH, kept), kept, redactions: tally.lines() };
}
