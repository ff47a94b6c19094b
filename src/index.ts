/** The library face, described in docs/library.md. Schemas are at `segment-evidence/schemas`. */
export { withTimestamps } from './anchor/bundle.ts';
export * from './errors.ts';
export { canonical } from './evidence/canonical.ts';
export { fingerprint, fingerprintKeyId } from './evidence/fingerprint.ts';
export {
  type Collected,
  type CollectRequest,
  collect,
  openStore,
  readSnapshot,
  type SnapshotRequest,
  type Trust,
  type VerifyRequest,
  verify,
} from './library.ts';
export type { Content, Store, StoredKey } from './store/store.ts';
export type { Snapshot } from './verify/read-snapshot.ts';
export type { VerifyReport } from './verify/report.ts';
