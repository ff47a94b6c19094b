/** The domain of an e-mail address. */

/** At which anybody can get an address, where a configuration says no other. */
export const CONSUMER_DOMAINS = ['gmail.com', 'outlook.com', 'yahoo.com', 'icloud.com', 'proton.me'] as const;

/** Returns it in lower case; undefined for what is no address. */
export function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return at < 1 || domain === '' ? undefined : domain;
}

/** Whether a domain is one of some, or under one of them. */
export const isWithin = (domain: string, domains: readonly string[]): boolean =>
  domains.map((each) => each.toLowerCase()).some((each) => domain === each || domain.endsWith(`.${each}`));
