/** What people leave beside the evidence: manual attach, manual list, approve. */
import type { Command } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { Answer } from './answer.ts';
import { addApproveCommand } from './approve-command.ts';
import { addManualCommands } from './manual-command.ts';

export function addBesideCommands(program: Command, context: CliContext, answer: Answer): void {
  addManualCommands(program, context, answer);
  addApproveCommand(program, context, answer);
}
