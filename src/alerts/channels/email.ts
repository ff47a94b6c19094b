/** A mailbox or several, by SMTP over TLS. Loaded only where such a channel is configured. */
import { channelError, type FailureDetails } from '../channel.ts';
import { MOST_ATTEMPTS } from '../patience.ts';
import { parseMailAddress } from './email-address.ts';
import { alertMail, receiptMail } from './email-message.ts';
import type { Sender, SenderOptions } from './sender.ts';
import { greet, postMail } from './smtp.ts';

/** Returns the sender. @throws AlertError when the address cannot be used */
export function openEmail({ name, address, http, onSecret, onShortfall }: SenderOptions): Sender {
  const { server, from, to } = parseMailAddress(address, name);
  if (server.login !== undefined) onSecret?.(server.login.password);
  /** What became of mails that not every mailbox has taken: another try is for the others alone. */
  const open = new Map<string, { readonly taken: Set<string>; tries: number }>();
  const deliver = async (id: string, message: Buffer) => {
    const mail = open.get(id) ?? { taken: new Set<string>(), tries: 0 };
    open.set(id, mail);
    mail.tries += 1;
    const left = to.filter((each) => !mail.taken.has(each));
    const { accepted, refused } = await postMail(name, server, { from, to: left, message }, http);
    for (const each of accepted) mail.taken.add(each);
    const statuses = [...new Set(refused.map(({ status }) => status))].toSorted();
    const found = `${refused.length} of ${to.length} refused (${statuses.join(', ')})`;
    const mayPass = statuses.some((status) => status < 500);
    // One mailbox that is full for weeks must not have the others told everything again by each run.
    const isWorthwhile = mayPass && (mail.taken.size === 0 || mail.tries < MOST_ATTEMPTS);
    if (isWorthwhile || mail.taken.size === 0) throw channelError(name, refusal(found, mayPass));
    open.delete(id);
    if (refused.length > 0) onShortfall?.(found);
  };
  return {
    send: async (alert) => deliver(alert.id, await alertMail(alert, { from, to }, http.now())),
    sendReceipt: async (message) => deliver(message.id, await receiptMail(message, { from, to }, http.now())),
    probe: async () => {
      await greet(name, server, http);
      const login = server.login === undefined ? '' : ', login accepted';
      return `reached over TLS, certificate trusted${login}; only a mail shows whether the mailboxes take it`;
    },
  };
}

function refusal(found: string, mayPass: boolean): FailureDetails {
  const problem = `expected every mailbox to take it, got ${found}`;
  const hint = mayPass
    ? 'Check that no mailbox is full or blocked; it is tried again.'
    : 'Correct to= in the secret that `url` names: none of the mailboxes takes mail.';
  return { problem, hint, isFinal: !mayPass };
}
