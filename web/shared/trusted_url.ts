// The one place where an address becomes a script that runs. Where the content policy asks for trusted types, browsers start
// scripts and workers only from addresses that the policy `glance` has let through.

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

const policyName = 'glance';
let policy: ScriptPolicy | undefined;

/**
 * @param address of a script of the page's own origin, or a blob: that the page made
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
  if (protocol === 'blob:' || (protocol === here.protocol && host === here.host)) return address;
  throw new TypeError(`${address} is not a script of this page`);
}
