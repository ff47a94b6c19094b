/** What the audit trail says of each run, as a table. */
import type { EventName } from '../changes/change-row.ts';
import type { Column } from '../table.ts';
import type { ProofRow } from './proof-row.ts';

const eventText = ({ type, actor, at, eventId }: EventName) => `${type} by ${actor} at ${at} (${eventId})`;

export const readOnlyColumns: readonly Column<ProofRow>[] = [
  { key: 'record', title: 'Record', kind: 'text', value: ({ chain, seq }) => `${chain}/${seq}` },
  { key: 'started_at', title: 'Started', kind: 'instant', value: ({ startedAt }) => startedAt },
  { key: 'ended_at', title: 'Ended', kind: 'instant', value: ({ endedAt }) => endedAt },
  { key: 'verdict', title: 'Verdict', kind: 'text', value: ({ verdict }) => verdict },
  { key: 'claim', title: 'Claim', kind: 'text', value: ({ claim = null }) => claim },
  { key: 'reason', title: 'Reason', kind: 'text', value: ({ reason }) => reason },
  {
    key: 'trail',
    title: 'Trail read by',
    kind: 'list',
    value: ({ trail }) => trail.map(({ chain, seq, sha256 }) => `record ${chain}/${seq}, sha256:${sha256}`),
  },
  {
    key: 'control',
    title: 'The trail tells of',
    kind: 'text',
    value: ({ control }) => (control === undefined ? null : eventText(control)),
  },
  {
    key: 'events',
    title: 'Events',
    kind: 'list',
    // Nothing was found, and it is not known that there is nothing.
    value: ({ events, verdict }) =>
      verdict === 'indeterminate' && events.length === 0 ? null : events.map(eventText),
  },
];
