/** A mailbox or several, by SMTP over TLS. Loaded only where such a channel is configured. */
import { channelError } from '../channel.ts';
import { parseMailAddress } from './email-address.ts';
import { alertMail, receiptMail } from './email-message.ts';
import type { Sender, SenderOptions } from './sender.ts';
import { greet, postMail } from './smtp.ts';

/** Returns the sender. @throws AlertError when the address cannot be used */
export function openEmail({ name, address, http, onSecret, onShortfall }: SenderOptions): Sender {
  const { server, from, to } = parseMailAddress(address, name);
  if (server.login !== undefined) onSecret?.(server.login.password);
  /** Who has which mail already: another try is for the others. */
  const takers = new Map<string, Set<string>>();
  const deliver = async (id: string, message: Buffer) => {
    const taken = takers.get(id) ?? new Set<string>();
    takers.set(id, taken);
    const left = to.filter((each) => !taken.has(each));
    const { accepted, refused } = await postMail(name, server, { from, to: left, message }, http);
    for (const each of accepted) taken.add(each);
    if (refused.length === 0) return;
    const statuses = [...new Set(refused.map(({ status }) => status))].toSorted().join(', ');
    const found = `${refused.length} of ${to.length} refused (${statuses})`;
    const mayPass = refused.some(({ status }) => status < 500);
    if (mayPass || taken.size === 0) {
      const hint = mayPass ? 'Check that the mailbox is not full or blocked; it is tried again.' : CORRECT;
      throw channelError(name, {
        problem: `expected every mailbox to take it, got ${found}`,
        hint,
        isFinal: !mayPass,
      });
    }
    onShortfall?.(found);
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

const CORRECT = 'Correct to= in the secret that `url` names: none of the mailboxes takes mail.';
