// Texts of looking closer at a picture, in Chinese. detail.en.js has the same keys.
import { formatsOf, roundPercentText } from '../pictures/formats.ts';

const { count: n } = formatsOf('zh-CN');

export const detailTexts = Object.freeze({
  detailClose: '关闭',
  detailPrevious: '上一张',
  detailNext: '下一张',
  detailPlace: (position, count) => `第 ${n(position)} 张，共 ${n(count)} 张`,
  detailPicture: (name) => `图片 ${name}`,
  asking: '识别中……',

  seenHeading: '网络看到的',
  seenView: (width, height) => `网络看到的画面，${width} × ${height} 像素`,
  seenCaption: (view, seen) =>
    `图中明亮的部分，${n(Math.round(seen.width))}\u00a0×\u00a0${n(Math.round(seen.height))} 像素，缩放为 ${view.width}\u00a0×\u00a0${view.height}。`,
  fitLegend: '如何适应网络的输入',
  fitCrop: '居中裁剪',
  fitSquash: '拉伸',
  fitLetterbox: '加边',
  fitHints: Object.freeze({
    crop: '与网络训练时相同：边缘被裁掉。',
    squash: '看得到全部内容，但比例改变。',
    letterbox: '看得到全部内容，比例不变，旁边加上边条。',
  }),

  partChoose: '只看一部分',
  partWhole: '看整张图片',
  partHintNone: '也可以直接在图片上画一个框。',
  partHint: '拖动方框或它的角。方向键移动方框，按住 Shift 调整大小。',
  box: ({ left, top, width, height }) =>
    `方框：宽 ${roundPercentText(width)}，高 ${roundPercentText(height)}，距左边 ${roundPercentText(left)}，距上边 ${roundPercentText(top)}`,
  boxRole: '可移动的方框',
  corners: Object.freeze({ nw: '左上角', ne: '右上角', sw: '左下角', se: '右下角' }),

  labelsLegend: '标签',
  heatHint: '选择一个标签，看看它在图中的位置。',
  heatSwitch: '热力图',
  heatOf: (label) => `热力图：越亮的地方越支持“${label}”`,
  heatLow: '弱',
  heatHigh: '强',
  heatOpacity: '不透明度',
  heatNone: '这个模型的网络结构不支持热力图，无法显示依据在哪里。',
  told: (label, percent) => `${label}，${percent}`,
});
