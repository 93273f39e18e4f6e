// Every text of the page in Chinese.
import { codesZh } from './codes.zh.ts';
import type { en } from './en.ts';
import { formatsOf, megabytes, percentText, roundPercentText, sizeText } from './formats.ts';

const { count: n, list, languages, milliseconds } = formatsOf('zh-CN');

export const zh: typeof en = {
  // The page
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
  loadingLabel: '正在加载模型',
  batchLabel: '已完成的图片',
  loading: '正在准备……',
  waitingForModel: '正在等待模型……',
  loadingBytes: (loaded, total) => `${megabytes(loaded)} / ${megabytes(total)} MB`,
  ready: '准备好了。',
  looking: (count) => (count === 1 ? '正在识别图片……' : `正在识别 ${n(count)} 张图片……`),
  batch: (settled, total) => `${n(settled)} / ${n(total)}`,
  refusal: (name, sentence) => `${name}：${sentence}`,
  settled: ({ named, unsure, failed, cancelled }) => {
    const parts = [`认出 ${n(named)} 张`];
    if (unsure > 0) parts.push(`${n(unsure)} 张不确定`);
    if (failed > 0) parts.push(`${n(failed)} 张无法读取`);
    if (cancelled > 0) parts.push(`${n(cancelled)} 张已取消`);
    return `${parts.join('，')}。`;
  },
  loadFailed: (sentence) => `页面未能准备好。${sentence}`,
  status: { waiting: '等待中', running: '识别中……', cancelled: '已取消' },
  percent: percentText,
  size: (width, height) => `${n(width)} × ${n(height)}`,
  noPreview: '无法预览',
  decode: '解码',
  preprocess: '预处理',
  infer: '推理',
  milliseconds: (value) => `${milliseconds(value)} 毫秒`,
  stale: (count) => `有 ${n(count)} 个结果来自另一个模型或不同的设置。`,
  again: (name) => `用 ${name} 重新识别`,
  modelPanel: '模型',
  models: '用哪个模型识别图片',
  origins: {
    shipped: '本页自带',
    stored: '已记在这台设备上',
    visit: '仅限本次访问',
  },
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
  modelLoading: (name) => `正在加载 ${name}……`,
  cancelModel: '取消',
  dismiss: '关闭这条消息',
  notifications: {
    inUse: (name) => `从现在起由 ${name} 识别。`,
    refused: (name, sentence) => `没有使用 ${name}。${sentence}`,
    notRestarted: (name, sentence) => `${name} 无法以这些设置启动，继续照旧运行。${sentence}`,
    lost: (name) => `记住的 ${name} 已经损坏，现已删除。`,
    unconverted: (name) => `${name} 需要先转换，页面才能使用：`,
    forgotten: (name) => `已从这台设备上删除 ${name}。`,
    notForgotten: (name, sentence) => `无法删除 ${name}。${sentence}`,
  },
  stored: '它已记在这台设备上。',
  notStored: (sentence) => `它没有被记住，下次请重新选择文件。${sentence}`,
  sentences: (...parts) => parts.filter(Boolean).join(''),
  stays: (name) => `继续使用 ${name}。`,
  modelSummary: (model) => `${model.name} · ${n(model.classes)} 类事物`,
  backend: ({ simd, threads }) => {
    const kind = simd === 'relaxed' ? '宽松 SIMD' : 'SIMD';
    return threads === 1 ? `单线程，${kind}` : `${threads} 线程，${kind}`;
  },
  runsOn: '运行方式',
  runs: (what) => `${what}。`,
  otherError: '没有成功。',

  // Places
  places: '本页的各处',
  placeNames: { pictures: '识别', teach: '教它' },
  roomFailed: (sentence) => `页面的这一部分未能加载。${sentence}`,

  // Inputs
  moreInputs: '其他添加图片的方式',
  chooseFolder: '文件夹',
  paste: '粘贴',
  openCamera: '相机',
  samplesHeading: '手边没有图片？试试这些。',
  samples: {
    coffee: '一杯咖啡',
    chelsea: '一只猫',
    camera: '一位摄影师',
    flower: '一朵大丽花',
    boats: '港口里的船',
    china: '湖边的楼阁',
  },
  trySample: (what, { by, license }) => `${what}。摄影：${by}，${license}`,
  samplesCredit: (credits) =>
    `摄影：${credits.map(({ license, by }) => `${list(by)}（${license}）`).join('；')}。`,
  sampleFailed: '无法取得这张图片。',
  saveFailed: '无法保存文件。',
  languageFailed: '无法加载这种语言的文字。',
  searching: (folder) => `正在查看“${folder}”……`,
  fromFolder: (folder, count, otherCount) =>
    otherCount > 0
      ? `“${folder}”中有 ${n(count)} 张图片，另外 ${n(otherCount)} 个文件未读取。`
      : `“${folder}”中有 ${n(count)} 张图片。`,
  emptyFolder: (folder, otherCount) =>
    otherCount > 0
      ? `“${folder}”中没有图片，只有 ${n(otherCount)} 个其他文件。`
      : `“${folder}”是空的。`,
  unreadableInFolder: (paths) =>
    paths.length === 1
      ? `无法读取“${paths[0]}”。`
      : `无法读取“${paths[0]}”等 ${n(paths.length)} 项。`,
  nothingToPaste: '剪贴板里没有图片。',
  pasteRefused: '浏览器不允许页面读取剪贴板，可以试试 Ctrl+V 或 ⌘V。',
  pastedName: (type) => `粘贴的图片.${type}`,

  // Answers
  look: '细看',
  lookAt: (name) => `细看 ${name}`,
  correct: '这是……',
  correctOne: (name) => `这是……说出 ${name} 是什么，并教它`,
  notSure: '不确定',
  looks: (marked) => `还看了图片的局部。${marked ? '起决定作用的部分已标出。' : ''}`,
  doubt: (word, guess) => `${word}。${guess}`,
  bestGuess: (label, percent) => `最可能的是“${label}”，${percent}。`,
  knows: (classes) =>
    `能认出 ${n(classes)} 类动物、植物、食物、物品和地点；认不出人物、文字和品牌。`,
  knowsOnly: (classes, named) =>
    `这个模型只认识 ${n(classes)} 类事物，例如${list(named)}；其他的都叫不出名字。`,

  // Many pictures
  layout: '图片的显示方式',
  cards: '卡片',
  asTable: '表格',
  filter: '筛选',
  filterHint: '只显示文件名、标签或类别（例如“狗”）与这段文字相符的图片',
  hints: '有什么',
  hint: (group, count) => `${group} ${n(count)}`,
  unsureFilter: (count) => `不确定（${n(count)}）`,
  filterCount: (shown, total) => `${n(shown)} / ${n(total)}`,
  tableCaption: '图片和识别结果',
  columnPicture: '图片',
  columnName: '文件',
  columnSize: '大小',
  columnLabel: '答案',
  columnScore: '把握',
  columnFurther: '其他标签',
  columnTime: '用时',
  columnEdit: '操作',
  rowsEmpty: '没有符合条件的图片。',
  batchAndLeft: (settled, total, seconds) => {
    const left = seconds <= 60 ? `${n(seconds)} 秒` : `${n(Math.ceil(seconds / 60))} 分钟`;
    return `${n(settled)} / ${n(total)}，还需 ${left}`;
  },
  retryMany: (count) => `重试 ${n(count)} 张`,
  retryOne: (name) => `重新识别 ${name}`,
  saveCsv: '存为 CSV',
  saveJson: '存为 JSON',
  saveXmp: '保存关键词（XMP）',

  // Looking closer
  detailClose: '关闭',
  detailPrevious: '上一张',
  detailNext: '下一张',
  detailPlace: (position, count) => `第 ${n(position)} 张，共 ${n(count)} 张`,
  detailPicture: (name) => `图片 ${name}`,
  seenHeading: '模型看到的',
  seenCaption: (view, seen) =>
    `图中明亮的部分，${n(Math.round(seen.width))}\u00a0×\u00a0${n(Math.round(seen.height))} 像素，缩放为 ${view.width}\u00a0×\u00a0${view.height}。`,
  fitLegend: '如何适应模型的输入',
  fitNames: { crop: '居中裁剪', squash: '拉伸', letterbox: '加边' },
  fitHints: {
    crop: '与模型训练时相同：边缘被裁掉。',
    squash: '看得到全部内容，但比例改变。',
    letterbox: '看得到全部内容，比例不变，旁边加上边条。',
  },
  partChoose: '只看一部分',
  partWhole: '看整张图片',
  partHintNone: '也可以直接在图片上画一个框。',
  partHint: '拖动方框或它的角。方向键移动方框，按住 Shift 调整大小。',
  box: ({ left, top, width, height }) =>
    `方框：宽 ${roundPercentText(width)}，高 ${roundPercentText(height)}，距左边 ${roundPercentText(left)}，距上边 ${roundPercentText(top)}`,
  boxRole: '可移动的方框',
  corners: { nw: '左上角', ne: '右上角', sw: '左下角', se: '右下角' },
  labelsLegend: '标签',
  heatHint: '选择一个标签，看看它在图中的位置。',
  heatSwitch: '热力图',
  heatOf: (label) => `热力图：越亮的地方越支持“${label}”`,
  heatLow: '弱',
  heatHigh: '强',
  heatOpacity: '不透明度',
  heatNone: '这个模型的结构不支持热力图，无法显示依据在哪里。',
  told: (label, percent) => `${label}，${percent}`,

  // Camera
  camera: '相机',
  cameraPicture: '相机画面',
  cameraAsking: '正在等待相机。浏览器可能会询问是否允许页面使用它。',
  cameraAgain: '重试',
  cameraDevice: '选择相机',
  cameraSides: { front: '前置相机', back: '后置相机' },
  cameraNumber: (number) => `相机 ${n(number)}`,
  cameraMirrored: '画面像镜子一样左右相反，识别的图像没有翻转。',
  live: '持续识别画面',
  cameraAnswer: '相机画面的标签',
  cameraPace: (framesPerSecond) =>
    framesPerSecond < 1.5 ? '每秒约 1 帧或更少' : `每秒 ${n(Math.round(framesPerSecond))} 帧`,
  takePicture: '拍照',
  cameraTaken: (taken) => `已拍 ${n(taken)} 张照片，都在页面上。`,
  cameraFile: (number) => `相机照片 ${number}.jpg`,

  // Settings
  settings: '设置',
  closeDialog: '关闭',
  languageSetting: '语言',
  theme: '外观',
  themeSystem: '跟随设备',
  themeLight: '浅色',
  themeDark: '深色',
  topK: '每张图片最多显示的标签数',
  level: '答案至少要有多大把握',
  levelHint: '没有哪一类达到这个值时，答案是更大的类别，例如“狗”，或者“不确定”。',
  resolution: '模型看到的大小',
  ownResolution: '模型自己的大小',
  resolutionHint: '越小越快，准确度略低。',
  threads: '线程数',
  automatic: '自动',
  resetSettings: '恢复默认设置',
  countText: n,
  wholePercent: (part) => `${n(Math.round(part * 100))}%`,
  resolutionInVain: (name, width, height) =>
    `${name} 不能以这个大小运行，现在以 ${width} × ${height} 运行。`,
  restarted: (name, width, height, backend) =>
    `${name} 现在以 ${width} × ${height} 像素识别，${backend}。`,

  // About this build
  aboutBuild: '关于此版本',
  version: '版本',
  thisBrowser: '这个浏览器',
  offline: '没有网络时',
  weightsOf: (name) => `${name} 的 SHA-256 校验值`,
  coreOf: (name) => `${name} 的 SHA-256 校验值`,
  features: {
    simd: 'SIMD 指令',
    relaxedSimd: '宽松 SIMD',
    isolation: '页面隔离',
    sharedMemory: '共享内存',
    serviceWorker: '服务工作线程（service worker）',
  },
  hasFeatures: (names) => `可用：${list(names)}。`,
  lacksFeatures: (names) => `本页不可用：${list(names)}。`,
  offlineStates: {
    kept: '整个页面已保存在这台设备上，没有网络也能使用。',
    notKept: '页面未能保存在这台设备上，需要连接服务器。',
    unknown: '正在把页面保存到这台设备上……',
    impossible: '浏览器不会保存这个页面。把页面的文件夹复制下来，可以直接从磁盘打开。',
  },
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
      `推理 ${runs} 次：中位数 ${medianMs.toFixed(2)} 毫秒，第 95 百分位 ${p95Ms.toFixed(2)} 毫秒`,
      `浏览器：${userAgent}`,
    ].join('\n'),
  leaves: '哪些数据会离开这台设备',
  leavesNothing:
    '没有。图片、结果和您自己的模型都留在这里。页面背后没有服务器，不使用 Cookie，也不统计访问。',
  policyHint:
    '这由浏览器强制保证：根据下面的内容安全策略，页面只能连接它自己所在的文件夹，而且只为读取自己的文件。',
  parts: '由哪些部分组成',

  // Versions of the page
  updateReady: '本页有新版本可用。',
  updateTakes: '更新会重新加载页面，页面上的图片会消失。',
  updatedElsewhere: '另一个窗口已更新到新版本，请也重新加载这个页面。',
  takeUpdate: '更新',
  loadAgain: '重新加载',

  // Codes
  ...codesZh,
};
