/** Opens what many connections have in common once: a fleet behind one key asks for that key once, over one connection. */
import type { Archive } from '../commit/archive.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { openSigner, openStore, previousKeysOf } from '../deps.ts';
import type { Store } from '../store/store.ts';

export class Openings {
  readonly #env: Environment;
  readonly #stores = new Map<string, Store>();
  readonly #signers = new Map<string, ReturnType<typeof openSigner>>();

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Returns where a connection's chain is, and by what it is judged. @throws SealError when its key cannot be used */
  async archiveOf(connection: EffectiveConnection): Promise<Archive> {
    const signer = await this.#signerOf(connection.signingKeyRef);
    return {
      store: this.#storeOf(connection),
      connection: connection.name,
      signer,
      previousKeys: previousKeysOf(connection),
    };
  }

  #signerOf(reference: string): ReturnType<typeof openSigner> {
    const known = this.#signers.get(reference) ?? openSigner(reference, this.#env);
    this.#signers.set(reference, known);
    return known;
  }

  #storeOf(connection: EffectiveConnection): Store {
    const place = JSON.stringify([connection.store.path, connection.bucketOwner, connection.retention]);
    const known = this.#stores.get(place) ?? openStore(connection, this.#env);
    this.#stores.set(place, known);
    return known;
  }
}
