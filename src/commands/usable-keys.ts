/** Looks at the signing keys before a process begins to wait: with one that cannot be used nobody might look for days. */
import type { EffectiveConnection } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { openSigner } from '../deps.ts';
import { EvidenceError } from '../errors.ts';

export interface KeyLog {
  error(fields: object, message: string): void;
}

/**
 * Logs each key that cannot be used now: it leaves the connections of the others alone, and its own are tried, and told,
 * slot by slot.
 * @throws SealError when no key can be used
 */
export async function lookAtKeys(
  connections: readonly EffectiveConnection[],
  env: Environment,
  log: KeyLog,
): Promise<void> {
  const references = new Set(connections.map(({ signingKeyRef }) => signingKeyRef));
  const refused: EvidenceError[] = [];
  for (const reference of references) {
    try {
      await openSigner(reference, env);
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      refused.push(error);
      const names = connections.flatMap(({ name, signingKeyRef }) =>
        signingKeyRef === reference ? [name] : [],
      );
      const { code, message, hint } = error;
      log.error({ connections: names, code, error: message, hint }, 'this key cannot be used now');
    }
  }
  if (refused.length > 0 && refused.length === references.size) throw refused[0];
}
