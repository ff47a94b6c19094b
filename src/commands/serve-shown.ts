/** What is shown to a reader: made from verified evidence, written down, and only then handed to the service. */
import type { Access } from '../../schemas/access.ts';
import { sha256 } from '../evidence/canonical.ts';
import type { Reply } from '../service/reading/reply.ts';
import type { AccessLog } from './access-log.ts';
import type { EvidencePlace } from './evidence-places.ts';
import type { CheckedFile, ServedFile } from './serve-files.ts';

type What = Pick<Access['what'], 'kind' | 'name'>;

export class Shown {
  readonly #log: AccessLog;

  constructor(log: AccessLog) {
    this.#log = log;
  }

  /** Returns a page about some connections. @throws StoreError where that cannot be written down */
  async page(places: readonly EvidencePlace[], what: What, html: string, status = 200): Promise<Reply> {
    const bytes = Buffer.from(html);
    await this.#write(places, { ...what, bytes: bytes.length, sha256: sha256(bytes) });
    return { status, type: 'text/html; charset=utf-8', body: bytes, policy: policyOf(html) };
  }

  /** Returns a file to be kept, never to be looked at as a page of ours. @throws StoreError as above */
  async file(
    place: EvidencePlace,
    name: string,
    file: ServedFile,
    { bytes, sha256: digest, open }: CheckedFile,
  ): Promise<Reply> {
    await this.#write([place], { kind: 'file', name, bytes, sha256: digest });
    const kept = file.name.slice(file.name.lastIndexOf('/') + 1).replaceAll(/[^\w.-]/g, '_');
    return {
      status: 200,
      type: /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType) ? file.mediaType : 'application/octet-stream',
      body: open(),
      bytes,
      policy: "default-src 'none'; sandbox",
      headers: { 'content-disposition': `attachment; filename="${kept}"` },
    };
  }

  async #write(places: readonly EvidencePlace[], what: Access['what']): Promise<void> {
    const number = this.#log.next();
    await Promise.all(places.map((place) => this.#log.write(place, what, number)));
  }
}

/** The page says itself what it may do, by digest. */
const policyOf = (html: string): string =>
  /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html.slice(0, 2_000))?.[1] ??
  "default-src 'none'";
