/** Cuts a stream of bytes into lines, holding one line at a time. */

/** No record can be this long: it was read from a response of at most 64 MiB. */
export const LONGEST_LINE_BYTES = 256 * 1024 * 1024;

const LF = 0x0a;

export class LineSplitter {
  readonly #onLine: (line: Buffer | undefined) => void;
  #parts: Buffer[] = [];
  #bytes = 0;

  /** `onLine` gets each line without its LF, to be read before it returns; `undefined` for one that is too long to read. */
  constructor(onLine: (line: Buffer | undefined) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      this.#keep(bytes.subarray(start, end));
      this.#onLine(this.#bytes > LONGEST_LINE_BYTES ? undefined : whole(this.#parts));
      this.#parts = [];
      this.#bytes = 0;
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
  }

  /** How many bytes stand behind the last LF. */
  get bytesBehind(): number {
    return this.#bytes;
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > LONGEST_LINE_BYTES) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }
}

/** Most lines lie in one chunk: they are not copied. */
function whole(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

/**
 * Yields the lines of a stream of bytes, without their LF; what stands behind the last LF is none.
 * @throws RangeError for a line that is too long to read
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let lines: string[] = [];
  const splitter = new LineSplitter((line) => {
    if (line === undefined) throw new RangeError(`read line: expected at most ${LONGEST_LINE_BYTES} bytes`);
    lines.push(line.toString('utf8'));
  });
  for await (const chunk of chunks) {
    splitter.push(chunk);
    yield* lines;
    lines = [];
  }
}
