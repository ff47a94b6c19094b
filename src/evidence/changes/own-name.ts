/** What a person calls a record that came, went or changed. Pure. */

const MEMBERS = ['name', 'displayName', 'title', 'slug', 'email'] as const;

/** Returns undefined where it has no name of its own. */
export function ownNameOf(data: Readonly<Record<string, unknown>>): string | undefined {
  return MEMBERS.map((member) => data[member]).find(
    (value): value is string => typeof value === 'string' && value !== '',
  );
}
