/** A page that was made before, as a file: its bytes, and what it says of itself. */
import { createHash } from 'node:crypto';
import { PAGE_MARK_NAME, type PageMark, pageMark } from '../../schemas/page-mark.ts';
import { readGivenBytes } from './given-files.ts';

export interface PageFile {
  /** As it was named. */
  readonly file: string;
  readonly html: string;
  readonly sha256: string;
  /** undefined: it is no page of this program, or one of a version that said nothing. */
  readonly mark: PageMark | undefined;
}

/** @throws UsageError */
export async function readPageFile(command: string, file: string, cwd: string): Promise<PageFile> {
  const bytes = await readGivenBytes(command, '--page', file, cwd);
  const html = bytes.toString('utf8');
  return { file, html, sha256: createHash('sha256').update(bytes).digest('hex'), mark: markIn(html) };
}

const IN_HEAD = new RegExp(`<meta name="${PAGE_MARK_NAME}" content="([^"]*)"`);

function markIn(html: string): PageMark | undefined {
  const [, content] = IN_HEAD.exec(html) ?? [];
  if (content === undefined) return undefined;
  const text = content.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  try {
    return pageMark.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Returns the views in which two pages differ, by their links; what is around them is called so. */
export function viewsThatDiffer(one: string, other: string): readonly string[] {
  const [mine, theirs] = [viewsIn(one), viewsIn(other)];
  const names = new Set([...mine.keys(), ...theirs.keys()]);
  return [...names].filter((name) => mine.get(name) !== theirs.get(name));
}

function viewsIn(html: string): ReadonlyMap<string, string> {
  const [before = '', ...views] = html.split('<section id="');
  const [, ...end] = (views.at(-1) ?? '').split('</main>');
  const named = views.map((view) => [view.split('"')[0] ?? '', view.split('</main>')[0] ?? ''] as const);
  return new Map([['the head', before], ...named, ['the end', end.join('')]]);
}
