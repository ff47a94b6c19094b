/** What is wrong with `policy`: its shape follows from the checks that there are. */
import { checks } from '../checks/index.ts';
import { policySchema } from '../checks/policy.ts';
import type { ConfigDocument } from './document.ts';
import type { FoundIssue } from './issues.ts';
import { schemaIssues } from './schema-issues.ts';

const schema = policySchema(checks);

/** Returns every value that no check knows, or that does not fit, each with its place. */
export function policyIssues(main: ConfigDocument): readonly FoundIssue[] {
  const policy = main.value['policy'];
  // Anything else is for the file's own schema to tell.
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return [];
  const part: ConfigDocument = {
    ...main,
    value: policy as ConfigDocument['value'],
    placeOf: (path, which) => main.placeOf(['policy', ...path], which),
  };
  return schemaIssues(part, schema);
}
