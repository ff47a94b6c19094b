#!/usr/bin/env node
/**
 * argv → command; result → stdout; error → message and exit code. The only file that prints.
 * stdout holds the result and nothing else; logs, progress and errors go to stderr.
 */
import { homedir } from 'node:os';
import { CommanderError } from 'commander';
import type { CliContext } from './command-context.ts';
import type { CommandOutput } from './commands/command.ts';
import { readEnvironment } from './config/environment.ts';
import { realSurroundings } from './deps.ts';
import { describeError, errorJson } from './error-text.ts';
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from './errors.ts';
import { buildProgram } from './program.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<ExitCode> {
  const isJson = argv.includes('--json') && !argv.slice(0, argv.indexOf('--json')).includes('--');
  process.stdout.on('error', exitQuietly);
  const env = readEnvironment();
  const context: CliContext = {
    env,
    cwd: process.cwd(),
    homeDir: homedir(),
    surroundings: realSurroundings(env, stopSignal()),
    streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    print: (output) => print(output, isJson),
  };
  try {
    return await buildProgram(context).run(argv);
  } catch (error) {
    return fail(error, isJson);
  }
}

function print({ json, text }: CommandOutput, isJson: boolean): void {
  process.stdout.write(isJson ? `${JSON.stringify(json, null, 2)}\n` : text === '' ? '' : `${text}\n`);
}

function fail(error: unknown, isJson: boolean): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version are no errors; commander has printed what there is to say already.
    if (error.exitCode === 0) return EXIT.done;
    if (isJson)
      process.stdout.write(`${JSON.stringify(errorJson('USAGE_INVALID', error.message), null, 2)}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`${describeError(error)}\n`);
  const code = error instanceof EvidenceError ? error.code : 'BUG';
  if (isJson) process.stdout.write(`${JSON.stringify(errorJson(code, error), null, 2)}\n`);
  return error instanceof EvidenceError ? error.exitCode : EXIT.bug;
}

/** The first request to stop lets the run end cleanly, without a record; a second one ends it at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const error = new InterruptedError(signal);
      controller.abort(error);
      process.once(signal, () => process.exit(error.exitCode));
    });
  }
  return controller.signal;
}

/** Nobody reads the result any more (`| head`): that is no failure of ours. */
function exitQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
}
