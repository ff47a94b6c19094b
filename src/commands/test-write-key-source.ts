/**
 * The source that has a write key, as the connections that read workspaces see it: looked for as `canary` looks
 * before it sends, and judged alike. GET only.
 */
import type { SendingConnection } from '../config/effective.ts';
import { EvidenceError, EXIT, InterruptedError } from '../errors.ts';
import { readDestinations, type SourceDestination } from '../segment/arrivals.ts';
import { CLICK } from '../senders/click-paths.ts';
import { listed } from '../senders/delivery-finding.ts';
import { objectionTo } from '../senders/finding.ts';
import { type Found, type Looked, lookForKey, shortened } from './canary-look.ts';
import type { Step } from './test-step.ts';

/** Returns the source, whether it is on, and where it goes; or why that is not known. */
export async function testSource(
  connection: SendingConnection,
  writeKey: string,
  options: Parameters<typeof lookForKey>[2],
): Promise<Step> {
  const { found, facts, notAsked } = await lookForKey(connection, writeKey, options);
  if (found === undefined) return notFound({ facts, notAsked });
  try {
    const objection = objectionTo({ region: connection.region, key: { kind: 'ready' }, look: facts });
    return objection === undefined ? await testDestinations(found) : bad(objection.summary, objection.hint);
  } finally {
    await found.opened.close();
  }
}

function notFound({ facts, notAsked }: Pick<Looked, 'facts' | 'notAsked'>): Step {
  if (facts.kind === 'not-found') {
    return bad(
      `find source: expected one with the key in the workspaces that ${facts.readBy.join(', ')} reads, got none`,
      `Compare the key with ${CLICK.key('NAME')}. Where no connection reads its workspace, name that in \`workspace\`.`,
    );
  }
  const why = notAsked.map((each) => `${each.connection}: ${each.why}`).join('; ');
  if (why !== '') {
    return bad(
      `find source: expected to see all that have keys, got ${why}`,
      'Give the token that looks the role Workspace Owner, or name the workspace of the key in `workspace`.',
    );
  }
  const detail = 'not looked for: no connection of the configuration reads its workspace';
  return { step: 'source', ok: true, tried: false, detail, exitCode: EXIT.done };
}

async function testDestinations({ source, connection, opened }: Found): Promise<Step> {
  const what = `${source.name} (${source.id}) has the key and is on, found by ${connection.name}`;
  try {
    const destinations = await readDestinations(opened.client, source.id);
    const [on, off] = [namesOf(destinations, true), namesOf(destinations, false)];
    const [firstOff] = off;
    if (on.length === 0 && firstOff !== undefined) {
      return bad(
        `${what}; it goes nowhere: ${listed(off)} is turned off`,
        `Turn it on: ${CLICK.destination(firstOff)}.`,
      );
    }
    const goes = on.length === 0 ? 'it has no destination' : `it goes to ${listed(on)}`;
    const rest = off.length === 0 ? '' : `; turned off: ${listed(off)}`;
    return { step: 'source', ok: true, detail: `${what}; ${goes}${rest}`, exitCode: EXIT.done };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return bad(
      `${what}; its destinations cannot be read: ${error.message}`,
      `Give the token of ${connection.name} the role Workspace Owner.`,
    );
  }
}

const bad = (detail: string, hint: string): Step => ({
  step: 'source',
  ok: false,
  detail,
  hint,
  exitCode: EXIT.incomplete,
});

const namesOf = (destinations: readonly SourceDestination[], isEnabled: boolean): readonly string[] =>
  destinations.filter(({ enabled }) => enabled === isEnabled).map(({ name }) => shortened(name));
