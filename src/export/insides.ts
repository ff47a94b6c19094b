/** What stands in a file of an export: of a workbook, each of the files that are packed in it. */
import { unzipSync } from 'fflate';
import type { ExportPart } from './part.ts';

/** Yields it, each whole. */
export async function* insidesOf({ path, open }: ExportPart): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (path.endsWith('.xlsx')) yield* Object.values(unzipSync(bytes));
  else yield bytes;
}
