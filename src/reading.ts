/** Composition of a reader: a connection and surroundings in, clients that read its workspace out. Signs and stores nothing. */
import type { EffectiveConnection } from './config/effective.ts';
import { proxyFor } from './config/proxy.ts';
import { fetchToken } from './credentials.ts';
import { type Limits, openClients, openSecrets, type Surroundings } from './deps.ts';
import type { OpenedClient } from './run/deps.ts';

export interface ReadingExtras {
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  /** Called with the token as soon as it is known, so that no log line may hold it. */
  readonly onSecret: (secret: string) => void;
}

/** Returns clients for a connection's token, open until closed. @throws SecretError when there is no token */
export async function openReading(
  connection: EffectiveConnection,
  { surroundings, limits, onSecret }: ReadingExtras,
): Promise<OpenedClient> {
  const { secret } = await fetchToken(connection, openSecrets(surroundings.env));
  onSecret(secret.reveal());
  const proxy = proxyFor(connection.apiUrl, surroundings.env);
  const quiet = () => undefined;
  return openClients(connection, secret, {
    surroundings,
    limits,
    proxy,
    onAttempt: quiet,
    untilMs: undefined,
  });
}
