/** Each framework: of every requirement that a check supports what the checks say. Plain data. */
import { type CheckResult, type Controls, frameworkNames } from '../../../schemas/check-results.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import { type ControlRow, type ControlStanding, frameworkRows } from '../checks/framework-answer.ts';

export interface FrameworkFacts {
  readonly name: keyof Controls;
  readonly label: string;
  readonly counts: Readonly<Record<ControlStanding, number>>;
  readonly controls: readonly ControlRow[];
}

export const CONTROL_STANDINGS: readonly ControlStanding[] = [
  'does not hold',
  'nobody can tell',
  'to look at',
  'not configured',
  'supported',
  'not applicable',
  'evidence from elsewhere',
];

export function frameworkFacts(results: readonly CheckResult[]): readonly FrameworkFacts[] {
  return frameworkNames.map((name) => {
    const controls = frameworkRows(results, name);
    const entries = CONTROL_STANDINGS.map((standing) => [
      standing,
      controls.filter((each) => each.standing === standing).length,
    ]);
    return { name, label: frameworkLabels[name], counts: Object.fromEntries(entries), controls };
  });
}
