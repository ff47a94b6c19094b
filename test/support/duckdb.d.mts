export type SecondEngine = (
  statement: string,
  folder: string,
) => Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }>;
export function openDuckDb(): Promise<SecondEngine | undefined>;
