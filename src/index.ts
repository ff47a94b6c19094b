/** The library face. Types come along; schemas are at `segment-evidence/schemas`. */
export { loadConfig } from './config/load.ts';
export { Limits, openRun, realSurroundings } from './deps.ts';
export * from './errors.ts';
export { canonical } from './evidence/canonical.ts';
export { fingerprint, fingerprintKeyId } from './evidence/fingerprint.ts';
export { collectSnapshot, type RunResult } from './pipeline.ts';
export { openFolderStore } from './store/folder.ts';
export type { Content, Store, StoredKey } from './store/store.ts';
