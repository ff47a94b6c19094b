/** Earlier runs of a connection, for what is compared with them. */
import type { Predicate } from '../../schemas/chain.ts';
import type { EarlierRun } from '../checks/earlier-run.ts';
import { type History, readBackwards } from '../commit/history.ts';
import { artifactPath } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import { isAsSigned, readRecords } from './earlier-files.ts';

/** Yields earlier runs, newest first, as they are asked for. */
export async function* earlierRuns(deps: RunDeps, { last }: History): AsyncGenerator<EarlierRun> {
  for await (const { statement } of readBackwards(deps, last)) yield toRun(deps, statement.predicate);
}

function toRun(deps: RunDeps, record: Predicate): EarlierRun {
  const { run, status, chain, fingerprint, resources, artifacts } = record;
  return {
    run,
    status,
    seq: chain.seq,
    isFirst: chain.seq === 0 && chain.continues === null,
    keyId: fingerprint.keyId,
    entry: (resource) => resources.find(({ name }) => name === resource),
    sha256Of: (resource) => artifacts.find(({ path }) => path === artifactPath(resource))?.sha256,
    isAsSigned: (resource) => isAsSigned(deps, record, artifactPath(resource)),
    records: (resource) => readRecords(deps, record, artifactPath(resource)),
  };
}
