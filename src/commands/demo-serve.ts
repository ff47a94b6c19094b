/** `demo --serve`: the simulated workspace stays for trials of one's own, until someone ends it. */

export interface Serving {
  readonly url: string;
  readonly tokens: { readonly owner: string; readonly member: string; readonly revoked: string };
  readonly writeKey: string;
}

/** Returns the lines to paste. The tokens and the key are worth nothing anywhere else. */
export function describeServing({ url, tokens, writeKey }: Serving, typed: string): string {
  return [
    `SERVING the simulated workspace at ${url}, until Ctrl-C. In another terminal:`,
    `  export SEGMENT_TOKEN=${tokens.owner}`,
    `  ${typed} init --name trial --region us --base-url ${url}`,
    'In a configuration of your own it is `baseUrl` of the connection. Other tokens, to see what is told of them:',
    `  ${tokens.member}   of a member who may read little`,
    `  ${tokens.revoked}   revoked`,
    'The same address takes messages, as the Tracking API does: `baseUrl` of a write-key connection. To try `canary`:',
    `  ${writeKey}   a write key`,
  ].join('\n');
}
