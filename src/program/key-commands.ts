/** Commands about keys and secrets: keygen, rotate-key, fingerprint. */
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { Option } from 'commander';
import { type CliContext, load, runOptions } from '../command-context.ts';
import { FINGERPRINT_CONTEXTS, fingerprintSecret } from '../commands/fingerprint.ts';
import { keygen } from '../commands/keygen.ts';
import { rotateKey } from '../commands/rotate-key.ts';
import type { Answer } from './answer.ts';

export function addKeyCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('keygen')
    .description('create the key pair that seals snapshots')
    .option('--out <file>', 'where to put the private key; the public one is written next to it')
    .action(answer((_globals, flags: { out?: string }) => keygen({ ...flags, cwd: context.cwd })));
  program
    .command('rotate-key')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('name the key that signs from the next record on, in a record of the key in force')
    .requiredOption('--new <reference>', 'the key that comes next, such as file:./keys/next.pem')
    .action(
      answer(async (globals, connections: string[], flags: { new: string }) => {
        const options = runOptions(context, globals, await load(context, globals));
        return rotateKey({ ...options, connections, next: flags.new, cwd: context.cwd });
      }),
    );
  program
    .command('fingerprint')
    .description('read a secret on stdin and print its fingerprint, to match it to the evidence')
    .addOption(
      new Option('--context <kind>', 'the kind of secret')
        .choices(Object.keys(FINGERPRINT_CONTEXTS))
        .makeOptionMandatory(),
    )
    .option('--connection <name>', 'connection whose fingerprint key to use')
    .action(
      answer(async (globals, flags: { context: string; connection?: string }) =>
        fingerprintSecret({
          ...flags,
          config: await load(context, globals),
          env: context.env,
          stdin: {
            isTerminal: context.streams.stdin.isTTY === true,
            read: () => readAll(context.streams.stdin),
          },
          noInput: !globals.input,
        }),
      ),
    );
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
