/** By whose certificates time stamps are judged. */
import type { X509Certificate } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { GivenStamp } from '../verify/given-stamps.ts';

/**
 * Returns the authorities that were given, or else the configured ones. `stamps`: those to be judged by them.
 * @throws UsageError when there are stamps and nobody to judge them by
 */
export function authoritiesFrom(
  given: readonly X509Certificate[] = [],
  entries: readonly { readonly authorities?: () => readonly X509Certificate[] }[] = [],
  stamps: readonly GivenStamp[] = [],
  command = 'verify',
): readonly X509Certificate[] {
  const pinned = given.length > 0 ? given : entries.flatMap(({ authorities }) => authorities?.() ?? []);
  if (pinned.length > 0 || stamps.length === 0) return pinned;
  throw new UsageError({
    message: `${command}: --stamp: expected the authority to judge it by, got none`,
    hint: "Name the authority's root certificate with --tsa.",
  });
}
