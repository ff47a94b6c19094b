/** What the process gives to a command, and what flags and configuration make of it. */
import type { Readable, Writable } from 'node:stream';
import { features, resources } from '../schemas/resources/index.ts';
import type { CommandOutput } from './commands/command.ts';
import type { LoadedConfig, LoadOptions } from './config/effective.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import { Limits, type RunExtras, type Surroundings } from './deps.ts';
import { createLogger, type LogLevel } from './log.ts';
import { type Progress, showProgress } from './progress.ts';

/** What the process gives to a command. */
export interface CliContext {
  readonly env: Environment;
  readonly cwd: string;
  /** How this program was started: what to type before a subcommand. */
  readonly typed: string;
  readonly homeDir: string;
  readonly surroundings: Surroundings;
  readonly streams: {
    readonly stdin: Readable & { isTTY?: boolean };
    readonly stdout: Writable & { isTTY?: boolean; columns?: number };
    readonly stderr: Writable & { isTTY?: boolean; columns?: number };
  };
  /** Comes back when all of it has been handed on. */
  readonly print: (output: CommandOutput) => Promise<void>;
}

/** Options that every command has. */
export interface Globals {
  readonly config?: string;
  readonly logLevel?: LogLevel;
  readonly input: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Returns where to look for the configuration and what flags say over it. */
export function loadOptions(context: CliContext, globals: Globals): LoadOptions {
  return {
    env: context.env,
    cwd: context.cwd,
    homeDir: context.homeDir,
    known: { resources: resources.map(({ name }) => name), features },
    ...(globals.config === undefined ? {} : { file: globals.config }),
    ...(globals.logLevel === undefined ? {} : { overrides: { logLevel: globals.logLevel } }),
  };
}

/** Returns the configuration. @throws ConfigError with all its problems */
export function load(context: CliContext, globals: Globals): Promise<LoadedConfig> {
  return loadConfig(loadOptions(context, globals));
}

/** Returns what every command that asks Segment needs. */
export function runOptions(context: CliContext, globals: Globals, config: LoadedConfig, hasProgress = true) {
  const { surroundings } = context;
  return {
    config,
    surroundings,
    limits: new Limits(surroundings, config),
    extrasFor: extrasFor(context, globals, config.logLevel, hasProgress),
  };
}

/** Logs and progress of each connection's run. On a terminal progress replaces the log's chatter. */
export function extrasFor(
  context: CliContext,
  globals: Globals,
  level: LogLevel,
  wantsProgress = true,
): (connection: string) => RunExtras {
  const { stdout, stderr } = context.streams;
  const isTerminal = stderr.isTTY === true;
  // A terminal that tells no width (script, some containers), or cannot go back, would get garbage.
  const canRedraw = stderr.columns !== 0 && stdout.columns !== 0 && context.env['TERM'] !== 'dumb';
  const hasProgress =
    wantsProgress && isTerminal && globals.quiet !== true && globals.json !== true && level !== 'debug';
  const secrets = new Set<string>();
  let progress: Progress | undefined;
  const effective = globals.quiet === true ? 'error' : hasProgress && level === 'info' ? 'warn' : level;
  const log = createLogger({
    level: effective,
    stream: stderr,
    isTerminal,
    beforeLine: () => progress?.clear(),
    secrets: () => secrets,
    now: context.surroundings.now,
  });
  return (connection) => {
    const shown = showProgress(hasProgress && canRedraw ? stderr : undefined, context.surroundings.now);
    progress = shown;
    return {
      log: log.child({ connection }),
      onResource: shown.onResource,
      onSecret: (secret) => secrets.add(secret),
      close: shown.stop,
    };
  };
}
