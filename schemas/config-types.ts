/**
 * The two types of connection: `public-api` reads evidence by a token, `write-key` sends by a write key. What one
 * needs the other refuses, since a setting that is silently not used is a mistake that no one sees.
 */
import { hostsOf, needsTrust, trackingUrlProblem } from './config-rules.ts';

/** What a connection that only sends has not, and why. */
const NOT_OF_A_SENDER: Readonly<Record<string, string>> = {
  token: 'a write-key connection has writeKey',
  schedule: 'a write-key connection has none',
  ...Object.fromEntries(
    [
      'tokenIssuedAt',
      'declaredRole',
      'collectorActor',
      'timezone',
      'features',
      'collect',
      'otherRegionUrl',
    ].map((key) => [key, 'a write-key connection reads nothing']),
  ),
  ...Object.fromEntries(
    ['store', 'signing', 'fingerprintKey', 'retention', 'anchors'].map((key) => [
      key,
      'a write-key connection stores nothing',
    ]),
  ),
};

type Problem = readonly [key: string, message: string];

/** Returns the problems across the settings of a connection; works on unchecked values. */
export function connectionProblems(value: Readonly<Record<string, unknown>>): readonly Problem[] {
  const sends = value['type'] === 'write-key';
  const wanted = sends ? 'writeKey' : 'token';
  const type = sends ? 'write-key' : 'public-api';
  const without = sends ? NOT_OF_A_SENDER : { writeKey: 'a public-api connection has token' };
  const missing = `expected a reference to a secret, got nothing; a ${type} connection needs ${wanted}`;
  return [
    ...(wanted in value ? [] : [[wanted, missing] as const]),
    ...Object.entries(without)
      .filter(([key]) => key in value)
      .map(([key, why]) => [key, `expected no ${key}: ${why}; remove it`] as const),
    ...hostProblems(value, sends),
  ];
}

function hostProblems(value: Readonly<Record<string, unknown>>, sends: boolean): readonly Problem[] {
  const path = sends ? trackingUrlProblem(value['baseUrl']) : undefined;
  if (path !== undefined) return [['baseUrl', path]];
  if (value['trustBaseUrl'] === true) return [];
  const receives = sends ? 'write key' : 'token';
  const message = `expected Segment's own host, or also trustBaseUrl: true: this host will receive the ${receives}`;
  const keys = sends ? ['baseUrl'] : ['baseUrl', 'otherRegionUrl'];
  return keys.flatMap((key): readonly Problem[] =>
    needsTrust(value[key], hostsOf(value['type'])) ? [[key, message]] : [],
  );
}

/** The same as far as a JSON Schema can say it. */
export const KIND_OF_CONNECTION = {
  if: { properties: { type: { const: 'write-key' } }, required: ['type'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never a promise
  then: {
    required: ['writeKey'],
    properties: Object.fromEntries(Object.keys(NOT_OF_A_SENDER).map((key) => [key, false])),
  },
  else: { required: ['token'], properties: { writeKey: false } },
};
