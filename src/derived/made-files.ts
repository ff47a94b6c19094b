/** Files that were made anew, in a folder of their own until the export is written. Nobody stands in them any more. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onDisk } from '../spool/temporary.ts';

/** A file that was made. */
export interface MadeFile {
  readonly bytes: number;
  readonly sha256: string;
  open(): AsyncIterable<Uint8Array>;
}

export class MadeFiles {
  #folder: string | undefined;
  #count = 0;

  /** Writes a file; `onChunk` sees all of it. @throws MachineError NO_TEMPORARY_FILES */
  async make(
    chunks: AsyncIterable<Uint8Array>,
    onChunk: (chunk: Uint8Array) => void = () => undefined,
  ): Promise<MadeFile> {
    this.#folder ??= await onDisk('write', () => mkdtemp(join(tmpdir(), 'segment-evidence-')));
    this.#count += 1;
    const path = join(this.#folder, String(this.#count));
    const hash = createHash('sha256');
    let bytes = 0;
    const handle = await onDisk('write', () => open(path, 'wx', 0o600));
    try {
      for await (const chunk of chunks) {
        onChunk(chunk);
        hash.update(chunk);
        bytes += chunk.length;
        await onDisk('write', () => handle.writeFile(chunk));
      }
    } finally {
      await handle.close();
    }
    return { bytes, sha256: hash.digest('hex'), open: () => createReadStream(path) };
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}

/** What is at hand, as a file is read. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
