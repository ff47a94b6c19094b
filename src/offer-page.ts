/** After a demo on a terminal: offers to open the page of it. Nothing is opened that nobody asked for. */
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from './config/environment.ts';

export interface Terminal {
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Writable & { isTTY?: boolean };
  readonly env: Environment;
}

/** Whether somebody sits there who can be asked. Machines that build and test have terminals too, and nobody at them. */
export const isSomebodyThere = ({ stdin, stdout, env }: Terminal): boolean =>
  stdin.isTTY === true && stdout.isTTY === true && (env['CI'] ?? '') === '';

/** Asks once; anything but a yes is no, and so is the end of the input. */
export async function offerPage(
  { stdin, stdout }: Pick<Terminal, 'stdin' | 'stdout'>,
  file: string,
  open: (file: string) => Promise<boolean>,
): Promise<void> {
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    const ended = new Promise<string>((done) => lines.once('close', () => done('')));
    const answer = await Promise.race([lines.question('Open it now? [y/N] '), ended]);
    if (!/^y(?:es)?$/i.test(answer.trim())) return;
    if (!(await open(file))) stdout.write('Nothing here opens pages: open the file yourself.\n');
  } finally {
    lines.close();
  }
}
