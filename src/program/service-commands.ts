/** Commands that run by themselves, and the one that prepares it: schedule, init. */
import type { Command } from 'commander';
import { type CliContext, type Globals, load, runOptions } from '../command-context.ts';
import type { CommandOutput } from '../commands/command.ts';
import { collectDue } from '../commands/due-slots.ts';
import { init } from '../commands/init.ts';
import { askOn } from '../commands/init-ask.ts';
import type { Answers } from '../commands/init-questions.ts';
import { toPort } from '../commands/port.ts';
import { schedule } from '../commands/schedule.ts';
import { scheduleQueue } from '../commands/schedule-queue.ts';
import { testConnections } from '../commands/test.ts';
import { Limits } from '../limits.ts';
import { createLogger } from '../log.ts';
import { openQueue } from '../schedule/queue.ts';
import { createCronTicker } from '../service/ticker.ts';
import type { Answer } from './answer.ts';
import { type QueueFlags, toQueueWish } from './queue-options.ts';

export function addServiceCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('schedule')
    .argument('[connection...]', 'names of connections; all that have a schedule when none is given')
    .description('keep running and collect each connection on its schedule; catches up after downtime')
    .option('--once', 'collect what is due now, then exit: for cron, systemd timers and CronJobs')
    .option('--queue <url>', 'take messages from this FIFO queue of Amazon SQS and collect what they name')
    .option('--dispatch', 'with --queue: send it a message for each connection that is due')
    .option('--consumers <number>', 'with --queue: runs at once in this process; 0: only dispatch')
    .option('--port <number>', 'answer /healthz and /metrics on 127.0.0.1; 0 for none', '9464')
    .action(
      answer((globals, connections: string[], flags: ScheduleFlags) =>
        runSchedule(connections, flags, globals, context),
      ),
    );
}

type ScheduleFlags = QueueFlags & { readonly once?: boolean; readonly port: string };

async function runSchedule(
  connections: readonly string[],
  flags: ScheduleFlags,
  globals: Globals,
  context: CliContext,
): Promise<CommandOutput> {
  const wish = toQueueWish(flags, connections);
  const port = toPort(flags.port);
  const { surroundings, streams } = context;
  const queue = wish === undefined ? undefined : openQueue(wish.url, surroundings.sleep);
  const config = await load(context, globals);
  const options = runOptions(context, globals, config, false);
  const isOnce = flags.once === true;
  if (isOnce && wish === undefined) return collectDue(connections, options);
  const log = createLogger({
    level: globals.quiet === true ? 'error' : config.logLevel,
    stream: streams.stderr,
    isTerminal: streams.stderr.isTTY === true,
    secrets: () => [],
    now: surroundings.now,
  });
  const ticker = createCronTicker((message) => log.debug({ message }, 'ticker'));
  const process = { ...options, connections, port, ticker, log };
  if (wish === undefined || queue === undefined) return schedule(process);
  // The consumers of this process share its part of what all of them may do.
  const own = Math.max(1, wish.consumers);
  const consumers = Math.max(1, (config.consumers ?? own) / own);
  const limits = new Limits(surroundings, { ...config, consumers });
  return scheduleQueue({ ...process, ...wish, limits, queue, isOnce });
}

export function addInitCommand(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('init')
    .description('write a commented configuration, create keys, and check that it works')
    .option('--type <type>', 'public-api, which reads evidence, or write-key, which only sends')
    .option('--name <name>', 'name of the connection')
    .option('--region <region>', 'us or eu')
    .option('--token-ref <reference>', 'where the token is kept: env:NAME, file:PATH, secretsmanager:NAME')
    .option('--write-key <reference>', 'where the write key is kept, the same; with --type write-key')
    .option('--role <role>', 'role that was chosen for the token')
    .option('--store <place>', 'folder, or s3://BUCKET/PREFIX')
    .option('--bucket-owner <account>', 'AWS account that owns the bucket')
    .option('--retention-mode <mode>', 'Object Lock: GOVERNANCE or COMPLIANCE')
    .option('--retention-days <days>', 'days until a snapshot may be deleted')
    .option('--schedule <cron>', 'cron expression of the schedule')
    .option('--timezone <zone>', 'time zone of the schedule')
    .option('--signing-key <reference>', 'key that seals snapshots')
    .option('--fingerprint-key <reference>', 'key of the fingerprints')
    .option('--alert-channel <channel>', 'where to tell what changes, such as slack')
    .option('--alert-url <reference>', 'where the address of the channel is kept')
    .option(
      '--alert-secret <reference>',
      'where the signing secret or the integration key of the channel is kept',
    )
    .option(
      '--timestamp-url <address>',
      'time stamp authority; it learns a digest and the moment, nothing else',
    )
    .option('--timestamp-ca <file>', "PEM file with the authority's root certificate")
    .option('--share-limits-with <name>', 'with --add: connection whose pace and concurrency it shares')
    .option('--concurrency <number>', 'requests under way at once, 1 to 25')
    .option('--base-url <url>', "another host than Segment's, such as a simulator")
    .option('--add', 'add a connection to an existing configuration')
    .option('--make-keys', 'create missing keys without asking')
    .option('--no-make-keys', 'create no keys')
    .option('--force', 'overwrite an existing configuration')
    .action(answer((globals, flags: InitFlags) => runInit(flags, globals, context)));
}

async function runInit(flags: InitFlags, globals: Globals, context: CliContext): Promise<CommandOutput> {
  const { makeKeys, add = false, force = false, ...given } = onlyAnswers(flags);
  const { stdin, stderr } = context.streams;
  const isAskable = globals.input && globals.json !== true && stdin.isTTY === true && stderr.isTTY === true;
  const [existing] = add ? (await load(context, globals)).files : [];
  return init({
    given,
    makeKeys,
    add,
    force,
    file: existing ?? globals.config ?? 'evidence.config.yaml',
    cwd: context.cwd,
    typed: context.typed,
    ask: isAskable ? askOn(stdin, stderr) : undefined,
    load: (file) => load(context, { ...globals, config: file }),
    test: (config, connections) =>
      testConnections({ ...runOptions(context, globals, config, false), connections }),
  });
}

type InitFlags = Answers & { makeKeys?: boolean; add?: boolean; force?: boolean };

/** Flags of `init`, without those that every command has. */
function onlyAnswers<T extends object>(flags: T): Omit<T, keyof Globals> {
  const { config, logLevel, input, quiet, verbose, json, ...rest } = flags as T & Globals;
  return rest;
}
