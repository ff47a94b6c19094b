/** What of the configuration goes into the evidence: enough to see that it changed, never a secret. */

import type { EffectiveConnection } from './effective.ts';

/**
 * Returns plain data whose RFC 8785 SHA-256 is the manifest's `config.sha256`.
 * Holds everything that decides what a run collects and how; references as somebody wrote them, so that the
 * same configuration gives the same digest in another folder or on another machine.
 */
export function configDigestInput(connection: EffectiveConnection): Readonly<Record<string, unknown>> {
  const { written, store, tokenRef, signingKeyRef, fingerprintKeyRef, ...rest } = connection;
  return { version: 1, ...rest, ...written };
}
