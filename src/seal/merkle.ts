/**
 * The tree over a chain's payloads: RFC 6962 §2.1 with SHA-256.
 * A frontier (the roots of the full subtrees, largest first) is enough to grow the tree and to
 * compute its root, so that a run needs the last record only.
 */
import { sha256Of } from '../crypto/here.ts';
import type { MaybePromise } from '../crypto/port.ts';

/** Root of the tree over nothing: the SHA-256 of nothing. */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Returns the hex hash of one leaf: SHA-256(0x00 || data). */
export function leafHash(data: Uint8Array): MaybePromise<string> {
  return sha256Of(Buffer.concat([Buffer.of(0), data]));
}

/** Returns the hex hash of an inner node: SHA-256(0x01 || left || right). */
export function nodeHash(left: string, right: string): MaybePromise<string> {
  return sha256Of(Buffer.concat([Buffer.of(1), Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]));
}

/**
 * Returns the frontier after one more leaf. `size` is the number of leaves before.
 *
 *     size 6 = 110₂: frontier [root of 4, root of 2]
 */
export async function growFrontier(
  frontier: readonly string[],
  size: number,
  leaf: string,
): Promise<readonly string[]> {
  const roots = [...frontier];
  let carried = leaf;
  for (let bits = size; bits % 2 === 1; bits = Math.floor(bits / 2)) {
    const left = roots.pop();
    if (left === undefined) throw new Error(`grow frontier: size ${size} needs more subtree roots`);
    carried = await nodeHash(left, carried);
  }
  return [...roots, carried];
}

/** Returns the root of the tree with this frontier. */
export async function rootOf(frontier: readonly string[]): Promise<string> {
  const [last, ...larger] = [...frontier].reverse();
  if (last === undefined) return EMPTY_ROOT;
  let right = last;
  for (const left of larger) right = await nodeHash(left, right);
  return right;
}

/** Whether a frontier has as many subtree roots as a tree of this size has full subtrees. */
export function isFrontierOf(frontier: readonly string[], size: number): boolean {
  return frontier.length === [...size.toString(2)].filter((bit) => bit === '1').length;
}
