/**
 * A file that is handed in again after others, and undoes what they decided: its signature holds as it did the first time, and
 * says nothing of when. Pure.
 */
import type { Counted } from './counted.ts';
import type { StoredReview } from './stored.ts';

export interface Replayed {
  /** The import that is an earlier one again. */
  readonly number: number;
  readonly earlier: number;
  /** Items whose later decisions it undoes, by the import that decided them. */
  readonly undone: ReadonlyMap<string, number>;
}

type Import = Pick<StoredReview['imports'][number], 'number' | 'source' | 'decisions'>;

/** Returns the imports that undo later ones by an earlier file. Undoing such a one in turn puts right what it did. */
export function replayedIn(imports: readonly Import[]): readonly Replayed[] {
  const before = new Map<string, { readonly decision: string; readonly number: number }>();
  const replays: Replayed[] = [];
  for (const [index, { number, source, decisions }] of imports.entries()) {
    const earlier = imports.slice(0, index).findLast((each) => each.source.sha256 === source.sha256)?.number;
    const undone = new Map<string, number>();
    for (const { id, decision } of decisions) {
      const was = before.get(id);
      const isUndone =
        earlier !== undefined &&
        was !== undefined &&
        was.number > earlier &&
        was.decision !== decision &&
        !replays.some((each) => each.number === was.number && each.undone.has(id));
      if (isUndone) undone.set(id, was.number);
      before.set(id, { decision, number });
    }
    if (earlier !== undefined && undone.size > 0) replays.push({ number, earlier, undone });
  }
  return replays;
}

/** Returns in words what it does. */
export function replayedText({ earlier, undone }: Replayed): string {
  const parts = [...new Set(undone.values())].sort((one, other) => one - other).join(', ');
  return `the file of part ${earlier} again, which undoes ${undone.size} of the decisions of part ${parts}`;
}

/** Returns what counts of a review only since a file was handed in again, a clause each. */
export function replayGaps(imports: StoredReview['imports'], counted: readonly Counted[]): readonly string[] {
  return replayedIn(imports).flatMap((each) => {
    const isCounted = counted.some(
      ({ decision, from }) => from.number === each.number && each.undone.has(decision.id),
    );
    return isCounted ? [`part ${each.number} is ${replayedText(each)}`] : [];
  });
}
