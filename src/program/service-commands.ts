/** Commands that run by themselves, and the one that prepares it: schedule, init. */
import type { Command } from 'commander';
import { type CliContext, load, runOptions } from '../command-context.ts';
import { collectDue } from '../commands/due.ts';
import { schedule, toPort } from '../commands/schedule.ts';
import { createLogger } from '../log.ts';
import { createCronTicker } from '../service/ticker.ts';
import type { Answer } from './answer.ts';

export function addServiceCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('schedule')
    .argument('[connection...]', 'names of connections; all that have a schedule when none is given')
    .description('stay and collect each connection by its schedule; catches up after downtime')
    .option('--once', 'collect what is due now, and end: for cron, systemd timers and CronJobs')
    .option('--port <number>', 'answer /healthz and /metrics on 127.0.0.1; 0 for none', '9464')
    .action(
      answer(async (globals, connections: string[], flags: { once?: boolean; port: string }) => {
        const config = load(context, globals);
        const options = runOptions(context, globals, config, false);
        const port = toPort(flags.port);
        if (flags.once === true) return collectDue(connections, options);
        const { stderr } = context.streams;
        const log = createLogger({
          level: globals.quiet === true ? 'error' : config.logLevel,
          stream: stderr,
          isTerminal: stderr.isTTY === true,
          secrets: () => [],
          now: context.surroundings.now,
        });
        const ticker = createCronTicker((message) => log.debug({ message }, 'ticker'));
        return schedule({ ...options, connections, port, ticker, log });
      }),
    );
}
