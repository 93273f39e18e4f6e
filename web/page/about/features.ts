// What of a browser's abilities the page builds on, and whether this one has it.
import { canShareMemory, hasRelaxedSimd, hasSimd } from '../../shared/support.ts';

/** @param {Window & typeof globalThis} window @returns {Record<string, boolean>} */
export function featuresHere(window) {
  const isolated = window.crossOriginIsolated === true;
  return {
    simd: hasSimd(),
    relaxedSimd: hasRelaxedSimd(),
    isolation: isolated,
    sharedMemory: isolated && canShareMemory(),
    serviceWorker:
      window.isSecureContext &&
      /^https?:$/.test(window.location.protocol) &&
      'serviceWorker' in window.navigator,
  };
}
