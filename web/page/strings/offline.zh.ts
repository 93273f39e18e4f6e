// The texts about versions of the page, in Chinese.
export const offlineZh = Object.freeze({
  updateReady: '本页有新版本可用。',
  updateTakes: '更新会重新加载页面，页面上的图片会消失。',
  updatedElsewhere: '另一个窗口已更新到新版本，请也重新加载这个页面。',
  takeUpdate: '更新',
  loadAgain: '重新加载',
});
