/**
 * The words that the format itself is made of. A setting such as `primaryKey: "workspaceId"` looks like a
 * secret by its name; looked for everywhere, it would turn field names of every line into fingerprints.
 */
import { z } from 'zod';
import { collectionLogLine, recordLine, redactionLine } from './lines.ts';
import type { ResourceDefinition } from './resource.ts';

/** Words of values that we write ourselves. */
const OWN_WORDS =
  'hmac-sha256 sha256 $fingerprint $type $digest $bytes known-secret unknown-field secret-found setting ' +
  'volatile catalogue elsewhere program-text end-user address-in-condition too-deep fingerprint digest';

/** Returns a text that holds every name and known value of the format. */
export function vocabularyOf(definitions: readonly ResourceDefinition[]): string {
  const schemas = [recordLine, collectionLogLine, redactionLine, ...definitions.map(({ record }) => record)];
  const shapes = schemas.map((schema) => JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' })));
  const facts = definitions.map(({ record: _, ...rest }) => JSON.stringify(rest));
  return [OWN_WORDS, ...shapes, ...facts].join('\n');
}
