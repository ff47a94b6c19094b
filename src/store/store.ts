/**
 * A place that keeps objects forever. Nothing is overwritten, and nothing of evidence is deleted:
 * `put` creates or fails, `remove` takes what is below `resume/`, and there is no other way to change a store.
 */

/** Bytes whose length and digest are known before they are read. `open` may be called more than once. */
export interface Content {
  readonly bytes: number;
  /** Hex SHA-256. */
  readonly sha256: string;
  open(): AsyncIterable<Uint8Array>;
}

/** Whether a folder, by its key with a final slash, is none of ours: what is in it does not matter. */
export type IsClosed = (folder: string) => boolean;

export interface Store {
  /** Where the store is, for people: a folder's path or an s3:// address. */
  readonly location: string;
  /**
   * Creates an object, whole or not at all.
   * @throws StoreError ALREADY_EXISTS when there is one under that key; WRITE_FAILED otherwise
   */
  put(key: string, content: Content): Promise<void>;
  /** Yields an object's bytes. @throws StoreError NOT_FOUND, READ_FAILED, `isIrregular` where a link or a folder is there */
  get(key: string): AsyncIterable<Uint8Array>;
  /**
   * Yields the keys that begin with a prefix, in whatever order: not every server sorts, and one may name a
   * key again on its next page. What cannot be an object of ours (a link, a device, an empty folder, whose key
   * ends with a slash) is yielded with `isRegular: false`. A store that has folders yields in the same way those that
   * `isClosed` says, by their key with a slash, and does not look into them.
   * @throws StoreError READ_FAILED, for a folder that may not be read when all else has been yielded
   */
  list(prefix: string, isClosed?: IsClosed): AsyncIterable<StoredKey>;
  /**
   * Returns the first step of a path where something else than a folder stands, such as a link; what is
   * not there stands nowhere. Only of a store that has folders: what is behind a link can be replaced
   * without touching the store.
   */
  obstacle?(path: string): Promise<string | undefined>;
  /**
   * Removes a file of a resume point; of one that is not there, nothing. Absent where a store never removes.
   * @throws StoreError WRITE_FAILED where the store does not let it; Error for any other key: a bug
   */
  remove?(key: string): Promise<void>;
  /**
   * Yields every version and every delete marker below a prefix, in whatever order.
   * Only of a store that keeps them: a folder has none.
   * @throws StoreError READ_FAILED
   */
  versions?(prefix: string): AsyncIterable<StoredVersion>;
  /**
   * Only of an export, which has a part of a chain, and says which. A store that somebody put the words of an export into is
   * none, and what is missing there is missing.
   */
  readonly export?: {
    /** The bag that the evidence lies in, by its own paths; undefined while it is not written. */
    readonly bag: Store | undefined;
  };
}

/** What a bucket keeps of an object. Of something written once there is one version and no marker. */
export interface StoredVersion {
  readonly key: string;
  /** `null`, as a word, where the bucket keeps no versions. */
  readonly versionId: string;
  /** Says that the object was deleted, and hides it. */
  readonly isDeleteMarker: boolean;
  /** When it was made, by the bucket's clock. */
  readonly at?: string;
}

export interface StoredKey {
  readonly key: string;
  readonly bytes: number;
  readonly isRegular: boolean;
}
