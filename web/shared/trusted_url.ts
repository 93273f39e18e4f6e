// The one place where an address becomes a script that runs. Where the content policy asks for trusted types, browsers start
// scripts and workers only from addresses that the policy `glance` has let through: those of this build's own files, one by one,
// and those of the scripts that the page has made itself.

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

const policyName = 'glance';
const trusted = new Set<string>(); // addresses without what follows ? or #
let policy: ScriptPolicy | undefined;

/** Lets through the script of a file of this build, whatever its query. */
export function trustScript(address: URL | string): void {
  trusted.add(withoutQuery(address));
}

/** Makes a blob: address of a script, which is let through until revokeScript. */
export function scriptBlobUrl(script: string): string {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  trustScript(url);
  return url;
}

export function revokeScript(blobUrl: string): void {
  trusted.delete(blobUrl);
  URL.revokeObjectURL(blobUrl);
}

/**
 * @param address that was given to trustScript: of the page's own origin, or a blob: that the page made
 * @returns a TrustedScriptURL where the browser has trusted types; throws TypeError for any other address
 */
export function trustedScriptUrl(address: URL | string): string {
  policy ??= makePolicy();
  return policy.createScriptURL(String(address));
}

function makePolicy(): ScriptPolicy {
  const rules = { createScriptURL };
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
  };
  try {
    return trustedTypes?.createPolicy(policyName, rules) ?? rules;
  } catch {
    return rules; // a site that uses the library allows other names only: its own policy then decides on the text
  }
}

// Node's workers have no address of their own, and no trusted types.
function createScriptURL(address: string): string {
  const { protocol, host } = new URL(address);
  const here = globalThis.location ?? { protocol, host };
  const isOwn = protocol === 'blob:' || (protocol === here.protocol && host === here.host);
  if (isOwn && trusted.has(withoutQuery(address))) return address;
  throw new TypeError(`${address} is not a script of this page`);
}

function withoutQuery(address: URL | string): string {
  return String(address).split(/[?#]/)[0] as string;
}
