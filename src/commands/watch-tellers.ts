/** What is needed to look at connections and to tell their channels, opened once for all of them. */
import type { Channel } from '../alerts/channel.ts';
import { channelError } from '../alerts/channel.ts';
import { channelsOf } from '../channels.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import { openSigner, openStore, type RunExtras, type Surroundings } from '../deps.ts';
import { AlertError } from '../errors.ts';
import type { TroubleDeps } from '../run/tell-troubles.ts';
import type { Signer } from '../seal/signer.ts';
import { TOOL_VERSION } from '../tool-version.ts';

export interface Teller {
  readonly deps: TroubleDeps;
  readonly channels: readonly Channel[];
}

export interface TellerOptions {
  readonly surroundings: Surroundings;
  readonly extrasFor: (connection: string) => RunExtras;
}

export class Tellers {
  readonly #options: TellerOptions;
  readonly #signers = new Map<string, Promise<Signer>>();
  readonly #channels = new Map<string, Channel>();

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  /** Returns the key that signs, once for all connections that share it. @throws SealError */
  signerOf(reference: string): Promise<Signer> {
    const known = this.#signers.get(reference);
    if (known !== undefined) return known;
    const opened = openSigner(reference, this.#options.surroundings.env);
    this.#signers.set(reference, opened);
    return opened;
  }

  /** Returns what tells the channels of a connection. */
  of(connection: EffectiveConnection): Teller {
    const { surroundings, extrasFor } = this.#options;
    const { env, now, sleep, random } = surroundings;
    const { log, onSecret } = extrasFor(connection.name);
    const store = openStore(connection, env, log);
    const channels = channelsOf(connection, { ...surroundings, toolVersion: TOOL_VERSION, onSecret });
    return {
      deps: { store, connection: connection.name, now, sleep, random, log },
      channels: channels.map((channel) => this.#shared(channel)),
    };
  }

  /** Connections that inherit a channel share it: its secret is fetched once. */
  #shared(channel: Channel): Channel {
    const key = `${channel.name}\0${channel.settings}`;
    const known = this.#channels.get(key);
    if (known !== undefined) return known;
    const patient = whileItAnswers(channel);
    this.#channels.set(key, patient);
    return patient;
  }
}

/** Once a channel has failed as often as anybody tries, hundreds of connections do not wait for it one by one. */
const ENOUGH_FAILURES = 3;

function whileItAnswers(channel: Channel): Channel {
  let failures = 0;
  let last: AlertError | undefined;
  return {
    ...channel,
    notify: async (alert) => {
      if (failures >= ENOUGH_FAILURES && last !== undefined) throw asFinal(channel.name, last);
      try {
        await channel.notify(alert);
        failures = 0;
      } catch (error) {
        if (error instanceof AlertError) [failures, last] = [failures + 1, error];
        throw error;
      }
    },
  };
}

function asFinal(channel: string, { message, hint }: AlertError): AlertError {
  const problem = message.replace(`send alert: ${channel}: `, '');
  return channelError(channel, { problem, isFinal: true, ...(hint === undefined ? {} : { hint }) });
}
