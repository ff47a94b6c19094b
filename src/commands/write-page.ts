/** A page put into a folder, which is made where there is none. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StoreError } from '../errors.ts';
import { writeOut } from './answer-output.ts';

export interface WrittenPage {
  /** From where the command was started, or as it was named. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Replaces nothing but an earlier page. @throws StoreError WRITE_FAILED; UsageError */
export async function writePage(out: string, name: string, html: string, cwd: string): Promise<WrittenPage> {
  const file = join(out, name);
  await makeFolder(out, resolve(cwd, out));
  const sha256 = await writeOut('report', file, chunksOf(html), cwd);
  return { file, sha256, bytes: Buffer.byteLength(html) };
}

async function* chunksOf(text: string): AsyncGenerator<string> {
  yield text;
}

async function makeFolder(named: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new StoreError({
      code: 'WRITE_FAILED',
      key: folder,
      message: `report: --out ${named}: expected a folder to write in, got ${(cause as NodeJS.ErrnoException).code}`,
      hint: 'Name another folder.',
      cause,
    });
  }
}
