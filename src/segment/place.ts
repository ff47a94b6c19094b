/** A place of the API to read from, ready to be asked. */
import type { PlaceDefinition } from '../../schemas/place.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';

/** Where to read. `path` has its parameters filled in. */
export interface Place
  extends Pick<
      PlaceDefinition,
      | 'operationId'
      | 'path'
      | 'key'
      | 'shape'
      | 'requestsPerMinute'
      | 'hasOptionalPages'
      | 'hasRoughTotal'
      | 'paging'
      | 'pageMax'
      | 'fixedPageSize'
      | 'streams'
    >,
    Pick<ResourceDefinition, 'repeatsAreNormal'> {
  readonly query?: Readonly<Record<string, string>>;
  /** The larger goes first. */
  readonly priority?: number | undefined;
}
