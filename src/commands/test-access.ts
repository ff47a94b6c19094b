/**
 * What the token of a connection can read, judged as a run judges it: by the same rules, and against what
 * earlier records have. A store that cannot be read is reported by its own step; here it only leaves doubts.
 */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { type Records, readRecords } from '../commit/history.ts';
import { EXIT, StoreError } from '../errors.ts';
import { everCompleteIn } from '../run/comparison.ts';
import type { OpenedClient, RunDeps } from '../run/deps.ts';
import { lastComplete } from '../run/earlier-records.ts';
import { readVisibleBefore } from '../run/earlier-visibility.ts';
import { everOfferedIn } from '../run/ever-offered.ts';
import { classifyRefusalsInMap } from '../run/refusals.ts';
import { selectDefinitions } from '../run/selection.ts';
import { clockOf } from '../run/windows.ts';
import { type AccessOptions, type Identity, RefusalJudge } from '../segment/access.ts';
import { type AccessEntry, isAccessGap, mapAccess } from '../segment/access-map.ts';
import type { Step } from './test-step.ts';

export interface AccessTest {
  readonly step: Step;
  readonly accessMap: readonly AccessEntry[];
}

/** Returns the access map, and the step that sums it up. What no run of the configuration reads is not asked for. */
export async function testAccess(
  deps: RunDeps,
  { client }: OpenedClient,
  access: AccessOptions,
  { serverDate }: Extract<Identity, { kind: 'identified' }>,
): Promise<AccessTest> {
  const { collect, features } = deps.config;
  // What no run asks for is no gap, and what is opt-in and not named may leave traces.
  const asked = selectDefinitions(deps.definitions, { ...collect, only: undefined });
  const definitions = asked.filter(({ feature }) => feature === undefined || features[feature] !== false);
  let history: Promise<Records> | undefined;
  const earlier = () => (history ??= readRecords(deps));
  const map = await mapAccess(definitions, client, new RefusalJudge(access), {
    askedAt: clockOf(deps.now().toISOString(), serverDate).at,
    visibleBefore: async (definition, ids) =>
      ids.size === 0
        ? undefined
        : unlessUnreadable('unread', async () =>
            readVisibleBefore(deps, await lastComplete(deps, await earlier()), definition, ids),
          ),
  });
  const accessMap = await classifyRefusalsInMap(map, {
    definitions,
    config: deps.config,
    everComplete: (names) =>
      unlessUnreadable(new Set(names), async () => everCompleteIn(deps, await earlier())(names)),
    everOffered: (names) =>
      unlessUnreadable(new Set(names), async () => everOfferedIn(deps, await earlier())(names)),
  });
  return { step: summaryOf(accessMap, definitions), accessMap };
}

async function unlessUnreadable<T>(otherwise: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return otherwise;
  }
}

function summaryOf(map: readonly AccessEntry[], definitions: readonly ResourceDefinition[]): Step {
  const gaps = map.filter(isAccessGap);
  const readable = map.filter(({ access }) => access === 'readable').length;
  const unoffered = map.filter(({ reason }) => reason === 'not-offered').length;
  const also = unoffered === 0 ? '' : `, ${unoffered} not offered to this workspace`;
  const step = { step: 'access', detail: `${readable} of ${map.length} resources readable${also}` } as const;
  if (gaps.length === 0) return { ...step, ok: true, exitCode: EXIT.done };
  const features = new Set(
    gaps.flatMap(({ resource }) => definitions.find(({ name }) => name === resource)?.feature ?? []),
  );
  const declared = [...features].map((feature) => `\`features.${feature}: false\``).join(', ');
  const plan = declared === '' ? '' : ` Declare what the plan does not include: ${declared}.`;
  const hint = `Give the token the roles named below, or use a Workspace Owner token.${plan}`;
  return { ...step, ok: false, hint, exitCode: EXIT.incomplete };
}
