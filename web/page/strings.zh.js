// Every text of the page, in Chinese. strings.en.js has the same keys; a test compares them.

const number = new Intl.NumberFormat('zh-CN');

export const zh = Object.freeze({
  pageTitle: 'Glance：图里是什么？',
  heading: '图里是什么？',
  intro: '选择照片，或者把照片拖到页面上的任何地方。',
  privacy: '图片不会离开这台设备。',
  choose: '选择图片',
  dropHere: '松开即可识别',
  switchLanguage: '语言',
  retry: '重试',
  cancel: '取消',
  clear: '清空',
  remove: (name) => `移除 ${name}`,
  results: '图片',
  loadingLabel: '正在加载网络',
  batchLabel: '已完成的图片',

  loading: '正在准备……',
  loadingBytes: (loaded, total) => `${megabytes(loaded)} / ${megabytes(total)} MB`,
  ready: '准备好了。',
  looking: (count) => (count === 1 ? '正在识别图片……' : `正在识别 ${number.format(count)} 张图片……`),
  batch: (settled, total) => `${number.format(settled)} / ${number.format(total)}`,
  answer: (name, label, percent) => `${name}：${label}，${percent}`,
  refusal: (name, sentence) => `${name}：${sentence}`,
  settled: ({ done, failed, cancelled }) => {
    const parts = [`已识别 ${number.format(done)} 张图片`];
    if (failed > 0) parts.push(`${number.format(failed)} 张无法读取`);
    if (cancelled > 0) parts.push(`${number.format(cancelled)} 张已取消`);
    return `${parts.join('，')}。`;
  },
  loadFailed: (sentence) => `页面未能准备好。${sentence}`,

  status: Object.freeze({ waiting: '等待中', running: '识别中……', cancelled: '已取消' }),
  percent: (score) => percentText(score),
  size: (width, height) => `${number.format(width)} × ${number.format(height)}`,
  noPreview: '无法预览',
  decode: '解码',
  preprocess: '预处理',
  infer: '推理',
  milliseconds: (value) => `${value < 10 ? value.toFixed(1) : number.format(Math.round(value))} 毫秒`,
  about: (model) => `${model.name} · ${number.format(model.classes)} 类事物`,
  backend: ({ threads }) => (threads === 1 ? '单线程，SIMD' : `${threads} 线程，SIMD`),

  notes: Object.freeze({
    'note/turned': '已按相机记录的方向转正。',
    'note/alpha-dropped': '已忽略透明度。',
  }),
  errors: Object.freeze({
    'image/empty': '文件是空的。',
    'image/not-a-picture': '这个文件不是图片。',
    'image/unsupported-format': '暂时不能读取这种图片，可以读取 JPEG 和 PNG。',
    'image/unsupported-jpeg': '这是一种少见的 JPEG，无法读取。',
    'image/damaged': '图片已损坏。',
    'image/too-large': '图片太大。',
    'image/too-many-scans': '这个 JPEG 要求的计算量过大，已拒绝。',
    'image/unreadable': '无法读取这张图片。',
    'image/cross-origin': '这张图片属于另一个网站。',
    'file/unreadable': '无法读取这个文件。',
    'memory/exhausted': '内存不足。',
    'infer/not-finite': '网络没有给出可用的结果。',
    'worker/timeout': '耗时过长，已停止。',
    'worker/crashed': '识别这张图片时出了问题，下一张可以照常进行。',
    'worker/start-failed': '程序无法启动。',
    'asset/unreachable': '有一部分内容无法加载。',
    'asset/wrong-content': '有一部分内容已损坏或版本不符，没有使用。',
    'backend/no-webassembly': '这个浏览器不支持 WebAssembly。',
    'backend/no-simd': '这个浏览器太旧：它的 WebAssembly 没有 SIMD。',
    'backend/refused': '这个浏览器不允许运行该程序。',
  }),
  otherError: '没有成功。',
});

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function percentText(score) {
  if (score > 0 && score < 0.001) return '< 0.1%';
  return `${(score * 100).toFixed(score < 0.0995 ? 1 : 0)}%`;
}
