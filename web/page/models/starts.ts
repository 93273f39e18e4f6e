// Starts classifiers with the settings of the moment, and knows when those have changed since.

/**
 * @param {() => import('../state/settings.ts').Settings} settingsNow
 * @param {(options: import('../../library/glance.ts').ClassifierOptions) => Promise<import('../../library/glance.ts').Classifier>} create
 * @param {{ threads?: number, backend?: 'simd' | 'relaxed' }} wanted by the address of the page: that comes first
 */
export function createStarts(settingsNow, create, wanted) {
  let startedWith = null;
  const optionsNow = () => {
    const { resolution, threads } = settingsNow();
    return { ...(resolution && { resolution }), ...(threads && { threads }), ...wanted };
  };
  return {
    start(options) {
      startedWith = optionsNow();
      return startAtAnySize(create, { ...startedWith, ...options });
    },
    /** Whether the classifier that was started last would be started otherwise now. */
    get outdated() {
      return startedWith !== null && JSON.stringify(optionsNow()) !== JSON.stringify(startedWith);
    },
  };
}

// A size is a wish, as threads are: some networks have only their own.
async function startAtAnySize(create, options) {
  try {
    return await create(options);
  } catch (error) {
    if (!options.resolution || !/^(infer|model)\//.test(error.code)) throw error;
    const { resolution, ...more } = options;
    return create(more);
  }
}
