/** Each framework: of every requirement what the checks say, and what has to be attached by hand. Plain data. */
import { type CheckResult, type Controls, frameworkNames } from '../../../schemas/check-results.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import { type ControlRow, type ControlStanding, controlRows } from '../checks/control-rows.ts';
import { slotsOf } from '../manual/list-answer.ts';
import { slotStandings } from '../manual/standing.ts';

/** What checks say of it: what somebody attached beside the evidence stands by itself, since no record signs it. */
export type PageStanding =
  | Exclude<ControlStanding, 'file attached' | 'file expired' | 'file missing'>
  | 'evidence from elsewhere';

export interface RequirementFacts extends Pick<ControlRow, 'control' | 'checks'> {
  readonly standing: PageStanding;
  /** What to attach for it. */
  readonly needs: readonly string[];
}

export interface FrameworkFacts {
  readonly name: keyof Controls;
  readonly label: string;
  readonly counts: Readonly<Record<PageStanding, number>>;
  readonly controls: readonly RequirementFacts[];
}

export const CONTROL_STANDINGS: readonly PageStanding[] = [
  'does not hold',
  'nobody can tell',
  'to look at',
  'not configured',
  'supported',
  'partly covered',
  'not applicable',
  'evidence from elsewhere',
];

export function frameworkFacts(results: readonly CheckResult[]): readonly FrameworkFacts[] {
  return frameworkNames.map((name) => {
    const controls = requirementsOf(results, name);
    const entries = CONTROL_STANDINGS.map((standing) => [
      standing,
      controls.filter((each) => each.standing === standing).length,
    ]);
    return { name, label: frameworkLabels[name], counts: Object.fromEntries(entries), controls };
  });
}

function requirementsOf(results: readonly CheckResult[], name: keyof Controls): readonly RequirementFacts[] {
  const slots = slotsOf(name);
  const titles = new Map(slots.map(({ id, title, attach }) => [id, `${title}. ${attach}`]));
  return controlRows(results, slotStandings([], '', slots), name).map(
    ({ control, checks, standing, manual }) => ({
      control,
      checks,
      standing: isKnown(standing) ? standing : 'evidence from elsewhere',
      needs: manual.flatMap(({ slot }) => titles.get(slot) ?? []),
    }),
  );
}

const isKnown = (standing: ControlStanding): standing is Exclude<PageStanding, 'evidence from elsewhere'> =>
  (CONTROL_STANDINGS as readonly string[]).includes(standing);
