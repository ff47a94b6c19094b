/**
 * A BagIt 1.0 bag (RFC 8493) as a stream of files: the payload first, its digests taken as it passes, then the tag files that
 * list them. `sha256sum -c` alone checks it once it is unpacked.
 */
import { EXIT, UnverifiedError } from '../errors.ts';
import { PAYLOAD_MANIFEST, TAG_MANIFEST } from '../store/layout.ts';
import type { Packed } from './deflated.ts';
import { type ExportPart, partOf } from './part.ts';
import type { ZipEntry } from './zip-file.ts';

export interface Bag {
  /** The one folder that everything is in. */
  readonly name: string;
  readonly payload: AsyncIterable<ExportPart>;
  /** What stands beside the payload, such as a guide. */
  readonly besides: readonly ExportPart[];
  /** Lines of `bag-info.txt`, but for Payload-Oxum. */
  readonly info: readonly (readonly [label: string, text: string])[];
}

const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** Yields the files of a bag. @throws UnverifiedError NOT_VERIFIED where a part is not what was signed */
export async function* bagEntries({ name, payload, besides, info }: Bag): AsyncGenerator<ZipEntry> {
  const lines: string[] = [];
  let bytes = 0;
  for await (const { path, open, sha256: signed } of payload) {
    const onPacked = (packed: Packed) => {
      if (signed !== undefined && packed.sha256 !== signed) throw notSigned(path, signed, packed.sha256);
      lines.push(`${packed.sha256}  data/${path}\n`);
      bytes += packed.bytes;
    };
    yield { path: `${name}/data/${path}`, chunks: open(), onPacked };
  }
  const oxum = ['Payload-Oxum', `${bytes}.${lines.length}`] as const;
  const tags = [
    ...besides,
    partOf('bag-info.txt', [...info, oxum].map(([label, text]) => `${label}: ${text}\n`).join('')),
    partOf('bagit.txt', DECLARATION),
    partOf(PAYLOAD_MANIFEST, lines.join('')),
  ];
  const listed: string[] = [];
  for (const { path, open } of tags) {
    const onPacked = (packed: Packed) => listed.push(`${packed.sha256}  ${path}\n`);
    yield { path: `${name}/${path}`, chunks: open(), onPacked, isProgram: path.endsWith('.sh') };
  }
  yield { path: `${name}/${TAG_MANIFEST}`, chunks: partOf('', listed.join('')).open() };
}

function notSigned(path: string, signed: string, found: string): UnverifiedError {
  return new UnverifiedError({
    code: 'NOT_VERIFIED',
    message: `export: ${path}: expected sha256:${signed}, got sha256:${found}`,
    hint: 'Run segment-evidence verify to see everything that is wrong.',
    problems: ['it is not what was signed'],
    exitCode: EXIT.verificationFailed,
  });
}
