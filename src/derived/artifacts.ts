/**
 * The files of snapshots, made anew without people. What is equal day after day is made once. Of lines one is held at a
 * time, and as many as a spool holds while they are put in order again: the order of what stood there would tell.
 */
import type { ArtifactEntry } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { EXIT, UnverifiedError } from '../errors.ts';
import { finishLines } from '../evidence/artifact.ts';
import { canonical } from '../evidence/canonical.ts';
import { isObject } from '../evidence/json.ts';
import { assertNobody } from '../pseudonym/guard.ts';
import { type RecordsOf, recordWriter } from '../pseudonym/records.ts';
import type { Telling } from '../pseudonym/telling.ts';
import { Spool } from '../spool/spool.ts';
import { artifactPath, CHECK_RESULTS_PATH, COLLECTION_LOG_PATH, INPUTS_FOLDER } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { signedBytes, signedDocument, signedLines } from '../verify/signed-records.ts';
import { type MadeFile, type MadeFiles, once } from './made-files.ts';

export interface MadeArtifact extends MadeFile {
  readonly records?: number;
  readonly idsSha256?: string;
}

export interface ArtifactsOf extends RecordsOf {
  readonly telling: Telling;
  readonly definitions: readonly ResourceDefinition[];
  readonly files: MadeFiles;
}

type Line = Readonly<Record<string, unknown>>;

export class DerivedArtifacts {
  readonly #of: ArtifactsOf;
  readonly #made = new Map<string, MadeArtifact>();
  /** New digests of files, by those that they had. */
  readonly #digests = new Map<string, string>();

  constructor(of: ArtifactsOf) {
    this.#of = of;
  }

  /** Returns the file in place of an artifact. @throws UnverifiedError NOT_VERIFIED, PERSON_LEFT; StoreError READ_FAILED */
  async make(store: Store, folder: string, artifact: ArtifactEntry): Promise<MadeArtifact> {
    const key = keyOf(artifact);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = await this.#make(store, folder, artifact);
    this.#made.set(key, made);
    this.#digests.set(artifact.sha256, made.sha256);
    return made;
  }

  /** Returns the digest that an artifact has now; undefined for one that was not made. */
  digestOf(artifact: Pick<ArtifactEntry, 'path' | 'sha256'>): string {
    return this.#made.get(keyOf(artifact))?.sha256 ?? this.#of.pseudonyms.digest(artifact.sha256);
  }

