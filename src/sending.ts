/**
 * Composition of a sender: a write-key connection and surroundings in, a sender out. For the canary only; nothing
 * of collecting imports this (docs/architecture.md).
 */
import type { SendingConnection } from './config/effective.ts';
import { proxyFor } from './config/proxy.ts';
import { resolveSecret, type SecretSources } from './config/secrets.ts';
import type { Limits, Surroundings } from './deps.ts';
import { openSender } from './senders/open.ts';
import type { TrackingSender } from './senders/sender.ts';
import { TOOL_VERSION } from './tool-version.ts';

export interface SendingExtras {
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly secrets: SecretSources;
  /** Called with the write key as soon as it is known, so that no log line may hold it. */
  readonly onSecret: (secret: string) => void;
}

/** Returns a sender of a connection. @throws SecretError when there is no write key, or it cannot be one */
export async function openSending(
  connection: SendingConnection,
  { surroundings, limits, secrets, onSecret }: SendingExtras,
): Promise<TrackingSender> {
  const writeKey = await resolveSecret(connection.writeKeyRef, secrets);
  onSecret(writeKey.reveal());
  const { env, now, sleep, random, newRunId, signal } = surroundings;
  return openSender({
    origin: connection.trackingUrl,
    writeKey,
    concurrency: connection.concurrency,
    limits: limits.of(connection),
    proxyUrl: proxyFor(connection.trackingUrl, env)?.url,
    now,
    sleep,
    random,
    newMessageId: newRunId,
    signal,
    userAgent: `segment-evidence/${TOOL_VERSION}`,
  });
}
