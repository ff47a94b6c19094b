/**
 * What other programs send by: write-key connections of the configuration. An entry of its own, so that what
 * collects cannot reach it. Reads the process environment where none is given; prints nothing.
 */
import type { SendingConnection } from './config/effective.ts';
import { type Environment, readEnvironment, readHome } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import { openSecrets } from './credentials.ts';
import { Limits, realSurroundings } from './deps.ts';
import { UsageError } from './errors.ts';
import type { TrackingSender } from './senders/sender.ts';
import { openSending } from './sending.ts';

export {
  type TrackingMessage,
  TrackingMessage as TrackingMessageSchema,
} from '../schemas/tracking-message.ts';
export type { SendFailure, SendResult, TrackingSender } from './senders/sender.ts';

export interface SenderRequest {
  /** Name of a write-key connection in the configuration. */
  readonly connection: string;
  /** The configuration file; default: as the command line finds it. */
  readonly config?: string;
  /** Aborting it ends what is under way; `send` then rejects with its reason. */
  readonly signal?: AbortSignal;
  readonly env?: Environment;
}

export interface SendersRequest extends Omit<SenderRequest, 'connection'> {
  readonly connections: readonly string[];
}

/**
 * Opens a sender of a connection; nothing is sent yet. Close it when done.
 * @throws ConfigError, UsageError, SecretError: there is no such connection, or its write key cannot be one
 */
export async function openSender({ connection, ...rest }: SenderRequest): Promise<TrackingSender> {
  const [sender] = await openSenders({ connections: [connection], ...rest });
  return sender as TrackingSender;
}

/** Opens several, in the order of their names: those that share limits keep to them together. */
export async function openSenders(request: SendersRequest): Promise<readonly TrackingSender[]> {
  const { connections: names, config: file, signal, env = readEnvironment() } = request;
  const cwd = process.cwd();
  const config = await loadConfig({ env, cwd, homeDir: readHome(), ...(file === undefined ? {} : { file }) });
  const chosen = names.map((name) => senderOf(config.senders, name));
  const surroundings = realSurroundings(env, signal ?? new AbortController().signal);
  const extras = {
    surroundings,
    limits: new Limits(surroundings, config),
    secrets: openSecrets(env),
    onSecret: () => undefined,
  };
  return Promise.all(chosen.map((connection) => openSending(connection, extras)));
}

function senderOf(senders: readonly SendingConnection[], name: string): SendingConnection {
  const found = senders.find((sender) => sender.name === name);
  if (found !== undefined) return found;
  const names = senders.map((sender) => sender.name).join(', ') || 'none';
  throw new UsageError({
    message: `open sender: ${name}: expected the name of a write-key connection (${names}), got another`,
    hint: 'Add a connection with type: write-key to the configuration.',
  });
}
