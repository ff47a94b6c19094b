/**
 * The words that the format itself is made of. A setting such as `primaryKey: "workspaceId"` looks like a
 * secret by its name; looked for everywhere, it would turn field names of every line into fingerprints.
 */
import * as z from 'zod';
import { collectionLogLine, recordLine, redactionLine } from './lines.ts';
import { oncePerSchema } from './policy.ts';
import type { ResourceDefinition } from './resource.ts';

/** Words of values that we write ourselves. */
const OWN_WORDS =
  'hmac-sha256 sha256 $fingerprint $type $digest $bytes known-secret unknown-field secret-found setting ' +
  '$hosts $secrets $selectsAll volatile catalogue elsewhere program-text end-user address-in-condition ' +
  'person-in-condition too-deep fingerprint digest';

/** Returns a text that holds every name and known value of the format. */
export function vocabularyOf(definitions: readonly ResourceDefinition[]): string {
  const schemas = [recordLine, collectionLogLine, redactionLine, ...definitions.map(({ record }) => record)];
  const facts = definitions.map(({ record: _, ...rest }) => JSON.stringify(rest));
  return [OWN_WORDS, ...schemas.flatMap(wordsOf), ...facts].join('\n');
}

/** The names of a schema's members and its known values, at any depth. */
const wordsOf = oncePerSchema((schema: z.ZodType): readonly string[] => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return wordsOf(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodArray) return wordsOf(schema.element as z.ZodType);
  if (schema instanceof z.ZodObject) {
    const members = Object.entries(schema.shape as Record<string, z.ZodType>);
    return members.flatMap(([name, member]) => [name, ...wordsOf(member)]);
  }
  const known = schema instanceof z.ZodEnum ? schema.options : (schema.meta()?.['examples'] ?? []);
  return (Array.isArray(known) ? known : []).map(String);
});
