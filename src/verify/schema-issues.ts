/** What a schema has against a value, in this folder's words. Never repeats the value itself. */

export interface Schema<T> {
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly data?: T;
    readonly error?: {
      readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
    };
  };
}

export interface SchemaIssue {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Returns everything the schema has against the value; nothing when it fits. */
export function issuesOf(schema: Schema<unknown>, value: unknown): readonly SchemaIssue[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => {
    const place = path.map(String).join('.');
    return { path: place, expected: 'what the format allows', found: `${place || 'top level'}: ${message}` };
  });
}
