/** What is said of a format that is published. */
import type * as z from 'zod';

export interface PublishedFormat {
  /** Kebab-case; in the file name and in `$id`. */
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** What it is of, for someone who finds the schema alone. */
  readonly description: string;
  readonly schema: z.ZodType;
}
