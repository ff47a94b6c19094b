/** What asking again came to, in words. Pure. */

import { readFromWords } from '../../evidence/read-from.ts';
import { MANIFEST_FILE } from '../../store/layout.ts';
import type { Run } from '../../verify/read-history.ts';
import type { Answer } from '../answer.ts';
import { folderOf } from '../certificate.ts';
import { recordText } from '../record-text.ts';
import type { Asked } from './asked.ts';
import { withoutTrail } from './moves.ts';
import type { ResourceStanding, Standings } from './standings.ts';

/** What became of the token, where not all could be read for it. */
const TOKENS: Readonly<Record<string, string>> = {
  refused: 'Segment refuses the token',
  'wrong-region': 'the token is of the other region',
  'wrong-workspace': 'the token belongs to another workspace than the snapshot',
  unavailable: 'the token could not be fetched',
  unknown: 'Segment could not be reached',
};

/** Returns what keeps the answer from being whole, or moved without an explanation. */
export function gapsOf({ all }: Standings, asked: Asked): readonly string[] {
  const { token } = asked;
  const grouped = new Map<string, string[]>();
  const note = (text: string, resource: string) =>
    grouped.set(text, [...(grouped.get(text) ?? []), resource]);
  for (const { resource, result, reason = '', before } of all) {
    if (result === 'not-comparable') note(`not comparable: ${reason}`, resource);
    if (result === 'not-read') note(`not read: ${reason}`, resource);
    if (result === 'equal' && before.outcome === 'partial') note(reason, resource);
  }
  const unexplained = all.flatMap(({ resource, unexplained: count }) =>
    count === 0 ? [] : [`${resource}: ${count} moved, and no event explains ${count === 1 ? 'it' : 'them'}`],
  );
  const trail = unexplained.length === 0 ? undefined : withoutTrail(asked);
  return [
    ...(token === 'working' ? [] : [TOKENS[token] ?? token]),
    ...unexplained,
    ...(trail === undefined ? [] : [trail]),
    ...[...grouped].map(([text, resources]) => `${resources.join(', ')}: ${text}`),
  ];
}

/** Returns what the answer has, where nothing is missing. */
export function totalWords(
  { manifest }: Run,
  { startedAt, endedAt }: Asked,
  standings: readonly ResourceStanding[],
): string {
  const moved = standings.filter(({ result }) => result === 'moved').length;
  const all = standings.length === 1 ? '1 resource' : `${standings.length} resources`;
  const found =
    moved === 0
      ? 'all as they were'
      : `${standings.length - moved} as they were, ${moved} moved, each move explained`;
  return `${all} of ${recordText(manifest.chain)} of ${manifest.connection}, asked again from ${startedAt} to ${endedAt}: ${found}`;
}

export function coverOf(
  { manifest, manifestSha256 }: Run,
  { startedAt, endedAt }: Asked,
  standings: readonly ResourceStanding[],
): Answer['cover'] {
  const { workspace, chain, run } = manifest;
  const folder = folderOf({ manifest });
  const countOf = (result: string) => standings.filter((each) => each.result === result).length;
  return [
    ['Connection', manifest.connection],
    [
      'Workspace',
      workspace === null ? 'not known' : `${workspace.name} (${workspace.slug}), ${workspace.id}`,
    ],
    ['Read from', readFromWords(manifest)],
    ['Record', `${chain.seq} of chain ${chain.number}, log ${chain.logId}`],
    ['Snapshot', folder],
    ['Digest', `${folder}${MANIFEST_FILE} is sha256:${manifestSha256}`],
    ['Read then', `${run.startedAt} to ${run.endedAt}`],
    ['Asked again', `${startedAt} to ${endedAt}; nothing of it was kept or signed`],
    [
      'Resources',
      `${countOf('equal')} equal, ${countOf('moved')} moved, ${countOf('not-comparable')} not comparable, ${countOf('not-read')} not read`,
    ],
  ];
}