  #make(store: Store, folder: string, artifact: ArtifactEntry): Promise<MadeArtifact> {
    const { path } = artifact;
    if (path === CHECK_RESULTS_PATH)
      return this.#document(
        signedDocument(store, folder, { artifacts: [artifact] }, path),
        this.#results,
        path,
      );
    if (path.endsWith('.json'))
      return this.#document(
        signedDocument(store, folder, { artifacts: [artifact] }, path),
        this.#plain,
        path,
      );
    if (!path.endsWith('.jsonl')) return this.#text(signedBytes(store, folder, artifact), path);
    return this.#lines(signedLines(store, folder, artifact) as AsyncIterable<Line>, path);
  }

  async #lines(lines: AsyncIterable<Line>, path: string): Promise<MadeArtifact> {
    const isLog = path === COLLECTION_LOG_PATH;
    const isRecords = path.startsWith('data/resources/') || path.startsWith(INPUTS_FOLDER);
    const write = isRecords ? this.#recordWriter(path) : (line: Line) => this.#of.rewriter.json(line) as Line;
    const spool = new Spool();
    try {
      let count = 0;
      const ids = new Set<string>();
      for await (const line of lines) {
        const written = write(line);
        count += 1;
        const key = isRecords ? String(written['id']) : isLog ? String(written['at']) : orderOf(count);
        if (isRecords && count <= MOST_HELD) ids.add(String(line['id']));
        await spool.add({ key, line: canonical(written) });
      }
      const { artifact, counts } = await finishLines(
        path,
        () => spool.sorted(),
        isRecords ? 'records' : 'log',
      );
      if (counts.records !== count || (isRecords && count <= MOST_HELD && counts.distinctIds !== ids.size))
        throw notToldApart(path);
      const file = await this.#of.files.make(artifact.open(), (chunk) => this.#assert(path, chunk));
      return {
        ...file,
        records: counts.records,
        ...(isRecords ? { idsSha256: counts.idsSha256 ?? '' } : {}),
      };
    } finally {
      await spool.close();
    }
  }

  #recordWriter(path: string): (line: Line) => Line {
    const definition = this.#of.definitions.find(({ name }) => artifactPath(name) === path);
    const write = recordWriter(this.#of, definition);
    if (!path.startsWith(INPUTS_FOLDER)) return write;
    // Of the company's own file, of which other people may know the bytes.
    return (line) => {
      const { data } = line;
      if (!isObject(data) || typeof data['sha256'] !== 'string') return write(line);
      return write({ ...line, data: { ...data, sha256: this.#of.pseudonyms.digest(data['sha256']) } });
    };
  }

  async #document(
    read: Promise<unknown>,
    write: (value: unknown) => unknown,
    path: string,
  ): Promise<MadeArtifact> {
    const bytes = Buffer.from(canonical(write(await read)));
    this.#assert(path, bytes);
    return this.#of.files.make(once(bytes));
  }

  async #text(chunks: AsyncIterable<Uint8Array>, path: string): Promise<MadeArtifact> {
    const whole: Uint8Array[] = [];
    for await (const chunk of chunks) whole.push(chunk);
    const bytes = Buffer.from(this.#of.rewriter.text(Buffer.concat(whole).toString('utf8'), 'written'));
    this.#assert(path, bytes);
    return this.#of.files.make(once(bytes));
  }

  #plain = (value: unknown): unknown => withDomains(this.#of.rewriter.json(value));

  /** Answers cite the files that they rest on. */
  #results = (value: unknown): unknown => {
    const written = this.#plain(value);
    const results = isObject(written) && Array.isArray(written['results']) ? written['results'] : [];
    for (const result of results)
      for (const cited of isObject(result) && Array.isArray(result['evidence']) ? result['evidence'] : [])
        if (isObject(cited) && typeof cited['sha256'] === 'string')
          (cited as Record<string, unknown>)['sha256'] =
            this.#digests.get(cited['sha256']) ?? this.#of.pseudonyms.digest(cited['sha256']);
    return written;
  };

  #assert(path: string, bytes: Uint8Array): void {
    assertNobody(this.#of.telling, path, bytes);
  }
}

/** Ids of so many records are held to see that each is still told apart; what has more is counted by its lines alone. */
const MOST_HELD = 500_000;

/** The same bytes are made into the same file wherever the same is done with them. */
const keyOf = ({ path, sha256 }: Pick<ArtifactEntry, 'path' | 'sha256'>) => `${path} ${sha256}`;

/** Keeps the order in which lines came. */
const orderOf = (count: number) => String(count).padStart(15, '0');

/** The policy of the company names domains of its own and those of everybody: addresses are at neither any more. */
function withDomains(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDomains);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const stand = STANDING[name];
      return [
        name,
        stand !== undefined && Array.isArray(member) && member.length > 0 ? stand : withDomains(member),
      ];
    }),
  );
}

const STANDING: Readonly<Record<string, readonly string[]>> = {
  approvedDomains: ['company.invalid'],
  consumerDomains: ['free-mail.invalid'],
};

function notToldApart(path: string): UnverifiedError {
  return new UnverifiedError({
    code: 'PERSON_LEFT',
    message: `export: ${path}: expected as many records without people as with them, got fewer`,
    hint: 'Nothing was written: two of its records would not be told apart any more. Please report it.',
    exitCode: EXIT.storeFailed,
  });
}
