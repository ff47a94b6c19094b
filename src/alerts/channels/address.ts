/** The address of a channel, checked before anything is sent to it. */
import { isLoopback } from '../../../schemas/config-rules.ts';
import { channelError } from '../channel.ts';

/** Returns the address. @throws AlertError that does not repeat it: knowing it is permission to post */
export function parseAddress(text: string, channel: string): URL {
  const problem = addressProblem(text);
  if (problem === undefined) return new URL(text);
  const hint = 'Store the address alone, on one line, where `url` of the channel points.';
  throw channelError(channel, { problem, hint, isFinal: true });
}

function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text) || /[\p{Cc}\s]/u.test(text)) return 'expected `url` to name an https address';
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return 'expected an address without user name and password';
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return undefined;
  return 'expected https: anything else would travel in clear';
}
