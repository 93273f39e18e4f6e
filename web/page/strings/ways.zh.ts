// The texts of the ways in which pictures come, in Chinese.
import { formatsOf } from '../pictures/formats.ts';

const { count: n, list } = formatsOf('zh-CN');

export const waysZh = Object.freeze({
  waysLegend: '其他添加图片的方式',
  chooseFolder: '文件夹',
  paste: '粘贴',
  openCamera: '相机',
  samplesHeading: '手边没有图片？试试这些。',
  samples: Object.freeze({
    coffee: '一杯咖啡',
    chelsea: '一只猫',
    camera: '一位摄影师',
    flower: '一朵花',
    china: '湖边的楼阁',
  }),
  trySample: (what, { by, license }) => `${what}。摄影：${by}，${license}`,
  samplesCredit: (credits) =>
    `摄影：${credits.map(({ license, by }) => `${list(by)}（${license}）`).join('；')}。`,
  sampleFailed: '无法取得这张图片。',
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
});
