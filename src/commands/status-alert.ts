/** `status --alert`: the state of each connection's evidence, and the channels told what is wrong with it. */
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { type StatusOptions, status } from './status.ts';
import { type WatchOptions, watch } from './watch.ts';
import { toJsonReport } from './watch-report.ts';
import { describeWatch } from './watch-text.ts';

/** Returns what `status` says and what was told. Exit 0: everything fresh, complete and intact. */
export async function statusAndAlert(
  options: StatusOptions & Pick<WatchOptions, 'extrasFor'>,
): Promise<CommandOutput> {
  const told = await watch(options);
  const said = await status(options);
  const seen = describeWatch(told);
  const { text, verboseText = text } = said;
  return {
    exitCode: worstExit([said.exitCode, told.exitCode]),
    json: { ...said.json, watch: toJsonReport(told) },
    text: `${text}\n\n${seen}`,
    verboseText: `${verboseText}\n\n${seen}`,
  };
}
