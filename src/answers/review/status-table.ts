/** What became of a review as tables: a row for each decision that is not to leave things as they are, and one for each change meanwhile. */
import type { ReviewItem } from '../../../schemas/review.ts';
import type { Column, Table } from '../table.ts';
import { type Known, knownIn, knownText, type ReviewerKey } from './assurance.ts';
import { countedDecisions } from './counted.ts';
import type { FateState, StatusRow } from './fate.ts';
import { grantTexts, itemText } from './items.ts';
import type { ItemChange } from './meanwhile.ts';
import type { Replaced } from './replaced.ts';
import type { StoredReview } from './stored.ts';

const STATES: Readonly<Record<FateState, string>> = {
  done: 'done',
  open: 'OPEN',
  'came-back': 'CAME BACK',
  'not-known': 'NOT KNOWN',
  deferred: 'DEFERRED',
};

/** What a row is about, the same in every table. */
const itemColumns: readonly Column<ReviewItem>[] = [
  { key: 'email', title: 'E-mail', kind: 'text', value: ({ email }) => email },
  { key: 'what', title: 'What', kind: 'text', value: itemText },
  { key: 'access', title: 'Access', kind: 'list', value: grantTexts },
];

export function statusTable(rows: readonly StatusRow[]): Table<StatusRow> {
  return {
    name: 'what became of it',
    columns: [
      ...itemColumns,
      { key: 'decision', title: 'Decision', kind: 'text', value: ({ decision }) => decision },
      { key: 'reviewer', title: 'Reviewer', kind: 'text', value: ({ reviewer }) => reviewer },
      { key: 'signature', title: 'Signature', kind: 'text', value: knownText },
      { key: 'reason', title: 'Reason', kind: 'text', value: ({ reason = null }) => reason },
      { key: 'decided_at', title: 'Decided at', kind: 'instant', value: ({ decidedAt }) => decidedAt },
      { key: 'state', title: 'State', kind: 'text', value: ({ state }) => STATES[state] },
      {
        key: 'last_seen_at',
        title: 'Last seen',
        kind: 'instant',
        value: ({ lastSeenIn }) => lastSeenIn?.startedAt ?? null,
      },
      {
        key: 'done_at',
        title: 'First seen done',
        kind: 'instant',
        value: ({ doneIn }) => doneIn?.startedAt ?? null,
      },
      { key: 'done_in', title: 'In record', kind: 'count', value: ({ doneIn }) => doneIn?.seq ?? null },
      {
        key: 'hours_at_least',
        title: 'Hours, at least',
        kind: 'count',
        value: ({ hours }) => hours?.atLeast ?? null,
      },
      {
        key: 'hours_at_most',
        title: 'Hours, at most',
        kind: 'count',
        value: ({ hours }) => hours?.atMost ?? null,
      },
      { key: 'item', title: 'Item', kind: 'text', value: ({ id }) => id },
    ],
    rows: async function* () {
      yield* rows;
    },
  };
}

type Decided = StoredReview['population']['items'][number] & {
  readonly decision: string | null;
  readonly reviewer: string | null;
  readonly known: Known | undefined;
  readonly reason: string | null;
  readonly before: readonly string[];
};

/** Every item with its decision, approvals too, and with those that were replaced. */
export function decisionsTable(
  { population, imports }: StoredReview,
  pinned: readonly ReviewerKey[],
  replaced: readonly Replaced[],
): Table {
  const counted = countedDecisions(imports);
  const rows = population.items.map((item): Decided => {
    const each = counted.get(item.id);
    const { decision = null, reviewer = null, reason = null } = each?.decision ?? {};
    const known = each === undefined ? undefined : knownIn(each, pinned);
    const before = replaced.filter(({ id }) => id === item.id).map(replacedText);
    return { ...item, decision, reviewer, known, reason, before };
  });
  const table: Table<Decided> = {
    name: 'all decisions',
    columns: [
      ...itemColumns,
      { key: 'decision', title: 'Decision', kind: 'text', value: ({ decision }) => decision },
      { key: 'reviewer', title: 'Reviewer', kind: 'text', value: ({ reviewer }) => reviewer },
      {
        key: 'signature',
        title: 'Signature',
        kind: 'text',
        value: ({ known }) => (known === undefined ? null : knownText(known)),
      },
      { key: 'reason', title: 'Reason', kind: 'text', value: ({ reason }) => reason },
      { key: 'replaced', title: 'Decided before', kind: 'list', value: ({ before }) => before },
      { key: 'item', title: 'Item', kind: 'text', value: ({ id }) => id },
    ],
    rows: async function* () {
      yield* rows;
    },
  };
  return table as Table;
}

const replacedText = ({ decision, reviewer, identity, importedAt }: Replaced) =>
  `${decision} by ${reviewer}, ${identity}, handed in ${importedAt}`;

export function meanwhileTable(changes: readonly ItemChange[]): Table {
  const table: Table<ItemChange> = {
    name: 'changed meanwhile',
    columns: [
      { key: 'change', title: 'Change', kind: 'text', value: ({ change }) => change },
      ...itemColumns,
      { key: 'item', title: 'Item', kind: 'text', value: ({ id }) => id },
    ],
    rows: async function* () {
      yield* changes;
    },
  };
  return table as Table;
}
