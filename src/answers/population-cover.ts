/** What a population rests on, in words, in the order of reading. */

import { isPlainOriginal, readFromWords } from '../evidence/read-from.ts';
import { isWhole } from '../evidence/records/whole.ts';
import { MANIFEST_FILE } from '../store/layout.ts';
import type { History, Run } from '../verify/read-history.ts';
import type { Answer } from './answer.ts';
import { type Certificate, folderOf } from './certificate.ts';
import { recordText } from './record-text.ts';

interface Grounds {
  readonly history: History;
  readonly run: Run;
  readonly at: string | undefined;
  readonly certificates: readonly Certificate[];
  readonly notes: readonly string[];
  /** How a sample was drawn. */
  readonly recipe: string | undefined;
}

/** Returns label and text of each fact. */
export function coverOf({ history, run, at, certificates, notes, recipe }: Grounds): Answer['cover'] {
  const { manifest, manifestSha256 } = run;
  const { workspace, chain } = manifest;
  return [
    ['Connection', history.connection],
    [
      'Workspace',
      workspace === null ? 'not known' : `${workspace.name} (${workspace.slug}), ${workspace.id}`,
    ],
    ['Read from', readFromWords(manifest)],
    ['Asked for', at ?? 'the newest run'],
    ['Read at', `${manifest.run.startedAt} to ${manifest.run.endedAt}`],
    ...(recipe === undefined ? [] : [['Sample', recipe] as const]),
    ['Record', `${chain.seq} of chain ${chain.number}, log ${chain.logId}`],
    ['Snapshot', folderOf(run)],
    ['Digest', `${folderOf(run)}${MANIFEST_FILE} is sha256:${manifestSha256}`],
    ...certificates.map(({ words }) => ['Certificate', words] as const),
    ...notes.map((note) => ['Note', note] as const),
    ...history.notes.map(({ message }) => ['Note', message] as const),
  ];
}

/** Returns the same in short: of what was read whole only how much it is, and nothing of what only gives names. */
export function briefOf(
  { history, run, at, certificates, notes, recipe }: Grounds,
  names: ReadonlySet<string>,
): Answer['cover'] {
  const { run: ran, chain } = run.manifest;
  const told = certificates.filter((each) => !isWhole(each) || !names.has(each.resource));
  return [
    ...(at === undefined ? [] : [['Asked for', at] as const]),
    ['Read at', `${ran.startedAt} to ${ran.endedAt}`],
    ...(isPlainOriginal(run.manifest) ? [] : [['Read from', readFromWords(run.manifest)] as const]),
    ...(recipe === undefined ? [] : [['Sample', recipe] as const]),
    ['Rests on', told.map(shortly).join('; ')],
    ...notes.map((note) => ['Note', note] as const),
    ['Snapshot', `${recordText(chain)} of ${history.connection}, ${folderOf(run)}`],
  ];
}

function shortly({ resource, outcome, reason, records }: Certificate): string {
  const said = reason === undefined ? outcome : `${outcome} (${reason})`;
  return records === null ? `${resource} ${said}` : `${resource} ${said}, ${records}`;
}
