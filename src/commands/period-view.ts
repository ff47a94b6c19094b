/** A period of a connection as a place of its own: what an export of it has, and nothing else of the store. */
import { EXPORT_FACTS_SCHEMA, type ExportFacts } from '../../schemas/export-facts.ts';
import { type EvidenceOf, evidenceParts } from '../export/evidence-parts.ts';
import type { ExportPart } from '../export/part.ts';
import { type ExportPeriod, type ExportScope, scopeOf } from '../export/scope.ts';
import { exportView } from '../export/view.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import type { History } from '../verify/read-history.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { factsPart, type Packable } from './export-parts.ts';

export interface PeriodView extends Omit<Packable, 'signers'> {
  readonly scope: ExportScope;
}

/**
 * Returns the view of a period; undefined where no run is of it. What is said of the period is said of what is in it, so that whoever has
 * the export can say the same.
 * @throws StoreError READ_FAILED
 */
export async function periodView(
  place: EvidencePlace,
  history: History,
  period: ExportPeriod,
): Promise<PeriodView | undefined> {
  const scope = scopeOf(history.runs, period);
  if (scope.runs.length === 0) return undefined;
  const of = { store: place.store, connection: place.connection, period, scope };
  const evidence: ExportPart[] = [];
  for await (const part of evidenceParts(of)) evidence.push(part);
  const facts = factsOf(of);
  const store = exportView(place.store, [factsPart(facts), ...evidence]);
  return { scope, evidence, facts, place: { ...place, store } };
}

function factsOf({ connection, period, scope }: EvidenceOf): ExportFacts {
  return {
    schema: EXPORT_FACTS_SCHEMA,
    connection,
    ...period,
    tool: { name: 'segment-evidence', version: TOOL_VERSION },
    chains: [...scope.chains],
    leftOut: [],
  };
}
