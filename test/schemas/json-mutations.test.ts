/** A published schema that accepts anything would pass every other test: what must each of them refuse? */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedFormats } from '../../schemas/published.ts';
import { everyNth, runs } from '../support/tier.ts';
import { exampleOf, type Json, problemsOf } from './json-schemas.ts';
import { isObject, type Mutation, mutationsOf, placesIn, replaceAt, valueAt } from './mutations.ts';

const ENTRY =
  /\/resources\/\*\/(?:reason|httpStatus|reportedTotal|repeats|entries|parents|window|startedAt|endedAt|path|asked|asked\/\*\/query\/[^/]+|known|crossReferences|drift|completeness(?:\/idsSha256|\/dangling|\/firstTotal|\/lastTotal|\/rules\/\*\/detail|\/secondLook(?:\/total|\/result|\/events)?)?)$/
    .source;
const CONDITION = /\/conditions\/\*\/(?:resource|check)$/.source;
const MANIFEST =
  /\/artifacts\/\*\/(?:records|unchangedSinceSeq)$|\/list\/\*\/(?:reason|resource)$|\/token\/declaredRole$|\/run\/(?:expectedNextBy|resumed|executor|executor\/id)$|\/tool\/digest$|\/config\/channels$|\/assumptions(?:\/[^/]+)?$|\/inputs(?:\/\*\/(?:reason|path))?$/
    .source;

