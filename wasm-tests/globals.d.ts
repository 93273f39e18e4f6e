// Types for the code of tests that runs in a page.

// What the test pages and the tests put there.
declare var library: any;
declare var classifier: any;
declare var trustedTypes: any;
declare var photographs: Blob[];
declare var transfer: DataTransfer;
declare var glanceHeadings: string[];
declare var longTasksMs: number[];
declare var taskWatcher: PerformanceObserver;
declare var scrolling: { direction: number; steps: number; gaps: number; mostRows: number };

// A test knows what kind of element it asks for.
interface NonElementParentNode {
  getElementById(id: string): any;
}
interface Document {
  getElementById(id: string): any;
  readonly activeElement: any;
}
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}

// The worker's own type, which TypeScript does not offer beside those of a page.
type DedicatedWorkerGlobalScope = any;
