/** An alert in words, for channels that people read. Pure. What a stranger named cannot act in it. */
import type { AlertDocument } from '../../schemas/alert.ts';
import { printable } from '../evidence/printable.ts';

/** Returns one line of our own words and ASCII only: what it is and of which connection. */
export function titleOf({ severity, condition, state, connection, test }: AlertDocument): string {
  if (test === true) return `[test] alerts of ${connection} arrive here`;
  return `[${severity}] ${condition} ${state}: ${connection}`;
}

/** Returns the facts with their names, those that there are. */
export function factsOf(alert: AlertDocument): readonly (readonly [string, string])[] {
  const {
    connection,
    workspace,
    resource,
    resources = [],
    checks = [],
    since,
    lastGoodAt,
    snapshotPath,
  } = alert;
  const facts: (readonly [string, string] | undefined)[] = [
    ['Connection', connection],
    workspace === null ? undefined : ['Workspace', `${workspace.slug} (${workspace.id})`],
    resource === undefined ? undefined : ['Resource', resource],
    resource !== undefined || resources.length === 0 ? undefined : ['Resources', resources.join(', ')],
    checks.length === 0 ? undefined : [checks.length === 1 ? 'Check' : 'Checks', checks.join(', ')],
    ['Since', since],
    ['Last complete evidence', lastGoodAt ?? 'none known'],
    snapshotPath === undefined ? undefined : ['Snapshot', snapshotPath],
  ];
  return facts.flatMap((fact) => (fact === undefined ? [] : [[fact[0], printable(fact[1])]]));
}

/** Returns the whole alert as plain text. */
export function textOf(alert: AlertDocument): string {
  const facts = factsOf(alert).map(([name, value]) => `${name}: ${value}`);
  return [
    printable(alert.summary),
    '',
    printable(alert.remediation),
    '',
    ...facts,
    `Alert: ${alert.id}`,
  ].join('\n');
}

/** Returns text whose characters cost no more than a limit in all, cut at a whole one. */
export function cutAt(text: string, limit: number, costOf = (character: string) => character.length): string {
  const ellipsis = costOf('…');
  let cost = 0;
  let kept = 0;
  let keptWithEllipsis = 0;
  for (const character of text) {
    cost += costOf(character);
    if (cost > limit) return `${text.slice(0, keptWithEllipsis)}…`;
    kept += character.length;
    if (cost + ellipsis <= limit) keptWithEllipsis = kept;
  }
  return text;
}

/** Text in which nothing is an address any more, for where one would become a link by itself. */
export function unlinked(text: string): string {
  return text.replaceAll('://', '[:]//').replace(/\bwww\./gi, 'www[.]');
}
