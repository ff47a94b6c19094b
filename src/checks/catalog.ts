/** The checks as a whole: what is known of them without asking them, and its digest. */
import * as z from 'zod';
import type { CheckResults } from '../../schemas/check-results.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import type { Check } from './check.ts';

/** Of the format in which checks are described, not of any check. */
const CATALOG_VERSION = '1';

/** Returns all that is known of a check without asking it: for its digest, and for its documentation. */
export function describeCheck({ ask: _, params, ...facts }: Check): Record<string, unknown> {
  const { $schema: __, ...parameters } = z.toJSONSchema(params);
  return { ...facts, parameters };
}

/** Returns the version and the digest of some checks. */
export function catalogOf(checks: readonly Check[]): CheckResults['catalog'] {
  return { version: CATALOG_VERSION, sha256: sha256(canonical(checks.map(describeCheck))) };
}
