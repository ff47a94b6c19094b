/** Controls as OSCAL names them, and which of them answers support. */
import { type CheckResult, type Controls, frameworkNames } from '../../../schemas/check-results.ts';
import { frameworkLabels } from '../../checks/framework-labels.ts';
import { SUPPORTS } from './exported-run.ts';
import { listed, property } from './oscal-text.ts';

/** Only these say whether something holds. */
const ANSWERED: readonly CheckResult['outcome'][] = ['pass', 'fail', 'warn'];

export const isAnswered = ({ outcome }: Pick<CheckResult, 'outcome'>): boolean => ANSWERED.includes(outcome);

/**
 * Returns a control's id as a token. Of NIST 800-53 as NIST's own catalogue in OSCAL has it, `ac-2.7`; of others the framework
 * comes first, `hipaa-164.312.a.1`, since their numbers alone are no tokens, and some have the same.
 */
export function controlId(framework: keyof Controls, id: string): string {
  const token = id
    .replace(/\(/g, '.')
    .replace(/\)/g, '')
    .replace(/[^A-Za-z0-9.\-_]/g, '_');
  return framework === 'nist80053' ? token.toLowerCase() : `${framework}-${token}`;
}

/** Returns the controls that a check supports, as properties: `SOC 2` and its number as the framework has it. */
export const supportsOf = (controls: Controls) =>
  frameworkNames.flatMap((framework) =>
    controls[framework].flatMap((id) =>
      property('supports', `${frameworkLabels[framework]} ${id}`, framework),
    ),
  );

/** Returns what was reviewed: only what an answered check supports. Of a check that nobody could answer, nothing was. */
export function reviewedControls(results: readonly CheckResult[]) {
  const answered = results.filter(isAnswered);
  const selections = frameworkNames.flatMap((framework) => {
    const ids = new Set(answered.flatMap(({ controls }) => controls[framework]));
    if (ids.size === 0) return [];
    return [
      {
        description: `${frameworkLabels[framework]}. ${SUPPORTS}`,
        props: property('framework', framework),
        'include-controls': [...ids].sort().map((id) => ({ 'control-id': controlId(framework, id) })),
      },
    ];
  });
  const objectives = answered.map(({ checkId }) => ({ 'objective-id': checkId }));
  // OSCAL 1.2 wants one named.
  const none = {
    description: 'No control: no check was answered.',
    'include-controls': [{ 'control-id': 'none' }],
  };
  return {
    'control-selections': selections.length === 0 ? [none] : selections,
    ...listed(
      'control-objective-selections',
      objectives.length === 0
        ? []
        : [
            {
              description: 'The claims of the checks that were answered, by their ids.',
              'include-objectives': objectives,
            },
          ],
    ),
  };
}
