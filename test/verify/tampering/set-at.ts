/** Sets a member deep inside, by dotted path; throws when the way there does not exist. */
export function setAt(value: unknown, path: string, becomes: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = value as Record<string, unknown>;
  for (const name of names) {
    const next = at[name];
    if (typeof next !== 'object' || next === null) throw new Error(`nothing at ${name} of ${path}`);
    at = next as Record<string, unknown>;
  }
  if (becomes === undefined) delete at[last];
  else at[last] = becomes;
}
