/** Files with receipts that are given on the command line. */
import { resolve } from 'node:path';
import type { GivenReceipt } from '../verify/receipts.ts';
import { readGivenBytes } from './given-files.ts';
import { receiptsInFile } from './receipts-in-file.ts';

/** Returns the receipts in the files that `--receipt` names, all that are in each. @throws UsageError */
export async function readReceipts(
  files: readonly string[],
  cwd: string,
  command = 'verify',
): Promise<readonly GivenReceipt[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const bytes = await readGivenBytes(command, '--receipt', file, cwd);
      const receipts = await receiptsInFile(file, bytes, command);
      return receipts.map((receipt) => ({ ...receipt, path: resolve(cwd, file) }));
    }),
  );
  return found.flat();
}
