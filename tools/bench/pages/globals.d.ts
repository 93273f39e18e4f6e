// What functions that run in a page find or keep there, for the type checker.
declare module '*/glance.js';
declare module '*/ort.wasm.min.mjs';
declare module '*/peers/litert.js';

declare var picture: Blob;
declare var classifiers: Record<number, any>;
declare var photographs: Blob[];
declare var transfer: DataTransfer;
declare var scrolling: { direction: number; steps: number; gaps: number; mostRows: number };
declare var longTasksMs: number[];
declare var taskWatcher: PerformanceObserver;
declare var firstAnswer: () => Promise<any>;
declare var steady: (runs: number) => Promise<any>;
declare var tf: any; // TensorFlow.js
