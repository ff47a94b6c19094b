/** The library face, described in docs/library.md. Schemas are at `segment-evidence/schemas`. */
export { withTimestamps } from './anchor/bundle.ts';
export type { Answer } from './answers/answer.ts';
export type { Population } from './answers/population.ts';
export * from './errors.ts';
export { canonical } from './evidence/canonical.ts';
export { fingerprint, fingerprintKeyId } from './evidence/fingerprint.ts';
export {
  type Collected,
  type CollectRequest,
  collect,
  type HistoryRequest,
  openStore,
  type PopulationRequest,
  readHistory,
  readPopulation,
  readSnapshot,
  type SnapshotRequest,
  type Trust,
  type VerifyRequest,
  verify,
} from './library.ts';
export type { Content, Store, StoredKey } from './store/store.ts';
export type { History, Run } from './verify/read-history.ts';
export type { Snapshot } from './verify/read-snapshot.ts';
export type { VerifyReport } from './verify/report.ts';
