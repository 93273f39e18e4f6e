// The texts about many pictures, in Chinese. table.en.js has the same keys.
import { formatsOf } from '../pictures/formats.ts';

const { count: n } = formatsOf('zh-CN');

export const tableZh = Object.freeze({
  layout: '图片的显示方式',
  cards: '卡片',
  asTable: '表格',
  filter: '筛选',
  filterHint: '只显示文件名或标签中含有这段文字的图片',
  filterCount: (shown, total) => `${n(shown)} / ${n(total)}`,
  tableCaption: '图片和识别结果',
  columnPicture: '图片',
  columnName: '文件',
  columnSize: '大小',
  columnLabel: '标签',
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
});