/** Members that may be missing, by format. */
const OPTIONAL: Readonly<Record<string, RegExp>> = {
  'evidence-manifest': new RegExp([ENTRY, CONDITION, MANIFEST].join('|')),
  'chain-statement': new RegExp([ENTRY, CONDITION, MANIFEST].join('|')),
  configuration:
    /^\/(?:workspace|schedule|shareLimitsWith|declaredRole|collectorActor|policy|features\/.*|collect\/maxMinutes)$/,
  alert: /^\/(?:causeId|resource|resources|snapshotPath)$/,
  'alert-delivery': /^\/alert\/(?:causeId|resource|resources|snapshotPath)$/,
  calendar: /^\/connections\/\*\/(?:exitCode|slots\/\*\/seq)$/,
  canary: /^\/canaries\/\*\/destinations\/\*\/why$/,
  'input-approvals': /^\/data\/ticket$/,
  'input-roster': /^\/data\/(?:leftOn|startedOn)$/,
  'input-vendors': /^\/data\/(?!slugs|vendor)[^/]+$/,
  'collection-log': /^\/(?:records|reportedTotal|serverDate|requestId|rateRemaining|query\/.*)$/,
  collect: new RegExp([ENTRY, CONDITION].join('|')),
  'rotate-key': new RegExp([ENTRY, CONDITION].join('|')),
  demo: new RegExp([ENTRY, CONDITION].join('|')),
  'config-show': /\/where$|\/settings\/[^/]+$|\/value\//,
  'config-validate': /^\/issues\/\*\/(?:file|line|column)$|^\/ignoredColumns(?:\/\*\/(?:name|near))?$/,
  'check-framework':
    /^\/manual\/slots\/\*\/(?:evidence|evidence\/note)$|^\/requirements\/\*\/restsOn\/\*\/(?:path|sha256)$/,
  'manual-attach': /^\/evidence\/note$/,
  'manual-list': /^\/framework$|^\/slots\/\*\/evidence\/\*\/note$/,
  'manual-evidence': /^\/note$/,
  approval: /^\/comment$|^\/seen\/gaps\/\*\/reason$/,
  approve: /^\/approval\/(?:comment|seen\/gaps\/\*\/reason)$/,
  check:
    /^\/results\/\*\/(?:reason|waiver|sightings|params\/.*|evidence\/\*\/(?:path|sha256)|waiver\/(?:ticket|subjects))$/,
  'check-results':
    /^\/results\/\*\/(?:reason|waiver|sightings|params\/.*|evidence\/\*\/(?:path|sha256)|waiver\/(?:ticket|subjects))$/,
  export: /^\/(?:from|to|chains|leftOut|trace|pseudonymised)$/,
  'export-bag': /^\/derived$/,
  error: /^\/(?:hint|issues|issues\/\*\/(?:file|line|column))$/,
  'read-only-proof': /^\/runs\/\*\/(?:claim|collectorActor|control)$/,
  changes:
    /^\/changes\/\*\/(?:name|fields|at|actor|fields\/\*\/(?:before|after|added|removed)(?:\/.*)?)$|^\/eventsWithoutChange\/\*\/resource$/,
  mcp: /^\/tools\/\*\/inputSchema\/.*$/,
  report: /^\/(?:status|connection|connections|connections\/\*\/problems|pages\/\*\/connection)$/,
  reperform:
    /^\/(?:rows|resources)\/\*\/(?:reason|name|fields|at|actor)$|\/(?:before|now|events)\/?(?:\*\/)?(?:reason|sha256|from|to)$|^\/rows\/\*\/fields\/\*\/(?:before|after|added|removed)(?:\/.*)?$/,
  population:
    /^\/(?:reason|later|sample)$|^\/rows\/\*\/(?!id$).*|\/certificate\/\*\/(?:reason|reportedTotal|method|failedRules|path|sha256)$/,
  'review-start':
    /^\/items\/\*\/(?:name|groupId|group|lastDecision|grants\/\*\/labels|grants\/\*\/resources\/\*\/(?:name|labels))$/,
  'review-status':
    /^\/reviews$|^\/decisions\/\*\/(?:reason|keyId)$|^\/parts\/\*\/keyId$|^\/items\/\*\/(?:keyId|name|groupId|group|reason|why|doneIn|lastSeenIn|hours|grants\/\*\/labels|grants\/\*\/resources\/\*\/(?:name|labels))$|^\/changedMeanwhile\/changes\/\*\/(?:name|groupId|group|grants\/\*\/labels|grants\/\*\/resources\/\*\/(?:name|labels))$/,
  'review-import': /^\/problems\/\*\/row$|^\/stored\/keyId$/,
  'review-population':
    /^\/items\/\*\/(?:name|groupId|group|grants\/\*\/labels|grants\/\*\/resources\/\*\/(?:name|labels))$|\/certificate\/\*\/(?:reason|reportedTotal|method|failedRules|path|sha256)$/,
  'review-decisions': /^\/decisions\/\*\/reason$/,
  status: new RegExp(`/(?:countedFrom|lateSlots|aheadRecords|lastGood/[^/]+)$|${CONDITION}`),
  // Of three of the six steps only the source is asked about.
  'resource-delivery-overview': /^\/data\/|^\/parent\/destinationConfigId$/,
  test: /\/(?:type|hint|reason|httpStatus)$/,
  init: /\/(?:hint|reason|httpStatus)$/,
  config:
    /^\/[^/]+$|^\/signing\/previousKeys$|^\/anchors\/timestamp$|^\/connections\/\*\/(?!name$|region$|token$|writeKey$)[^/]+$|^\/connections\/\*\/(?:features|collect)\/[^/]+$|^\/policy\/|\/alerts\/\*\/(?!channel$|url$|secret$)[^/]+$/,
};
/** What of a record Segment may leave out is the business of the resource's own schema. */
const IN_RECORDS = /^\/data\//;

