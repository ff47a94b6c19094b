/** Which events explain which change: by the id or the address that they name, and by their words. */
import { expect, it } from 'vitest';
import type { StoredRecord } from '../../schemas/lines.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { Difference } from '../../src/evidence/changes/differences.ts';
import { type AuditEvent, eventKinds, isChange } from '../../src/evidence/changes/event-kinds.ts';
import { EventIndex } from '../../src/evidence/changes/explain.ts';

const AT = Date.parse('2026-11-12T12:00:00.000Z');
const WORKSPACE = 'workspace1';

function event(type: string, resourceType: string, resourceId: string, resourceName = ''): AuditEvent {
  const by = { actor: 'anna@acme.example', actorId: 'anna', hasEmail: true };
  return { id: 'event1', type, atMs: AT, ...by, resourceId, resourceType, resourceName };
}

const user: StoredRecord = { id: 'user1', data: { id: 'user1', name: 'Bea', email: 'Bea@acme.example' } };
const destination: StoredRecord = { id: 'dest1', data: { id: 'dest1', sourceId: 'source1', enabled: true } };
const filter: StoredRecord = {
  id: 'filter1',
  data: { id: 'filter1', destinationId: 'dest1', sourceId: 'source1' },
  parent: { destinationId: 'dest1' },
};
const member: StoredRecord = { id: 'group1/user1', data: { id: 'user1' }, parent: { groupId: 'group1' } };
const label: StoredRecord = { id: 'team%2Fweb/a', data: { key: 'team/web', value: 'a' } };
const invite: StoredRecord = { id: 'new@acme.example', data: { email: 'new@acme.example' } };
const source: StoredRecord = { id: 'source1', data: { id: 'source1' } };

type Row = readonly [AuditEvent, Difference['kind'], string, StoredRecord, boolean];

it.each<Row>([
  [event('User Policy Updated', 'User', 'user1'), 'changed', 'users', user, true],
  [event('User Policy Updated', 'User', 'user2'), 'changed', 'users', user, false],
  [event('user.policy_updated', 'user', 'user1'), 'changed', 'users', user, true],
  [event('User Invite Accepted', 'Invite', 'bea@acme.example'), 'added', 'users', user, true],
  [event('User Removed', 'Workspace', WORKSPACE, 'Bea@acme.example'), 'removed', 'users', user, true],
  [event('Integration Disabled', 'Integration', 'dest1'), 'changed', 'destinations', destination, true],
  [event('Source Deleted', 'Source', 'source1'), 'removed', 'destinations', destination, true],
  [event('Source Modified', 'Source', 'source1'), 'removed', 'destinations', destination, false],
  [event('Source Deleted', 'Source', 'source1'), 'changed', 'destinations', destination, false],
  // A filter is no destination, though the event names one.
  [
    event('Destination Filter Enabled', 'Integration', 'dest1'),
    'changed',
    'destinations',
    destination,
    false,
  ],
  [
    event('Destination Filter Enabled', 'Integration', 'dest1'),
    'changed',
    'destination-filters',
    filter,
    true,
  ],
  [event('Integration Deleted', 'Integration', 'dest1'), 'removed', 'destination-filters', filter, true],
  [event('User Added To User Group', 'User Group', 'group1'), 'added', 'group-members', member, true],
  [event('User Removed', 'User', 'user1'), 'removed', 'group-members', member, true],
  [event('User Policy Updated', 'User', 'user1'), 'removed', 'group-members', member, false],
  [event('Label Created', 'Label', 'team/web'), 'added', 'labels', label, true],
  [event('New Segment User Invited to Workspace', 'Workspace', WORKSPACE), 'added', 'invites', invite, true],
  [event('Workspace Modified', 'Workspace', WORKSPACE), 'added', 'invites', invite, false],
  [event('Source Connected to Tracking Plan', 'Tracking Plan', 'plan1'), 'changed', 'sources', source, false],
  // Words that nobody knows.
  [event('Something New Happened', 'Gizmo', 'source1'), 'changed', 'sources', source, true],
  [event('Support Login', 'Source', 'source1'), 'changed', 'sources', source, false],
])('%j explains that something was %s of %s: %j: %s', (made, kind, name, record, isExplained) => {
  const index = new EventIndex([made], eventKinds(resources), WORKSPACE);
  const definition = resources.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`no ${name}`);
  const difference = { kind, record, ...(kind === 'changed' ? { fields: [] } : {}) } as Difference;
  const window = { fromMs: AT - 60_000, toMs: AT + 60_000 };
  expect(index.explaining(difference, definition, window)).toEqual(isExplained ? [made] : []);
});

it.each([
  ['Profiles Sync Warehouse Retrieved', false],
  ['Support Login', false],
  ['Storage Destination Settings Validation', false],
  ['Audience Preview Created', false],
  ['Tracking Plan New Event Blocked', false],
  ['Support Access Granted', true],
  ['Audience Created', true],
])('%s changes something: %s', (type, changes) => {
  expect(isChange({ type })).toBe(changes);
});
