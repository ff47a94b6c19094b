/** Lines of a stream of bytes, of which none is held that is longer than a limit. */

export type Line =
  | { readonly kind: 'whole'; readonly text: string }
  /** Longer than the limit: only its two ends are known. */
  | { readonly kind: 'long'; readonly bytes: number; readonly begin: string; readonly end: string };

/** Bytes of each end of a line that is too long. */
const EDGE = 1024;
const BREAK = 0x0a;

/** Yields each line without its end, and what stands behind the last one, if anything does. `longest`: in bytes. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  let held = new HeldLine(longest);
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = rest.indexOf(BREAK); at !== -1; at = rest.indexOf(BREAK)) {
      held.take(rest.subarray(0, at));
      yield held.finish();
      held = new HeldLine(longest);
      rest = rest.subarray(at + 1);
    }
    held.take(rest);
  }
  if (held.bytes > 0) yield held.finish();
}

class HeldLine {
  readonly #longest: number;
  #parts: Buffer[] = [];
  /** Of a line that is too long. */
  #begin: Buffer | undefined;
  bytes = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  take(part: Buffer): void {
    this.bytes += part.length;
    this.#parts.push(this.#begin === undefined ? part : part.subarray(-EDGE));
    if (this.bytes <= this.#longest) return;
    const all = Buffer.concat(this.#parts);
    this.#begin ??= Buffer.from(all.subarray(0, EDGE));
    // A copy: a part of it would keep all of it.
    this.#parts = [Buffer.from(all.subarray(-EDGE))];
  }

  finish(): Line {
    const text = Buffer.concat(this.#parts).toString('utf8');
    if (this.#begin === undefined) return { kind: 'whole', text };
    return { kind: 'long', bytes: this.bytes, begin: this.#begin.toString('utf8'), end: text };
  }
}
