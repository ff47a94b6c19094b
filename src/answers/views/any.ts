/** The view of a resource that has none of its own: each record with the members of its data, as they were sealed. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { toView, type View } from './view.ts';

/** Returns the view of any resource. */
export function viewOfAny(resource: string): View {
  return toView<StoredRecord>({
    name: resource,
    question: `Which ${resource} were there?`,
    inputs: [{ resource, gives: 'rows' }],
    columns: [
      { key: 'id', title: 'Id', kind: 'text', value: ({ id }) => id },
      {
        key: 'parent',
        title: 'Belongs to',
        kind: 'text',
        value: ({ parent }) => (parent === undefined ? null : JSON.stringify(parent)),
      },
      { key: 'data', title: 'Record', kind: 'text', value: ({ data }) => JSON.stringify(data) },
    ],
    prepare: async (reader) => () => reader.records(resource),
  });
}