/** Objects whose members are named by whoever writes them: one more is no mistake. */
const OPEN: Readonly<Record<string, RegExp>> = {
  'evidence-manifest': /\/asked\/\*\/query$/,
  'chain-statement': /\/asked\/\*\/query$/,
  collect: /\/asked\/\*\/query$/,
  demo: /\/asked\/\*\/query$/,
  'rotate-key': /\/asked\/\*\/query$/,
  config: /^\/policy$|\/features$/,
  'collection-log': /^\/query$/,
  configuration: /^\/features$/,
  // The parameters of each check are its own.
  check: /^\/results\/\*\/params$/,
  'check-results': /^\/results\/\*\/params$/,
  mcp: /^\/tools\/\*\/inputSchema(?:\/.*)?$/,
  // Each population has rows of its own.
  population: /^\/rows\/\*$/,
  'resource-destination-subscriptions': /^\/data\/settings$/,
};
/** Places where anything may stand. */
const ANYTHING: Readonly<Record<string, RegExp>> = {
  reperform: /^\/rows\/\*\/fields\/\*\/(?:(?:before|after)(?:\/.*)?|(?:added|removed)\/.+)$/,
  // Whatever a field held.
  changes: /^\/changes\/\*\/fields\/\*\/(?:(?:before|after)(?:\/.*)?|(?:added|removed)\/.+)$/,
  check: /^\/results\/\*\/params\/.*$/,
  'check-results': /^\/results\/\*\/params\/.*$/,
  config: /^\/policy\//,
  mcp: /^\/tools\/\*\/inputSchema\/.*$/,
  population: /^\/rows\/\*\/(?!id$).*$/,
  'config-show': /\/value(?:\/.*)?$/,
  // The workspace's own definitions, which have any shape.
  'resource-tracking-plan-rules': /^\/data\/jsonSchema(?:\/.*)?$/,
  'resource-profiles-selective-syncs': /^\/data\/properties(?:\/.*)?$/,
  'resource-audience-activations':
    /^\/data\/(?:personalization\/profile\/mapping|destinationMapping\/settings)(?:\/.*)?$/,
  'resource-destination-filters': /^\/data\/actions\/\*\/fields(?:\/.*)?$/,
  'resource-selective-syncs': /^\/data\/properties(?:\/.*)?$/,
  // Names, paths and texts that can be no secret.
  'resource-destination-subscriptions': /^\/data\/settings\/.*$/,
};

const pointerOf = ({ path }: Pick<Mutation, 'path'>) =>
  path.map((step) => `/${typeof step === 'number' ? '*' : step}`).join('');

function mayBeAccepted(name: string, mutation: Mutation): boolean {
  const pointer = pointerOf(mutation);
  if (mutation.kind !== 'missing' && ANYTHING[name]?.test(pointer) === true) return true;
  if (mutation.kind === 'extra') return OPEN[name]?.test(pointer) === true;
  if (mutation.kind === 'wrong type') return false;
  return OPTIONAL[name]?.test(pointer) ?? (name.startsWith('resource-') && IN_RECORDS.test(pointer));
}

describe.each(publishedFormats)('a change to the example of $name', (format) => {
  const example = exampleOf(format) ?? null;
  const fits = (value: Json) => format.schema.safeParse(value).success;

  it.each(['missing', 'extra', 'wrong type'] as const)('is refused by the published schema: %s', (kind) => {
    const all = mutationsOf(example).filter((mutation) => mutation.kind === kind);
    const made = everyNth(all, Math.ceil(all.length / 20));

    const accepted = made
      .filter(({ value }) => problemsOf(format.name, value).length === 0)
      .filter((mutation) => !mayBeAccepted(format.name, mutation));

    expect(made.length).toBeGreaterThan(0);
    expect([...new Set(accepted.map(pointerOf))]).toEqual([]);
  });

  it('is judged alike by the published schema and the code', () => {
    const places = placesIn(example);
    const change = fc.record({
      place: fc.constantFrom(...places),
      by: fc.oneof(
        fc.constant(undefined),
        fc.constantFrom(...places.map((place) => valueAt(example, place))),
        fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
        fc.constantFrom<Json>(
          '',
          0,
          -1,
          1.5,
          2 ** 53,
          null,
          [],
          {},
          '2026-02-30T00:00:00Z',
          '2026-11-22T03:00Z',
        ),
      ),
    });

    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce<Json>((value, { place, by }) => {
          const isThere = placesIn(value).some((known) => known.join('/') === place.join('/'));
          return isThere ? replaceAt(value, place, () => by) : value;
        }, example);
        fc.pre(!hasPrototypeMember(changed));
        const isAccepted = problemsOf(format.name, changed).length === 0;

        // Some rules of the configuration no JSON Schema can say, such as which host may get a token.
        if (format.name === 'config') expect(isAccepted || !fits(changed)).toBe(true);
        else expect(isAccepted).toBe(fits(changed));
      }),
      { numRuns: runs({ fast: 2, full: 100 }) },
    );
  });
});

/** zod leaves `__proto__` out of what it looks at. */
function hasPrototypeMember(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasPrototypeMember);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, member]) => name === '__proto__' || hasPrototypeMember(member));
}
