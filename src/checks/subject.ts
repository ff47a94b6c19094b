/** How exceptions name what they are about. */

/** Returns the subject of a record: its resource and its id. */
export const subjectOf = (resource: string, id: string): string => `${resource}/${id}`;

/** What is about the workspace as a whole. */
export const WORKSPACE = 'workspace';

/** For sorting: by UTF-16 code unit. */
export const bySubject = (one: { readonly subject: string }, other: { readonly subject: string }): number =>
  one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : 0;
