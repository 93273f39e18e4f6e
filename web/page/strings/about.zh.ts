// The texts of "About this build", in Chinese.
import { formatsOf } from '../pictures/formats.ts';

const { count: n, list, milliseconds } = formatsOf('zh-CN');
const precise = (value) => value.toFixed(2);

export const aboutZh = Object.freeze({
  aboutBuild: '关于此版本',
  version: '版本',
  thisBrowser: '这个浏览器',
  offline: '没有网络时',
  weightsOf: (name) => `${name} 的 SHA-256 校验值`,
  coreOf: (name) => `${name} 的 SHA-256 校验值`,
  features: Object.freeze({
    simd: 'SIMD 指令',
    relaxedSimd: '宽松 SIMD',
    isolation: '页面隔离',
    sharedMemory: '共享内存',
    serviceWorker: '服务工作线程（service worker）',
  }),
  hasFeatures: (names) => `可用：${list(names)}。`,
  lacksFeatures: (names) => `本页不可用：${list(names)}。`,
  offlineStates: Object.freeze({
    kept: '整个页面已保存在这台设备上，没有网络也能使用。',
    notKept: '页面未能保存在这台设备上，需要连接服务器。',
    unknown: '正在把页面保存到这台设备上……',
    impossible: '浏览器不会保存这个页面。把页面的文件夹复制下来，可以直接从磁盘打开。',
  }),

  benchmark: '在这里有多快？',
  benchmarkHint: '测量正在使用的模型：预热之后，对一张生成的图片推理 30 次。',
  startBenchmark: '测量',
  cancelBenchmark: '取消',
  benchmarkRunning: (done, total) => `第 ${n(done)} 次，共 ${n(total)} 次`,
  benchmarkWaits: '没有图片正在识别时才能测量。',
  benchmarkCancelled: '已取消。',
  benchmarkFailed: (sentence) => `无法测量。${sentence}`,
  benchmarkDone: ({ medianMs, p95Ms }) =>
    `中位数 ${milliseconds(medianMs)} 毫秒，95% 不超过 ${milliseconds(p95Ms)} 毫秒`,
  benchmarkOf: ({ model, runs }, backend) =>
    `${model.name}，${model.inputWidth} × ${model.inputHeight}，${n(runs)} 次，${backend}`,
  copyBenchmark: '复制结果',
  benchmarkText: '可复制的结果',
  benchmarkReport: (version, { medianMs, p95Ms, runs, backend, model }, userAgent) =>
    [
      `Glance ${version}`,
      `模型：${model.name}，${model.inputWidth} x ${model.inputHeight}，SHA-256 ${model.sha256}`,
      `后端：${backend.simd === 'relaxed' ? '宽松 SIMD' : 'SIMD'}，线程数：${backend.threads}`,
      `推理 ${runs} 次：中位数 ${precise(medianMs)} 毫秒，第 95 百分位 ${precise(p95Ms)} 毫秒`,
      `浏览器：${userAgent}`,
    ].join('\n'),

  leaves: '哪些数据会离开这台设备',
  leavesNothing:
    '没有。图片、结果和您自己的模型都留在这里。页面背后没有服务器，不使用 Cookie，也不统计访问。',
  policyHint:
    '这由浏览器强制保证：根据下面的内容安全策略，页面只能连接它自己所在的文件夹，而且只为读取自己的文件。',
  parts: '由哪些部分组成',
});
