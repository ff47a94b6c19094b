/**
 * What the schema cannot see in a connection: times, hosts, names of other things, what this version
 * cannot do. Reads unchecked values, so that these problems show together with those of the schema.
 */

import { hostsOf, isRecord } from '../../schemas/config-rules.ts';
import type { ConfigIssue } from '../errors.ts';
import { alertProblems } from './check-alerts.ts';
import type { Path } from './document.ts';
import type { LoadOptions } from './effective.ts';
import type { FoundIssue } from './issues.ts';
import { FOLDER_HAS_NO_LOCK, homeProblem, notYetProblem } from './not-yet.ts';
import {
  type ConnectionSource,
  type Found,
  isSender,
  ownValue,
  type SettingName,
  type Settings,
} from './settings.ts';
import { storeAddressProblem } from './store-location.ts';
import { quoteName, suggestion } from './suggest.ts';
import { scheduleProblem, timeZoneProblem } from './times.ts';

type Known = NonNullable<LoadOptions['known']>;

/** Returns the problems of one connection; some may be reported of several connections in the same words. */
export function connectionIssues(
  source: ConnectionSource,
  settings: Settings,
  known: Known,
): readonly FoundIssue[] {
  return [
    ...(isSender(source) ? [] : inheritedIssues(source, settings)),
    ...laneIssues(source),
    ...timeIssues(source),
    ...hostIssues(source),
    ...nameIssues(source, known),
  ];
}

function inheritedIssues(source: ConnectionSource, settings: Settings): readonly ConfigIssue[] {
  const told = (found: Found | undefined, message: string | undefined) =>
    found === undefined || message === undefined ? [] : [{ ...found.place, message }];
  const issues = (['store', 'signing.key', 'fingerprintKey'] satisfies SettingName[]).flatMap((name) => {
    const found = settings.find(name, source);
    const addressProblem = name === 'store' ? storeAddressProblem(found?.value) : undefined;
    return told(found, notYetProblem(name, found?.value) ?? addressProblem ?? homeProblem(found?.value));
  });
  const store = settings.find('store', source)?.value;
  const isFolder = typeof store === 'string' && !store.startsWith('s3://');
  const lock = settings.find('retention.mode', source) ?? settings.find('retention.days', source);
  return isFolder ? [...issues, ...told(lock, FOLDER_HAS_NO_LOCK)] : issues;
}

function laneIssues(source: ConnectionSource): readonly ConfigIssue[] {
  const path = ['collect', 'lanes'];
  return at(source, path, notYetProblem('collect.lanes', ownValue(source.value, path)));
}

function timeIssues(source: ConnectionSource): readonly ConfigIssue[] {
  const { timezone, schedule, alerts } = source.value;
  const zoneProblem = typeof timezone === 'string' ? timeZoneProblem(timezone) : undefined;
  const zone = typeof timezone === 'string' && zoneProblem === undefined ? timezone : 'Etc/UTC';
  const cronProblem = typeof schedule === 'string' ? scheduleProblem(schedule, zone) : undefined;
  return [
    ...at(source, ['timezone'], zoneProblem),
    ...at(source, ['schedule'], cronProblem),
    ...alertProblems(alerts).flatMap(([path, problem]) => at(source, ['alerts', ...path], problem)),
  ];
}

function hostIssues(source: ConnectionSource): readonly ConfigIssue[] {
  const { type, region, baseUrl } = source.value;
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl)) return [];
  const others = Object.entries<string>(hostsOf(type)).filter(([name]) => name !== region);
  const isOther =
    (region === 'us' || region === 'eu') && others.some(([, host]) => new URL(baseUrl).origin === host);
  const message = "expected a host of the region, got the other region's; correct region, and remove baseUrl";
  return at(source, ['baseUrl'], isOther ? message : undefined);
}

function nameIssues(source: ConnectionSource, known: Known): readonly FoundIssue[] {
  const include = names(ownValue(source.value, ['collect', 'include']));
  const exclude = names(ownValue(source.value, ['collect', 'exclude']));
  const unknown = (list: readonly string[], key: string) =>
    list.flatMap((name, index) => {
      const problem = unknownName(name, known.resources);
      return at(source, ['collect', key, index], problem?.message).map((issue) => ({ ...issue, ...problem }));
    });
  const included = new Set(include);
  const both = exclude.flatMap((name, index) => {
    const message = 'expected a resource to be included or excluded, got it in both lists; remove one';
    return at(source, ['collect', 'exclude', index], included.has(name) ? message : undefined);
  });
  const features = isRecord(source.value['features']) ? Object.keys(source.value['features']) : [];
  const unknownFeatures = features.flatMap((name) => {
    const problem = unknownName(name, known.features);
    const place = () => source.document.placeOf([...source.path, 'features', name], 'key');
    return problem === undefined ? [] : [{ ...place(), ...problem }];
  });
  return [...unknown(include, 'include'), ...unknown(exclude, 'exclude'), ...both, ...unknownFeatures];
}

/** Keeps the index of every entry: what is no text becomes one that is never known. */
function names(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map((name: unknown) => (typeof name === 'string' ? name : '')) : [];
}

function unknownName(
  name: string,
  known: readonly string[] | undefined,
): Pick<FoundIssue, 'message' | 'advice'> | undefined {
  if (known === undefined || name === '' || known.includes(name)) return undefined;
  return { message: `expected a known name, got ${quoteName(name)}`, advice: () => suggestion(name, known) };
}

function at(source: ConnectionSource, path: Path, message: string | undefined): readonly ConfigIssue[] {
  return message === undefined ? [] : [{ ...source.document.placeOf([...source.path, ...path]), message }];
}
