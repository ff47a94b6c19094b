#!/usr/bin/env node
/**
 * argv → command; result → stdout; error → message and exit code. The only file that prints.
 * stdout holds the result and nothing else; logs, progress and errors go to stderr.
 */
import './memory.ts';
import { CommanderError } from 'commander';
import { endChildren, limitChildren } from './children.ts';
import type { CliContext } from './command-context.ts';
import type { CommandOutput } from './commands/command.ts';
import { readEnvironment, readHome, silenceSdkNotices } from './config/environment.ts';
import { realSurroundings } from './deps.ts';
import { describeError, errorJson } from './error-text.ts';
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from './errors.ts';
import { growHeapBy } from './heap-growth.ts';
import { allowLongRoundTrips } from './net/family.ts';
import { buildProgram } from './program.ts';
import { startedAs } from './started-as.ts';

/** These wind a run down; everything else only looks, and ends at once when it is asked to stop. */
const RUNS = new Set(['collect', 'demo', 'init', 'reperform', 'rotate-key', 'schedule', 'test']);

/** These stay until they are asked to stop, and then end as they should. */
const isServing = (argv: readonly string[]) =>
  argv[0] === 'report' && argv.some((word) => /^--serve(=|$)/.test(word));

/** These have committed when they answer: whether the answer can be written changes nothing about the run. */
const COMMITS = new Set(['collect', 'demo', 'rotate-key', 'schedule']);

const STOPS = ['SIGINT', 'SIGTERM'] as const;

/** Promised are 30 seconds. */
const LONGEST_STOP_MS = 25_000;
const LINGER_MS = 2_000;

let hasAnswered = false;

allowLongRoundTrips();
silenceSdkNotices();
limitChildren();
process.exitCode = await main(process.argv.slice(2));
endChildren();
endSoon();

async function main(argv: readonly string[]): Promise<ExitCode> {
  // Little is alive while evidence is verified: for 20 MB more, a tenth less time goes to collecting garbage.
  if (argv[0] === 'verify') growHeapBy(100);
  const isJson = argv.includes('--json') && !argv.slice(0, argv.indexOf('--json')).includes('--');
  guardOutputs(isJson, COMMITS.has(argv[0] ?? ''));
  const env = readEnvironment();
  const context: CliContext = {
    env,
    cwd: process.cwd(),
    typed: startedAs({ script: process.argv[1], cwd: process.cwd(), env }),
    homeDir: readHome(),
    surroundings: realSurroundings(env, stopSignal(RUNS.has(argv[0] ?? '') || isServing(argv), isJson)),
    streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    print: async (output) => {
      if (output.streamed === undefined) print(output, isJson);
      else await printStream(isJson ? output.streamed.json() : output.streamed.text());
    },
  };
  try {
    return await buildProgram(context).run(argv);
  } catch (error) {
    return fail(error, isJson);
  }
}

function print({ json, text }: Pick<CommandOutput, 'json' | 'text'>, isJson: boolean): void {
  if (isJson && hasAnswered) return;
  hasAnswered = true;
  const result = isJson ? `${JSON.stringify(json, null, 2)}\n` : text === '' ? '' : `${text}\n`;
  process.stdout.write(result);
}

/** Nothing is read faster than it is taken; where no one takes it any more, nothing is read. */
async function printStream(chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
  hasAnswered = true;
  for await (const chunk of chunks) {
    if (process.stdout.destroyed) return;
    await new Promise<void>((resolve) => process.stdout.write(chunk, () => resolve()));
  }
}

function fail(error: unknown, isJson: boolean): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version are no errors; commander has printed what there is to say already.
    if (error.exitCode === 0) return EXIT.done;
    print({ json: errorJson('USAGE_INVALID', error.message), text: '' }, isJson);
    return EXIT.usage;
  }
  complain(describeError(error));
  const code = error instanceof EvidenceError ? error.code : 'BUG';
  print({ json: errorJson(code, error), text: '' }, isJson);
  return error instanceof EvidenceError ? error.exitCode : EXIT.bug;
}

/** Where even this cannot be written, the exit code has to say it. */
function complain(message: string): void {
  try {
    process.stderr.write(`${message}\n`);
  } catch {
    // No one is left to tell.
  }
}

/** The first request to stop lets a run end cleanly, without a record; a second one ends it at once. */
function stopSignal(isRun: boolean, isJson: boolean): AbortSignal {
  const controller = new AbortController();
  for (const signal of STOPS) {
    process.on(signal, () => {
      const error = new InterruptedError(signal);
      if (!isRun || controller.signal.aborted) endNow(signal, fail(error, isJson), isRun);
      else {
        controller.abort(error);
        // Something that cannot be interrupted is waited for: an answer of AWS, a process, a disk.
        after(LONGEST_STOP_MS, () => endNow(signal, fail(error, isJson), true));
      }
    });
  }
  return controller.signal;
}

/** What is still waited for when everything has been said keeps nobody waiting; what is still to be written does. */
function endSoon(): void {
  const isWritten = () => process.stdout.writableLength + process.stderr.writableLength === 0;
  after(LINGER_MS, () => (isWritten() ? process.exit() : endSoon()));
}

/** Acts if the process is still there by then: it does not stay for it. */
function after(ms: number, act: () => void): void {
  AbortSignal.timeout(ms).addEventListener('abort', act);
}

/** `exit` waits for file operations under way, and one of them may hang: then only the signal itself ends us. */
function endNow(signal: NodeJS.Signals, exitCode: ExitCode, isStuck: boolean): void {
  endChildren();
  for (const name of STOPS) process.removeAllListeners(name);
  if (isStuck && process.platform !== 'win32') process.kill(process.pid, signal);
  process.exit(exitCode);
}

/**
 * No one reads any more (`| head`): that is neither our failure nor a success: the command continues
 * to its own exit code. A result that cannot be written for another reason was not given; what was committed
 * stays so all the same.
 */
function guardOutputs(isJson: boolean, hasCommitted: boolean): void {
  const endAtOnce = (error: unknown) => process.exit(fail(error, isJson));
  process.on('uncaughtException', endAtOnce);
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    complain(`write result: stdout: expected to write it, got ${error.code}; the answer is not whole`);
    if (!hasCommitted) process.exit(EXIT.storeFailed);
  });
  tellAlike(process.stdout);
}

/** A stream onto a file throws at once, and a pipe tells later: whoever writes hears of both by the same event. */
function tellAlike(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...args: readonly unknown[]) => boolean;
  stream.write = (...args: readonly unknown[]) => {
    try {
      return write(...args);
    } catch (error) {
      stream.emit('error', error);
      return false;
    }
  };
}
