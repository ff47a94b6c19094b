/** What `test` found, in words: at a glance, then step by step. */
import { type AccessEntry, isAccessGap } from '../segment/access-map.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { describeOverview, type Glance } from './glance.ts';
import type { Step } from './test-step.ts';

export interface ConnectionTest {
  readonly connection: string;
  /** There for a connection that only sends. */
  readonly type?: 'write-key';
  readonly steps: readonly Step[];
  readonly accessMap: readonly AccessEntry[];
}

/** Returns the connections at a glance, and what needs a person. */
export function describeTests(tests: readonly ConnectionTest[]): Pick<CommandOutput, 'text' | 'verboseText'> {
  return describeOverview({
    headings: ['usable', 'readable', 'failed'],
    glances: tests.map(glanceOf),
    details: (isFull) => tests.map((test) => describe(test, isFull)),
  });
}

function glanceOf({ connection, type, steps, accessMap }: ConnectionTest): Glance {
  const broken = steps.filter(({ ok, tried }) => !ok && tried !== false);
  const readable = accessMap.filter(({ access }) => access === 'readable').length;
  return {
    connection,
    exitCode: worstExit(steps.map(({ exitCode }) => exitCode)),
    cells: [
      steps.some(({ ok }) => !ok) ? 'no' : type === undefined ? 'yes' : 'key untried',
      accessMap.length === 0 ? '-' : `${readable} of ${accessMap.length}`,
      broken.map(({ step }) => step).join(', ') || '-',
    ],
    needs: broken.map(
      ({ step, detail, hint }) =>
        `${step}: ${detail}.${gapsIn(step, accessMap)}${hint === undefined ? '' : ` ${hint}`}`,
    ),
  };
}

const MOST_NAMED = 3;

/** Of the access map, what is missing from it. */
function gapsIn(step: Step['step'], accessMap: readonly AccessEntry[]): string {
  const gaps = step === 'access' ? accessMap.filter(isAccessGap).map(({ resource }) => resource) : [];
  if (gaps.length === 0) return '';
  const more = gaps.length > MOST_NAMED ? [`${gaps.length - MOST_NAMED} more`] : [];
  return ` Missing: ${[...gaps.slice(0, MOST_NAMED), ...more].join(', ')}.`;
}

/** Of the steps of connections that read. */
const SHORTEST_STEP = 'identity'.length;

function describe({ connection, type, steps, accessMap }: ConnectionTest, isFull: boolean): string {
  const shown = isFull ? accessMap : accessMap.filter(isAccessGap);
  const width = Math.max(0, ...shown.map(({ resource }) => resource.length));
  const stepWidth = Math.max(SHORTEST_STEP, ...steps.map(({ step }) => step.length));
  const usable =
    type === undefined
      ? 'everything usable'
      : `usable as far as can be seen without sending; only \`segment-evidence canary ${connection}\` tries the key`;
  return [
    `${connection}: ${steps.every(({ ok }) => ok) ? usable : 'something is not usable'}`,
    ...steps.flatMap(({ step, ok, tried, detail, hint }) => [
      `  ${tried === false ? '-     ' : ok ? 'ok    ' : 'FAILED'}  ${step.padEnd(stepWidth)}  ${detail}`,
      ...(hint === undefined ? [] : [`${' '.repeat(stepWidth + 12)}${hint}`]),
    ]),
    ...shown.map(({ resource, access: kind, reason, role }) => {
      const need = isAccessGap({ access: kind, reason }) ? `  needs: ${role}` : '';
      return `  ${resource.padEnd(width)}  ${kind}${reason === undefined ? '' : ` (${reason})`}${need}`;
    }),
  ].join('\n');
}
