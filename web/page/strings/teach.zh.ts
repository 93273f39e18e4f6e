// The texts of the place where people teach, in Chinese.
import { formatsOf, percentText } from './formats.ts';
import type { teachEn } from './teach.en.ts';

const { count: n, list } = formatsOf('zh-CN');
const quoted = (names: readonly string[]) => list(names.map((name) => `“${name}”`));

export const teachZh: typeof teachEn = {
  heading: '教它认你的东西',
  intro: '给每样东西几张图片，它几秒钟就能在这台设备上学会区分。',
  privacy: '图片不会离开这台设备。',
  sentences: (...parts) => parts.filter(Boolean).join(''),
  percent: percentText,

  firstName: '第一样东西叫什么？',
  nextName: '再加一类',
  namePlaceholder: '名称',
  exampleNames: '例如“橡树”“我家的猫”“焊得好”',
  addClass: '添加',
  orFolder: '文件夹里有几个文件夹，就一次建好几类，类名就是文件夹名。',
  chooseFolder: '选择文件夹',
  openProject: '打开项目',
  noneName: '都不是',
  addNone: '其他一切……',
  addNoneHint: '不属于任何一类的图片：墙壁、地面，或别的什么。',

  className: '类名',
  pictureCount: (count) => `${n(count)} 张图片`,
  addPictures: '添加图片',
  camera: '相机',
  removeClass: (name) => `移除 ${name} 这一类`,
  emptyClass: '把图片拖到这里，或者添加几张。5 张可以，10 张更好。',
  showAll: (count) => `显示全部 ${n(count)} 张`,
  showFewer: '收起',
  picturesOf: (name) => `${name} 的图片`,
  maybe: (name, predicted) => `${name}：是“${predicted}”吗？`,
  dropInto: (name) => `松开即可加入“${name}”`,

  reading: (done, total) => `正在读取图片：${n(done)} / ${n(total)}`,
  cancel: '取消',
  unread: (count) => `有 ${n(count)} 张图片无法读取。`,
  unreadOne: (name, sentence) => `${name}：${sentence}`,
  andMore: (count) => `还有 ${n(count)} 张`,
  close: '关闭',

  awaited: (name) =>
    `正在等待模型${name === null ? '' : `“${name}”`}。你添加的内容会在它之后处理。`,
  noModel: (name) =>
    name === null ? '模型没能加载。' : `这个项目开始时用的模型“${name}”没能加载。`,
  noModelHelp: (name) =>
    name === null
      ? '什么都没有丢：请重试，或者把另一个模型拖到本页。'
      : '什么都没有丢：请重试，或者把它的权重文件拖到本页。“重新开始”会换用别的模型。',

  elsewhere:
    '另一个标签页里也改了这个项目。你在这里后来做的改动还没有保存，那边的改动这里也还看不到。',
  putTogether: '把两边合在一起',

  learnedHeading: '它学会了什么',
  needsTwo: '要区分，至少需要两类图片。如果只有一样东西，可以添加“其他一切……”。',
  needsMore: (names) => `现在请给 ${quoted(names)} 添加图片。`,
  willLearn: '每次改动后，它都会自动学习。',
  learning: '正在学习……',
  learningLabel: '学习进度',
  stopped: '已停止学习。',
  failed: (sentence) => `没能学会。${sentence}`,
  learnNow: '现在学习',
  right: (of100) => (of100 >= 100 ? '几乎全部认对' : `每 100 张约认对 ${n(of100)} 张`),
  byFifths: '这是轮流藏起五分之一的图片测得的。',
  oneByOne: '这是轮流藏起每一张图片测得的。',
  claim: (right, how) => `${right}，${how}`,
  uncertain: (low, high) => `图片这么少，实际可能是每 100 张 ${n(low)} 到 ${n(high)} 张。`,
  confused: (a, b, count) => `“${a}”和“${b}”混淆了 ${n(count)} 次。`,
  neverConfused: '没有混淆。',
  onePicture: (names) =>
    `${quoted(names)} 只有一张图片：藏起来就认不出，所以算作认错。请再添加几张。`,
  fewPictures: (names) => `${quoted(names)} 的图片不多，10 张更好。`,
  twins: (count, a, b) =>
    `有 ${n(count)} 张图片同时在两类里，例如“${a}”和“${b}”。请从其中一类移除。`,
  sameName: (name) => `有两类都叫“${name}”，会当作一类来学。要分开，请给其中一类改名。`,
  longName: (name, length) => `“${name}”有 ${n(length)} 个字符。全名会保留，只显示开头。`,
  doubtful: (count) => `有 ${n(count)} 张图片可能放错了类：它们排在最前面，带有问号。`,

  matrixHeading: '它把什么认成什么',
  matrixHint: '行：图片实际是什么。列：被认成什么。按数字查看图片。',
  matrixCell: (count, label, predicted) =>
    label === predicted
      ? `${n(count)} 张 ${label}，认对`
      : `${n(count)} 张 ${label}，认成 ${predicted}`,
  cellHeading: (label, predicted) =>
    label === predicted ? `“${label}”，认对` : `“${label}”，认成“${predicted}”`,

  moveTo: '移到',
  chooseClass: '另一类……',
  removePicture: '移除',
  inClass: (name) => `属于“${name}”。`,
  looksLike: (predicted, percent) =>
    `藏起这张后，它被认成“${predicted}”，把握 ${percent}。是不是放错了类？`,

  undo: '撤销',
  undoTexts: {
    removed: (count) => `移除了 ${n(count)} 张图片。`,
    moved: (count) => `移动了 ${n(count)} 张图片。`,
    classRemoved: (name) => `移除了“${name}”这一类。`,
    cleared: (count) => `关闭了有 ${n(count)} 类的项目。`,
  },

  tryHeading: '试一试',
  tryChoose: '选择一张图片',
  tryHint: '用一张没教过的图片，也可以是别的东西。',
  tryCamera: '用相机',
  unknown: '都不是',
  unknownGuess: (label, percent) => `最接近的是“${label}”，${percent}。`,
  useHere: '在这里使用',
  useHereHint: '从现在起，页面用它来识别。',
  saveTaught: '保存为文件',
  saveTaughtHint: '一个权重文件：可用于本页、网站、Python 和命令行。',
  laterHeading: '以后继续',
  saveProject: '保存项目',
  startAnew: '重新开始',
  kept: '项目保存在这台设备上：名称、小图，以及模型对它们的描述。',
  notKept: (sentence) => `项目没有保存在这台设备上：离开前请把它存成文件。${sentence}`,

  notices: {
    restored: (classCount, pictureCount) =>
      `上次到这里：${n(classCount)} 类，${n(pictureCount)} 张图片。`,
    opened: (name) => `已打开 ${name}。`,
    refreshed: '你在另一个标签页里做的，已经在这里了。',
    together: '两边已合在一起，什么都没有丢。只在一边移除过的，又回来了。',
    saved: (name) => `已保存 ${name}。`,
    nothingToPaste: '剪贴板里没有图片。',
    pasteRefused: '浏览器不让页面读取剪贴板。可以试试 Ctrl+V 或 ⌘V。',
    noPictures: '这个文件夹里没有图片。',
    leftOut: (count) =>
      `每个文件夹是一类。文件夹旁边的 ${n(count)} 张图片没有加入：请把它们拖到所属的类上。`,
    notOpened: (sentence) => `这不是完整的项目，没有打开。${sentence}`,
    notSaved: (sentence) => `没有保存。${sentence}`,
    notTried: (sentence) => `没能试用。${sentence}`,
    otherBase: (name) =>
      `这个项目是用另一个模型 ${name} 做的。请先把它的权重文件拖到本页，再打开项目。`,
  },
  errors: {
    'teach/other-model':
      '它是用另一个模型开始的，而那个模型不在这里。请把它的权重文件拖到本页，或者重新开始。',
    'teach/unconverted': '这个模型需要先转换。拖到主页面，那里会说明怎么做。',
    'teach/bad-project': '文件缺了一部分，或者已损坏。',
  },

  questionHeading: (count) => (count === 1 ? '这张图里是什么？' : `这 ${n(count)} 张图里是什么？`),
  questionWrong: '它其实是什么？',
  questionHint: '它会成为这一类的图片。',
  newClass: '新的一类',

  record: '按住录制',
  recordHint: '按住按钮或空格键，同时转动物体。每秒拍五张。',
  recorded: (count) => `已拍 ${n(count)} 张。`,
  recordHeading: (name) => `录制“${name}”`,
  tryCameraHeading: '用相机试一试',
  cameraAsking: '正在等待相机。浏览器可能会询问是否允许本页使用相机。',
  cameraFailed: (sentence, isRecording) =>
    `${sentence}不用相机也可以：关闭后${isRecording ? '按“添加图片”' : '选择一张图片来试'}。`,
  cameraPicture: '相机看到的画面',
  cameraFile: (number) => `相机 ${number}.jpg`,
};
