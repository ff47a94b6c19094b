/**
 * The keys of one connection: those that somebody pinned, and those that a record under one of them names as the next.
 * A key's id is signed there, so that its public half may be read from the store: any other would have another id.
 */
import type { KeyObject } from 'node:crypto';
import { keyIdOf, readPublicKey } from '../crypto/here.ts';
import { publicKeyKey } from '../store/layout.ts';
import { readSmall, type VerifyContext } from './context.ts';
import { Findings } from './failure.ts';

export class KeyRing {
  readonly #context: VerifyContext;
  readonly #connection: string;
  /** Keys named by records that count; `undefined` where the store has not their public half. */
  readonly #followed = new Map<string, Promise<KeyObject | undefined>>();
  /** By id, the record in which a key named the one after it: it signs nothing any more. */
  readonly #retired = new Map<string, string>();

  /** The last one that only the store has. */
  #seen: { readonly keyId: string; readonly key: Promise<KeyObject | undefined> } | undefined;

  constructor(context: VerifyContext, connection: string) {
    this.#context = context;
    this.#connection = connection;
  }

  /** Whether any key was pinned: otherwise no signature can be judged. */
  get isEmpty(): boolean {
    return this.#context.pinned.size === 0;
  }

  /** What was given, in words. */
  get pinnedText(): string {
    return `a pinned key: ${[...this.#context.pinned.keys()].join(' or ')}`;
  }

  /** Returns the public half of a key that counts; `undefined` for a stranger's, and where it is not to be had. */
  async find(keyId: string): Promise<KeyObject | undefined> {
    return this.#context.pinned.get(keyId) ?? this.#followed.get(keyId);
  }

  /** Returns every key that counts, by its id. */
  async trusted(): Promise<ReadonlyMap<string, KeyObject>> {
    const keys = new Map(this.#context.pinned);
    for (const [keyId, key] of this.#followed) {
      const followed = await key;
      if (followed !== undefined) keys.set(keyId, followed);
    }
    return keys;
  }

  /** Returns a public half also where only the store has it: good for finding what was changed, and for nothing else. */
  async findAnywhere(keyId: string): Promise<KeyObject | undefined> {
    if (this.isEmpty) return undefined;
    const own = await this.find(keyId);
    if (own !== undefined) return own;
    if (this.#seen?.keyId !== keyId) this.#seen = { keyId, key: this.#readStored(keyId) };
    return this.#seen.key;
  }

  /** Whether a key counts because a record names it, wherever its public half may be. */
  isFollowed(keyId: string): boolean {
    return this.#followed.has(keyId);
  }

  /** From here on, a key that a record under a key of this ring names counts too. */
  follow(keyId: string): void {
    if (!this.#followed.has(keyId)) this.#followed.set(keyId, this.#readStored(keyId));
  }

  /** A key has named the one after it, in the record at `where`. */
  retire(keyId: string, where: string): void {
    if (!this.#retired.has(keyId)) this.#retired.set(keyId, where);
  }

  /** Where a key named the one after it; `undefined` for one that may still sign. */
  retiredAt(keyId: string): string | undefined {
    return this.#retired.get(keyId);
  }

  /** What is wrong with a file in `keys/` is said where all of them are checked. */
  async #readStored(keyId: string): Promise<KeyObject | undefined> {
    const quiet = { ...this.#context, findings: new Findings() };
    const read = await readSmall(quiet, publicKeyKey(this.#connection, keyId));
    if (read.kind !== 'bytes') return undefined;
    try {
      const key = await readPublicKey(read.bytes.toString('latin1'));
      return keyIdOf(key) === keyId ? key : undefined;
    } catch {
      return undefined;
    }
  }
}
