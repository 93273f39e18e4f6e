// The texts of the settings, in Chinese.
import { formatsOf } from '../pictures/formats.ts';

const { count: n } = formatsOf('zh-CN');

export const settingsZh = Object.freeze({
  settings: '设置',
  closeDialog: '关闭',
  languageSetting: '语言',
  theme: '外观',
  themeSystem: '跟随设备',
  themeLight: '浅色',
  themeDark: '深色',
  topK: '每张图片最多显示的标签数',
  threshold: '不显示低于此值的标签',
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
});
