/** A file that goes into an export. */
export interface ExportPart {
  /** Under the payload of the bag, such as `answers/changes.xlsx`. */
  readonly path: string;
  open(): AsyncIterable<Uint8Array>;
  /** Hex SHA-256 that was signed of it: other bytes end the export. */
  readonly sha256?: string | undefined;
  /** Of what was made for the export; undefined: the store knows. */
  readonly bytes?: number | undefined;
}

/** Returns a part that is at hand. */
export function partOf(path: string, content: string | Uint8Array): ExportPart {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    path,
    bytes: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}
