/** Lies about lines, records and paths: all is signed and linked. */
import { canonical, sha256 } from '../../../src/evidence/canonical.ts';
import { artifact, CONTENT, LOG, manifest, renamed, sealed, toText, USERS, users } from './lies.ts';
import type { TamperRow } from './row.ts';

const lines: readonly TamperRow[] = [
  {
    name: 'lines out of order',
    change: users((all) => toText(all.reverse())),
    ...CONTENT,
    says: /sorts before the previous line/,
  },
  {
    name: 'a line twice',
    change: users((all) => toText([all[0] ?? '', ...all])),
    ...CONTENT,
    says: /the previous line again/,
  },
  {
    name: 'two records with one id, counted as two people',
    change: users(([one = '', other = '', ...rest]) => {
      const { data } = JSON.parse(other);
      const { id } = JSON.parse(one);
      return toText([...[one, canonical({ data, id })].sort(), ...rest]);
    }),
    ...CONTENT,
    says: /count ids: .*expected 14, as the manifest says, got 13/,
  },
  {
    name: 'lines ended by CRLF',
    change: users((all) => `${all.join('\r\n')}\r\n`),
    ...CONTENT,
    says: /carriage return/,
  },
  {
    name: 'a byte order mark',
    change: users((all) => `\u{FEFF}${toText(all)}`),
    ...CONTENT,
    says: /byte order mark/,
  },
  { name: 'a last line without LF', change: users((all) => all.join('\n')), ...CONTENT, says: /without LF/ },
  {
    name: 'a line with white space',
    change: users(([one = '', ...rest]) => toText([one.replace(':', ': '), ...rest])),
    ...CONTENT,
    says: /in other bytes/,
  },
  {
    name: 'a line that is no JSON',
    change: users(([, ...rest]) => toText(['{', ...rest])),
    ...CONTENT,
    says: /not JSON/,
  },
  {
    name: 'a line that is no record',
    change: users(([, ...rest]) => toText(['{"id":"a"}', ...rest])),
    ...CONTENT,
    says: /top level|data/,
  },
  {
    name: 'an empty line',
    change: users(([, ...rest]) => toText(['', ...rest])),
    ...CONTENT,
    says: /not JSON/,
  },
  {
    name: 'a line left out, the count kept',
    change: users(([, ...rest]) => toText(rest)),
    ...CONTENT,
    says: /count lines: .*expected 14, as the manifest says, got 13/,
  },
  {
    name: 'a request in the log that was no GET',
    change: artifact(LOG, (all) => toText(all).replace('"method":"GET"', '"method":"PUT"')),
    ...CONTENT,
    says: /method/,
  },
  {
    name: 'a sum of redactions that is none',
    change: manifest('redaction.count', 84),
    ...CONTENT,
    says: /add up redactions/,
  },
];

const paths: readonly TamperRow[] = [
  ...[
    'data/../../../../etc/passwd',
    '/etc/passwd',
    'data/..',
    'data\\users.jsonl',
    'data/a/./b',
    'bagit.txt',
  ].map((path) => ({
    name: `an artifact at ${path}`,
    change: renamed(path),
    codes:
      path === 'bagit.txt'
        ? (['ARTIFACT_UNLISTED', 'CONTENT_INVALID', 'DIGEST_MISMATCH'] as const)
        : (['ARTIFACT_MISSING', 'ARTIFACT_UNLISTED', 'CONTENT_INVALID'] as const),
    exit: 6 as const,
    says: /a plain path under data/,
  })),
  {
    name: 'two paths that are one on some systems',
    change: sealed((store) => {
      const bytes = store.read(`${store.bag(1)}/${USERS}`);
      const [twin, sha] = ['data/resources/Users.jsonl', sha256(bytes)];
      return {
        artifacts: { [twin]: bytes },
        manifest: ({ artifacts }) => {
          artifacts.splice(2, 0, {
            path: twin,
            mediaType: 'application/x-ndjson',
            bytes: bytes.length,
            sha256: sha,
          });
        },
      };
    }),
    ...CONTENT,
    says: /paths that differ on every system/,
  },
  {
    name: 'artifacts in another order',
    change: sealed({ manifest: ({ artifacts }) => Object(artifacts.reverse()) }),
    ...CONTENT,
    says: /artifacts by path/,
  },
  {
    name: 'one artifact listed twice',
    change: sealed({ manifest: ({ artifacts }) => Object(artifacts.push(...artifacts.slice(-1))) }),
    ...CONTENT,
    says: /twice/,
  },
];

export const contentRows = [...lines, ...paths];
