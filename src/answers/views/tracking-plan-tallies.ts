/** How many connected sources block, omit or allow what their plan does not have, and which plans are connected to nothing. */
import type { Cell } from '../table.ts';
import { ENFORCED } from './enforcement.ts';
import { type FlatRow, memberOf } from './flat.ts';
import type { Tally } from './view.ts';

type Standing = 'unconnected' | 'blocks' | 'omits' | 'allows' | 'unknown';

const SWITCHES = ENFORCED.map(({ key }) => memberOf(key));
const COMMON = ['commonOfEvents', 'commonOfUsers', 'commonOfGroups'];

/** The strictest that a source does. */
function standingOf(row: FlatRow): Standing {
  if (row['source'] === null) return 'unconnected';
  const [switches, common] = [SWITCHES, COMMON].map((members) => members.map((member) => row[member]));
  const says = (cells: readonly (Cell | undefined)[] = [], word: string) => cells.includes(word);
  if (says(switches, 'blocked') || says(common, 'BLOCK')) return 'blocks';
  if (says(switches, 'omitted') || common?.some((cell) => String(cell).startsWith('OMIT_'))) return 'omits';
  const isAllowed = switches?.every((cell) => cell === 'allowed');
  return isAllowed && common?.every((cell) => cell === null || cell === 'ALLOW') ? 'allows' : 'unknown';
}

const WORDS: Readonly<Record<Standing, Tally<FlatRow>['what']>> = {
  blocks: ['connected source that blocks something', 'connected sources that block something'],
  omits: ['connected source that only omits something', 'connected sources that only omit something'],
  allows: ['connected source that allows everything', 'connected sources that allow everything'],
  unknown: ['connected source of which not all is known', 'connected sources of which not all is known'],
  unconnected: ['plan connected to nothing', 'plans connected to nothing'],
};

export const trackingPlanTallies: readonly Tally<FlatRow>[] = (Object.keys(WORDS) as Standing[]).map(
  (standing) => ({ what: WORDS[standing], has: (row) => standingOf(row) === standing }),
);
