// The content policy of a folder. index.html can only say 'self', the whole origin, because it does not know where it will lie. Where
// that is known, the same policy is laid over it once more, with the folder in place of the origin: both hold.

const plainHost = /^[a-z0-9.-]+(:\d+)?$/i; // what a policy can name; not an address of IPv6

/**
 * @param policy that of index.html
 * @param folder such as https://example.org/glance/
 * @returns null where a policy cannot name the folder: a page from disk
 */
export function policyOfFolder(policy: string, folder: URL): string | null {
  const { protocol, host, origin, pathname } = folder;
  if (!/^https?:$/.test(protocol) || !plainHost.test(host)) return null;
  const path = pathname.replaceAll(';', '%3B').replaceAll(',', '%2C'); // they would end the directive
  return policy.replaceAll("'self'", origin + path);
}
