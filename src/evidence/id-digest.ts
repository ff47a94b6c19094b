/**
 * Digest of a set of ids: equal counts are not equal membership. Takes them one by one, in order, so that a million of
 * them need no memory. By hand: `jq -r .id users.jsonl | uniq | sha256sum`.
 */
import { newDigest } from '../crypto/here.ts';
import type { MaybePromise } from '../crypto/port.ts';

const BLOCK_CHARACTERS = 64 * 1024;

/** Takes the different ids of a file in UTF-16 order; each counts with an LF behind it. */
export class IdDigest {
  readonly #digest = newDigest();
  #block = '';

  add(id: string): void {
    this.#block += `${id}\n`;
    if (this.#block.length < BLOCK_CHARACTERS) return;
    this.#digest.update(this.#block);
    this.#block = '';
  }

  /** Returns the SHA-256 in hex. Ends it: called once. */
  end(): MaybePromise<string> {
    this.#digest.update(this.#block);
    return this.#digest.end();
  }
}
