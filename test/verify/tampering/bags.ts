/** Lies in a bag's tag files and in the subjects of its record. */
import type { Statement } from '../../../schemas/chain.ts';
import { CONTENT, sealed } from './lies.ts';
import type { TamperRow } from './row.ts';
import { setAt } from './set-at.ts';

export const bagRows: readonly TamperRow[] = [
  {
    name: 'a wrong Payload-Oxum',
    change: sealed({ tags: { 'bag-info.txt': (text) => text.replace(/Oxum: \d+/, 'Oxum: 1') } }),
    ...CONTENT,
    says: /read bag information: .*Payload-Oxum/,
  },
  {
    name: 'an extra line in bag-info.txt',
    change: sealed({ tags: { 'bag-info.txt': (text) => `${text}Contact-Name: x\n` } }),
    ...CONTENT,
    says: /read bag information: .*Contact-Name/,
  },
  {
    name: 'another BagIt version',
    change: sealed({ tags: { 'bagit.txt': (text) => text.replace('1.0', '0.97') } }),
    ...CONTENT,
    says: /BagIt 1\.0/,
  },
  {
    name: 'a payload manifest that leaves a file out',
    change: sealed({ tags: { 'manifest-sha256.txt': (text) => text.slice(text.indexOf('\n') + 1) } }),
    ...CONTENT,
    says: /read payload manifest/,
  },
  {
    name: 'a tag manifest that leaves a file out',
    change: sealed({ tags: { 'tagmanifest-sha256.txt': (text) => text.slice(text.indexOf('\n') + 1) } }),
    ...CONTENT,
    says: /read tag manifest/,
  },
  {
    name: 'a tag manifest with another digest',
    change: sealed({
      tags: {
        'tagmanifest-sha256.txt': (text) =>
          text.replace(/[0-9a-f]{8}(?=[0-9a-f]{56} {2}manifest)/, '00000000'),
      },
    }),
    codes: ['DIGEST_MISMATCH'],
    exit: 6,
    says: /check digest of manifest-sha256\.txt/,
  },
  {
    name: 'a manifest file that is not the predicate',
    change: sealed({
      tags: { 'evidence-manifest.json': (text) => text.replace('"status":"complete"', '"status":"partial"') },
    }),
    codes: ['DIGEST_MISMATCH'],
    exit: 6,
    says: /check digest of subject evidence-manifest\.json/,
  },
  {
    name: 'a subject left out',
    change: sealed({ statement: ({ subject }: Statement) => Object(subject.pop()) }),
    ...CONTENT,
    says: /check subjects/,
  },
  {
    name: 'a subject with another digest',
    change: sealed({
      statement: ({ subject }: Statement) => setAt(subject, '4.digest.sha256', '0'.repeat(64)),
    }),
    codes: ['DIGEST_MISMATCH'],
    exit: 6,
    says: /check digest of subject data\/redactions\.jsonl/,
  },
];
