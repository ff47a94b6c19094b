/** The write key of a connection, as far as it can be judged without asking Segment. */
import type { SendingConnection } from '../config/effective.ts';
import { resolveSecret } from '../config/secrets.ts';
import { openSecrets, type Surroundings } from '../deps.ts';
import { SecretError } from '../errors.ts';
import type { KeyFacts } from '../senders/finding.ts';
import { writeKeyProblem } from '../senders/write-key.ts';

export interface KeyExtras {
  readonly surroundings: Pick<Surroundings, 'env'>;
  /** Called with the key as soon as it is known, so that no log line may hold it. */
  readonly onSecret: (secret: string) => void;
}

/** What was seen of it, and the key itself where it may be one. */
export interface ReadKey {
  readonly key: KeyFacts;
  readonly writeKey?: string;
}

/** Returns the key, or why it cannot be had or cannot be one. */
export async function readWriteKey(
  { writeKeyRef }: SendingConnection,
  { surroundings, onSecret }: KeyExtras,
): Promise<ReadKey> {
  try {
    const secret = await resolveSecret(writeKeyRef, openSecrets(surroundings.env));
    const writeKey = secret.reveal();
    onSecret(writeKey);
    const found = writeKeyProblem(writeKey);
    if (found === undefined) return { key: { kind: 'ready' }, writeKey };
    const { problem, hint } = found;
    return { key: { kind: 'malformed', problem: `${writeKeyRef}: ${problem}`, hint } };
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    const hint = error.hint ?? `Make ${writeKeyRef} readable for the user or role that runs this.`;
    return { key: { kind: 'unavailable', problem: error.message, hint } };
  }
}
