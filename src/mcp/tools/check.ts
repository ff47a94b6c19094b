/** What the checks said of a snapshot, as it was sealed with it: what fails, and why. Nothing is judged here. */
import * as z from 'zod';
import { frameworkNames } from '../../../schemas/check-results.ts';
import { severities } from '../../../schemas/condition.ts';
import { standingOf } from '../../answers/answer.ts';
import {
  CHECK_STATES,
  type CheckState,
  checkFacts,
  type StatedResult,
} from '../../answers/pages/check-facts.ts';
import { nameOf } from '../../answers/population.ts';
import { asOf, connectionName, connectionOf, paging, toTool } from '../tool.ts';
import { runNamed } from './run-named.ts';

type Framework = (typeof frameworkNames)[number];

export const check = toTool({
  name: 'check',
  title: 'Which checks fail, and why',
  description:
    'What the checks of a snapshot answered when it was sealed, gravest first: which checks fail, and why, with the exceptions, what to do, and the controls of a framework that each supports; also what is to be looked at, and what nobody can tell. Use it for findings, and for what is open for SOC 2, ISO 27001 or another framework. A check supports a control; it cannot say that one is met.',
  input: z.strictObject({
    connection: connectionName,
    at: asOf,
    framework: z.enum(frameworkNames).optional().describe('Only checks that support a control of it.'),
    severity: z.enum(severities).optional().describe('Only checks as grave as this, or graver.'),
    state: z
      .enum(CHECK_STATES)
      .optional()
      .describe(
        'Only checks that ended so; accepted: fails, and a waiver accepts it. Default: all but pass and not_applicable.',
      ),
    ...paging,
  }),
  answer: async ({ connection: name, at, framework, severity, state }, evidence) => {
    const connection = connectionOf(evidence, name);
    const instant = at === undefined ? undefined : evidence.toPast('at', at, 'end');
    const { run, gaps } = runNamed(await connection.history(), undefined, instant);
    const facts = await checkFacts(run);
    const asked = (facts?.results ?? []).filter((result) => isAsked(result, { framework, severity }));
    const states = countsOf(asked);
    const unread = asked.flatMap(({ checkId }) => (facts?.unread.includes(checkId) ? [checkId] : []));
    const broken = asked.flatMap(({ checkId, outcome }) => (outcome === 'error' ? [checkId] : []));
    const counted = Object.entries(states).map(([each, count]) => `${count} ${each}`);
    return {
      standing: standingOf(`what ${asked.length} checks answered: ${counted.join(', ')}`, [
        ...(facts === undefined ? [run.isExpired ? GONE : NOT_SEALED] : []),
        ...gaps,
        ...(unread.length === 0 ? [] : [`not all was read that these need: ${unread.join(', ')}`]),
        ...(broken.length === 0 ? [] : [`broken: ${broken.join(', ')}`]),
      ]),
      connection: connection.connection,
      snapshot: nameOf(run),
      about: { evaluatedAt: facts?.evaluatedAt ?? null, asked: asked.length, states },
      rows: () =>
        asked.filter((result) => isShown(result.state, state)).map((each) => rowOf(each, framework)),
    };
  },
});

const GONE = 'the files of this snapshot are gone, since their retention has ended';
const NOT_SEALED = 'no answers of checks were sealed with this snapshot';

interface Wanted {
  readonly framework: Framework | undefined;
  readonly severity: (typeof severities)[number] | undefined;
}

const isAsked = (result: StatedResult, { framework, severity }: Wanted): boolean =>
  (framework === undefined || result.controls[framework].length > 0) &&
  (severity === undefined || severities.indexOf(result.severity) <= severities.indexOf(severity));

const isShown = (state: CheckState, wanted: CheckState | undefined): boolean =>
  wanted === undefined ? state !== 'pass' && state !== 'not_applicable' : state === wanted;

function countsOf(results: readonly StatedResult[]): Readonly<Record<string, number>> {
  const counts = CHECK_STATES.map(
    (state) => [state, results.filter((each) => each.state === state).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** More fill a page, and one that has so many has one reason. `exceptionTotals` counts all. */
const MOST_EXCEPTIONS = 20;

function rowOf(result: StatedResult, framework: Framework | undefined) {
  const { checkId, title, state, severity, confidence, reason, exceptions, remediation, waiver } = result;
  return {
    checkId,
    title,
    state,
    severity,
    confidence,
    reason: reason ?? null,
    exceptionTotals: result.exceptionTotals,
    exceptions: exceptions.slice(0, MOST_EXCEPTIONS),
    remediation,
    controls: framework === undefined ? result.controls : { [framework]: result.controls[framework] },
    waiver: waiver ?? null,
    restsOn: result.evidence.map(({ resource, outcome }) => `${resource}: ${outcome}`),
  };
}
