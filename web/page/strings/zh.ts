// Every text of the page, in Chinese. strings.en.js has the same keys; a test compares them.
import { formatsOf, megabytes, percentText, sizeText } from '../pictures/formats.ts';
import { aboutZh } from './about.zh.ts';
import { answerTexts } from './answer.zh.ts';
import { cameraZh } from './camera.zh.ts';
import { detailTexts } from './detail.zh.ts';
import { offlineZh } from './offline.zh.ts';
import { settingsZh } from './settings.zh.ts';
import { tableZh } from './table.zh.ts';
import { waysZh } from './ways.zh.ts';

const { count: n, languages, milliseconds } = formatsOf('zh-CN');

export const zh = Object.freeze({
  pageTitle: 'Glance：图里是什么？',
  heading: '图里是什么？',
  intro: '选择照片，或者把照片拖放、粘贴到页面上的任何地方。',
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
  waitingForModel: '正在等待模型……',
  loadingBytes: (loaded, total) => `${megabytes(loaded)} / ${megabytes(total)} MB`,
  ready: '准备好了。',
  looking: (count) => (count === 1 ? '正在识别图片……' : `正在识别 ${n(count)} 张图片……`),
  batch: (settled, total) => `${n(settled)} / ${n(total)}`,
  answer: (name, label, percent) => `${name}：${label}，${percent}`,
  refusal: (name, sentence) => `${name}：${sentence}`,
  settled: ({ done, failed, cancelled }) => {
    const parts = [`已识别 ${n(done)} 张图片`];
    if (failed > 0) parts.push(`${n(failed)} 张无法读取`);
    if (cancelled > 0) parts.push(`${n(cancelled)} 张已取消`);
    return `${parts.join('，')}。`;
  },
  loadFailed: (sentence) => `页面未能准备好。${sentence}`,

  status: Object.freeze({ waiting: '等待中', running: '识别中……', cancelled: '已取消' }),
  percent: percentText,
  size: (width, height) => `${n(width)} × ${n(height)}`,
  noPreview: '无法预览',
  decode: '解码',
  preprocess: '预处理',
  infer: '推理',
  milliseconds: (value) => `${milliseconds(value)} 毫秒`,
  stale: (count) => `有 ${n(count)} 个结果来自另一个模型或另一种输入大小。`,
  again: (name) => `用 ${name} 重新识别`,

  modelPanel: '模型',
  models: '用哪个模型识别图片',
  origins: Object.freeze({
    shipped: '本页自带',
    remembered: '已记在这台设备上',
    visit: '仅限本次访问',
  }),
  forget: '删除',
  forgetModel: (name) => `删除 ${name}`,
  license: '许可证',
  notStated: '未注明',
  fileSize: '大小',
  bytes: sizeText,
  labels: '标签',
  labelCount: (count, codes) => `${n(count)} 个，语言：${languages(codes)}`,
  labelsText: (counted, examples) => `${counted}：${examples.join('、')}……`,
  input: '输入',
  inputSize: (width, height) => `${width} × ${height} 像素`,
  source: '来源',
  sha256: 'SHA-256 校验值',
  copy: '复制',
  copyHash: '复制 SHA-256 校验值',
  copied: '已复制',
  useAnother: '使用自己的模型……',
  useAnotherHint:
    '由 tools/convert_model.py 生成的 .safetensors 文件（也可以是 .safetensors.gz），也可以直接拖到页面上。它不会离开这台设备。',
  partLicenses: '各组成部分的许可证',

  modelArriving: (name) => `正在加载 ${name}……`,
  cancelModel: '取消',
  dismiss: '关闭这条消息',
  news: Object.freeze({
    inUse: (name) => `从现在起由 ${name} 识别。`,
    refused: (name, sentence) => `没有使用 ${name}。${sentence}`,
    notRestarted: (name, sentence) => `${name} 无法以这些设置启动，继续照旧运行。${sentence}`,
    lost: (name) => `记住的 ${name} 已经损坏，现已删除。`,
    unconverted: (name) => `${name} 需要先转换，页面才能使用：`,
    forgotten: (name) => `已从这台设备上删除 ${name}。`,
    notForgotten: (name, sentence) => `无法删除 ${name}。${sentence}`,
  }),
  remembered: '它已记在这台设备上。',
  notRemembered: (sentence) => `它没有被记住，下次请重新选择文件。${sentence}`,
  sentences: (...parts) => parts.filter(Boolean).join(''),
  stays: (name) => `继续使用 ${name}。`,

  about: (model) => `${model.name} · ${n(model.classes)} 类事物`,
  backend: ({ simd, threads }) => {
    const kind = simd === 'relaxed' ? '宽松 SIMD' : 'SIMD';
    return threads === 1 ? `单线程，${kind}` : `${threads} 线程，${kind}`;
  },
  runsOn: '运行方式',
  runs: (what) => `${what}。`,
  backendReasons: Object.freeze({
    'simd/relaxed': '这个浏览器支持宽松 SIMD。',
    'simd/no-relaxed': '这个浏览器不支持宽松 SIMD。',
    'simd/wanted': '按要求使用这种 SIMD。',
    'simd/wanted-in-vain': '要求使用宽松 SIMD，但这个浏览器不支持。',
    'threads/isolated': '页面已隔离，可以使用多线程。',
    'threads/not-isolated': '页面没有隔离（COOP、COEP），不能使用多线程。',
    'threads/no-shared-memory': '这个浏览器不允许线程共享内存。',
    'threads/one-processor': '只有一个处理器。',
    'threads/wanted': '按要求使用这个线程数。',
    'threads/wanted-in-vain': '要求使用多线程，但页面没有隔离（COOP、COEP）。',
    'threads/wanted-too-many': '要求的线程数多于处理器数。',
    'threads/slower': '实测单线程更快。',
    'threads/refused': '浏览器拒绝了多线程。',
  }),

  notes: Object.freeze({
    'note/turned': '已按相机记录的方向转正。',
    'note/alpha-dropped': '已忽略透明度。',
    'note/browser-decoded': '由浏览器解码。',
  }),
  errors: Object.freeze({
    'image/empty': '文件是空的。',
    'image/not-a-picture': '这个文件不是图片。',
    'image/unsupported-format': '这里无法读取这种图片，请另存为 JPEG 或 PNG。',
    'image/unsupported-jpeg': '这是一种少见的 JPEG，无法读取。',
    'image/damaged': '图片已损坏。',
    'image/too-large': '图片太大。',
    'image/too-many-scans': '这个 JPEG 要求的计算量过大，已拒绝。',
    'image/unreadable': '无法读取这张图片。',
    'image/cross-origin': '这张图片属于另一个网站。',
    'file/unreadable': '无法读取这个文件。',
    'memory/exhausted': '内存不足。',
    'infer/not-finite': '网络没有给出可用的结果。',
    'infer/backend': '网络无法运行。',
    'infer/bad-resolution': '网络无法按它的输入尺寸运行。',
    'model/not-safetensors': '它不是权重文件。',
    'model/truncated': '文件不完整，请重新复制。',
    'model/bad-header': '文件头已损坏。',
    'model/bad-offsets': '文件已损坏，各部分对不上。',
    'model/bad-metadata':
      '它没有说明如何运行其中的权重。tools/convert_model.py 可以生成合适的文件。',
    'model/unsupported-version': '它属于另一个版本的 Glance。',
    'model/unsupported-operation': '它的网络需要一种不支持的运算。',
    'model/bad-graph': '它对网络的描述有误。',
    'model/missing-tensor': '缺少一部分权重。',
    'model/bad-shape': '有些权重的形状不对。',
    'model/bad-type': '它要求某个运算处理不支持的数值类型。',
    'model/bad-value': '有些权重不是有效的数。',
    'model/too-large': '它太大了。',
    'storage/full': '浏览器的存储空间不足。',
    'storage/unavailable': '浏览器不允许页面使用存储。',
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
  ...aboutZh,
  ...offlineZh,
  ...settingsZh,
  ...waysZh,
  ...tableZh,
  ...cameraZh,
  ...answerTexts,
  ...detailTexts,
});
