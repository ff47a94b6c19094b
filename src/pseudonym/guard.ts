/**
 * The last look at what leaves: whether anybody who is known still stands in it, in whatever way it is written. It
 * looks for the same words as what replaces them (`Telling`), at the bytes that leave. What it finds is never said, only where and of what kind.
 */
import { EXIT, UnverifiedError } from '../errors.ts';
import { rewriteEncoded } from './encodings.ts';
import type { PersonKind } from './known-people.ts';
import type { Telling } from './telling.ts';

/** Looked through at a time; pieces overlap, so that nothing hides between two. */
const PIECE = 1024 * 1024;
const OVERLAP = 4096;

/** Returns what kind of text tells of somebody in a text; undefined where none does. */
export function tellingKind(telling: Telling, text: string): PersonKind | undefined {
  for (let at = 0; at === 0 || at < text.length; at += PIECE - OVERLAP) {
    const piece = text.slice(at, at + PIECE).normalize('NFC');
    let kind = telling.find(piece, 'anywhere')[0]?.kind;
    rewriteEncoded(piece, (plain) => {
      kind ??= telling.find(plain.normalize('NFC'), 'anywhere')[0]?.kind;
      return plain;
    });
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** @throws UnverifiedError PERSON_LEFT where somebody who is known stands in a file that is to leave */
export function assertNobody(telling: Telling, path: string, content: string | Uint8Array): void {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
  const kind = tellingKind(telling, path) ?? tellingKind(telling, text);
  if (kind === undefined) return;
  throw new UnverifiedError({
    code: 'PERSON_LEFT',
    message: `export: ${tellingKind(telling, path) === undefined ? path : 'the name of a file'}: expected nobody who is known in it, got ${kind === 'address' ? 'an address' : kind === 'id' ? 'an id' : 'a name'} of somebody`,
    hint: 'Nothing was written. Please report it, without the evidence: no pseudonymised export may hold such a text.',
    exitCode: EXIT.storeFailed,
  });
}
