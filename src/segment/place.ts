/** A place of the API to read from. */
import type { ResourceDefinition } from '../../schemas/resource.ts';

/** Where to read. `path` has its parameters filled in. */
export interface Place
  extends Pick<
    ResourceDefinition,
    'operationId' | 'path' | 'key' | 'shape' | 'requestsPerMinute' | 'hasOptionalPages' | 'repeatsAreNormal'
  > {
  readonly query?: Readonly<Record<string, string>>;
}
