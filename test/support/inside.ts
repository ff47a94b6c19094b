/** The command line inside this process: the same command tree, and streams that are kept. */
import { Readable, Writable } from 'node:stream';
import { CommanderError } from 'commander';
import type { CliContext } from '../../src/command-context.ts';
import type { CommandOutput } from '../../src/commands/command.ts';
import type { Surroundings } from '../../src/deps.ts';
import { describeError, errorJson } from '../../src/error-text.ts';
import { EvidenceError, EXIT } from '../../src/errors.ts';
import { buildProgram } from '../../src/program.ts';

export interface RanInProcess {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Inside {
  readonly dir: string;
  /** Its environment is all that the command line sees of one. */
  readonly surroundings: Surroundings;
  readonly input?: string;
  /** Whether its result goes to a terminal. */
  readonly isTerminal?: boolean;
}

/** What a command finds around it that only reads, or writes what has no dice in it: the same each time. */
export const steady = ({ now, sleep = async () => undefined }: SteadyClock): Surroundings => ({
  env: {},
  now,
  sleep,
  random: () => 0.5,
  newRunId: () => '00000000-0000-4000-8000-000000000000',
  newLogId: () => '0123456789abcdef0123456789abcdef',
  signal: new AbortController().signal,
});

interface SteadyClock {
  readonly now: Surroundings['now'];
  readonly sleep?: Surroundings['sleep'];
}

/** Runs one command as its process would, without a terminal unless one is asked for. */
export async function runInside(
  args: readonly string[],
  { dir, surroundings, input, isTerminal = false }: Inside,
): Promise<RanInProcess> {
  const [stdout, stderr] = [Object.assign(new Kept(), { isTTY: isTerminal }), new Kept()];
  const isJson = args.includes('--json');
  const context: CliContext = {
    env: surroundings.env,
    cwd: dir,
    typed: 'segment-evidence',
    homeDir: dir,
    surroundings,
    streams: { stdin: Readable.from(input === undefined ? [] : [Buffer.from(input)]), stdout, stderr },
    print: async ({ json, text, streamed }: Pick<CommandOutput, 'json' | 'text' | 'streamed'>) => {
      if (streamed === undefined)
        stdout.write(isJson ? `${JSON.stringify(json, null, 2)}\n` : text === '' ? '' : `${text}\n`);
      else for await (const chunk of isJson ? streamed.json() : streamed.text()) stdout.write(chunk);
    },
  };
  const code = await buildProgram(context)
    .run(args)
    .catch((error: unknown) => failed(error, context));
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** As the program's entry does it, which cannot be imported without running it. */
async function failed(error: unknown, { print, streams }: CliContext): Promise<number> {
  const tell = (code: string, said: unknown) =>
    print({ json: errorJson(code, said), text: '', exitCode: EXIT.bug });
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    await tell('USAGE_INVALID', error.message);
    return EXIT.usage;
  }
  streams.stderr.write(`${describeError(error)}\n`);
  await tell(error instanceof EvidenceError ? error.code : 'BUG', error);
  return error instanceof EvidenceError ? error.exitCode : EXIT.bug;
}

/** A stream that keeps what is written to it. */
class Kept extends Writable {
  text = '';

  override _write(chunk: Uint8Array | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
