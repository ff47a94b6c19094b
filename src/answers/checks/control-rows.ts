/** The requirements of a framework, each with its checks, what they rest on, and its slots for manual evidence. */
import type { CheckResult, Controls } from '../../../schemas/check-results.ts';
import { isInForce, type SlotStanding, stateWords } from '../manual/standing.ts';
import { outcomeWords } from './check-columns.ts';

export type ControlStanding =
  | 'does not hold'
  | 'nobody can tell'
  | 'to look at'
  | 'not configured'
  | 'supported'
  | 'partly covered'
  | 'not applicable'
  | 'file attached'
  | 'file expired'
  | 'file missing';

export interface ControlRow {
  readonly control: string;
  readonly standing: ControlStanding;
  readonly checks: readonly { readonly checkId: string; readonly title: string; readonly outcome: string }[];
  /** What no check can tell of it. */
  readonly manual: readonly {
    readonly slot: string;
    readonly state: SlotStanding['state'];
    readonly words: string;
  }[];
  /** Files of the snapshot that the checks read, and how reading each ended. */
  readonly restsOn: CheckResult['evidence'];
}

/** The gravest that any check says of it; `supported` only where one passes and none says anything else. */
const GRAVEST: readonly (readonly [CheckResult['outcome'], ControlStanding])[] = [
  ['fail', 'does not hold'],
  ['error', 'nobody can tell'],
  ['indeterminate', 'nobody can tell'],
  ['warn', 'to look at'],
  ['not_configured', 'not configured'],
  ['pass', 'supported'],
];

/** Returns a row for each requirement that a check or a slot names, in the order of its number. */
export function controlRows(
  results: readonly CheckResult[],
  slots: readonly SlotStanding[],
  framework: keyof Controls,
): readonly ControlRow[] {
  const all = [...results.map(({ controls }) => controls), ...slots.map(({ slot }) => slot.controls)];
  const ids = [...new Set(all.flatMap((controls) => controls[framework]))].sort(compareIds);
  return ids.map((control) => {
    const own = results.filter(({ controls }) => controls[framework].includes(control));
    const manual = slots.filter(({ slot }) => slot.controls[framework].includes(control));
    return {
      control,
      standing: standingOf(own, manual),
      checks: own.map((result) => ({
        checkId: result.checkId,
        title: result.title,
        outcome: outcomeWords(result),
      })),
      manual: manual.map((each) => ({ slot: each.slot.id, state: each.state, words: stateWords(each) })),
      restsOn: restsOn(own),
    };
  });
}

/** Where checks hold and there is a slot too, they are a part of it, whatever lies in the slot. */
function standingOf(own: readonly CheckResult[], manual: readonly SlotStanding[]): ControlStanding {
  const said = GRAVEST.find(([outcome]) => own.some((result) => result.outcome === outcome))?.[1];
  if (manual.length === 0) return said ?? 'not applicable';
  if (said !== undefined) return said === 'supported' ? 'partly covered' : said;
  if (manual.every(isInForce)) return 'file attached';
  return manual.some(({ state }) => state === 'expired') ? 'file expired' : 'file missing';
}

function restsOn(own: readonly CheckResult[]): CheckResult['evidence'] {
  const byName = new Map(own.flatMap(({ evidence }) => evidence).map((each) => [each.resource, each]));
  return [...byName.values()].sort((one, other) => (one.resource < other.resource ? -1 : 1));
}

/** `CC6.2` before `CC6.10`: numbers in an id count as numbers. */
function compareIds(one: string, other: string): number {
  const [own, others] = [one, other].map((id) => id.match(/\d+|\D+/g) ?? []);
  for (let index = 0; index < Math.min(own?.length ?? 0, others?.length ?? 0); index += 1) {
    const [left = '', right = ''] = [own?.[index], others?.[index]];
    const [a, b] = [Number(left), Number(right)];
    if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
    if (left !== right) return left < right ? -1 : 1;
  }
  return (own?.length ?? 0) - (others?.length ?? 0);
}
