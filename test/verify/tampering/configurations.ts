/** Lies about what was asked: a configuration that is no declared list, or not the one that is vouched for. */
import { canonical, sha256 } from '../../../src/evidence/canonical.ts';
import { configurationOf } from '../../support/configuration.ts';
import { CONTENT, sealed } from './lies.ts';
import type { TamperRow } from './row.ts';

const PATH = 'data/configuration.json';
const honest = configurationOf({
  name: 'golden',
  region: 'us',
  apiUrl: 'http://127.0.0.1:4010',
  apiUrlIsOverride: true,
  timezone: 'Etc/UTC',
  features: {},
  collect: { include: [], exclude: [], pageSize: 200 },
  retention: null,
});

/** Adds the file to a snapshot of before there was one; all is signed and linked. */
const configured = (text: string, digest = sha256(text)) =>
  sealed({
    artifacts: { [PATH]: text },
    manifest: (manifest) => {
      const bytes = Buffer.byteLength(text);
      manifest.artifacts.push({ path: PATH, mediaType: 'application/json', bytes, sha256: sha256(text) });
      manifest.artifacts.sort((a, b) => (a.path < b.path ? -1 : 1));
      manifest.config.sha256 = digest;
    },
  });

export const honestConfiguration = configured(canonical(honest));

export const configurationRows: readonly TamperRow[] = [
  {
    name: 'a configuration with a member that is not declared',
    change: configured(canonical({ ...honest, store: 's3://acme-evidence' })),
    ...CONTENT,
    says: /read file: .*configuration\.json: .*store/,
  },
  {
    name: 'a configuration without one that is',
    change: configured(canonical({ ...honest, references: undefined })),
    ...CONTENT,
    says: /configuration\.json: .*references/,
  },
  {
    name: 'a configuration in another spelling',
    change: configured(JSON.stringify(honest, null, 2)),
    ...CONTENT,
    says: /read file: .*configuration\.json: expected RFC 8785/,
  },
  {
    name: 'a configuration that is not the one whose digest the manifest gives',
    change: configured(canonical(honest), 'a'.repeat(64)),
    ...CONTENT,
    says: /check config\.sha256: .*got a{64}/,
  },
];
