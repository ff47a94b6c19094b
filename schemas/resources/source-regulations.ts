import { defineResource } from '../resource.ts';
import { regulations } from './regulations.ts';

export const sourceRegulations = defineResource({
  name: 'source-regulations',
  schemaVersion: 1,
  purpose: 'Which requests to delete or suppress people were made of one source alone, in the last 90 days.',
  operationId: 'listRegulationsFromSource',
  path: '/regulations/sources/{sourceId}',
  shape: 'list',
  key: 'regulations',
  parent: { resource: 'sources', param: 'sourceId' },
  hasOptionalPages: true,
  // As many as may be asked for: there is no second page.
  fixedPageSize: 1000,
  optIn: 'large',
  role: 'End User Privacy Admin',
  isActivity: true,
  id: [
    { from: 'parent', field: 'sourceId' },
    { from: 'data', field: 'id' },
  ],
  record: regulations.record,
});
