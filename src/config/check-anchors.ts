/** What is wrong with the certificates of a time stamp authority. */
import { resolve } from 'node:path';
import { isPem } from '../../schemas/config-anchors.ts';
import { authorityProblem, certificatesProblem } from './authority-certificates.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { FoundIssue } from './issues.ts';
import { homeProblem } from './not-yet.ts';
import { type ConnectionSource, ownValue } from './settings.ts';

interface Written {
  readonly main: ConfigDocument;
  readonly connections: readonly ConnectionSource[];
}

const TIMESTAMP: Path = ['anchors', 'timestamp'];

/** Returns the problems that the configuration has by itself. No file is read: a run commits without any stamp. */
export function anchorIssues(written: Written): readonly FoundIssue[] {
  return [
    ...issues(written, 'url', homeProblem),
    ...issues(written, 'ca', (ca) => (isPem(ca) ? certificatesProblem(ca) : homeProblem(ca))),
  ];
}

/** Returns what is wrong with the files that hold certificates. For who asks whether all is well, not for a run. */
export function authorityFileIssues(written: Written): readonly FoundIssue[] {
  return issues(written, 'ca', (ca, folder) =>
    isPem(ca) || homeProblem(ca) !== undefined ? undefined : authorityProblem(resolve(folder, ca)),
  );
}

function issues(
  { main, connections }: Written,
  name: 'url' | 'ca',
  problemOf: (text: string, folder: string) => string | undefined,
): readonly FoundIssue[] {
  const places = [{ document: main, path: [] as Path }, ...connections];
  return places.flatMap(({ document, path: base }) => {
    const path = [...base, ...TIMESTAMP, name];
    const text = ownValue(document.value, path);
    const message = typeof text === 'string' ? problemOf(text, document.folder) : undefined;
    return message === undefined ? [] : [{ ...document.placeOf(path), message }];
  });
}
