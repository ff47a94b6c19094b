/** What became of test messages, in words: the finding first, then what was looked at. */
import type { Canary } from '../../schemas/commands/canary.ts';
import { EXIT } from '../errors.ts';

/** Returns the text for people. */
export function describeCanaries(canaries: readonly Canary[]): string {
  return canaries.map(describe).join('\n\n');
}

function describe(canary: Canary): string {
  const { connection, exitCode, finding, summary, hint, deliveries } = canary;
  const title = exitCode === EXIT.done ? 'ok' : finding;
  const told = deliveries.map(({ channel, alert, result, error }) => {
    const why = error === undefined ? '' : ` (${error.message})`;
    return line('alert', `${channel}: ${alert.condition} ${alert.state}, ${result}${why}`);
  });
  return [
    `${connection}: ${title}: ${summary}.`,
    hint,
    line('sent', sentIn(canary)),
    ...(canary.source === null ? [] : [line('source', `${sourceIn(canary.source)}`)]),
    ...canary.destinations.map(({ name, state, why }) =>
      line('to', `${name}: ${state}${why === undefined ? '' : ` (${why})`}`),
    ),
    ...canary.notAsked.map((each) => line('not asked', `${each.connection}: ${each.why}`)),
    ...told,
  ].join('\n');
}

/** Findings of a message that was tried, and not taken. */
const TRIED: readonly Canary['finding'][] = ['refused', 'rate-limited', 'unreachable'];

function sentIn({ sent, finding, type, host, region, waitedSeconds }: Canary): string {
  if (sent === null) return TRIED.includes(finding) ? `nothing was taken by ${host} (${region})` : 'nothing';
  const waited = waitedSeconds === 0 ? '' : `, looked for it for ${waitedSeconds} seconds`;
  return `one ${type} to ${host} (${region}) at ${sent.at}${waited}; messageId ${sent.messageId}`;
}

function sourceIn({ name, id, enabled, readBy }: NonNullable<Canary['source']>): string {
  return `${name} (${id}), ${enabled ? 'on' : 'off'}, found by ${readBy}`;
}

const line = (label: string, text: string): string => `  ${label.padEnd(9)}  ${text}`;
