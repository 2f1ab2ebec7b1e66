import type { Messages } from '../en';

export const corrections: Messages['corrections'] = {
  wrong: '不对，其实是……',
  wrongIn: (photo) => `不对，其实是……（${photo}）`,
  crop: '按下按钮那一刻的灰度小脸图',
  whichFace: '哪一张脸？',
  face: (number, label) => `第 ${number} 张脸，看起来${label}`,
  question: '当时看起来是什么表情？',
  storing:
    '只有当你按下一个词，这张灰度小图才会和这个词一起保存：只在这台设备上，直到你删除为止。他人的脸须先征得同意。',
  cancel: '算了',
  keptAs: (label) => `已保存为“${label}”。`,
  undo: '撤销',

  title: (count) => (count === 0 ? '更正' : `这台设备上保存了 ${count} 条更正`),
  about:
    '当页面看错一张脸时，“不对，其实是……”会保存模型所看到的灰度小图、正确的表情，以及页面当时的判断。不会发送任何内容。存成 zip 后，可以用这些更正训练你自己的模型：',
  save: '存为 zip',
  delete: '全部删除',
  outcomes: {
    'taken-back': '已撤销，图片已删除。',
    saved: '已保存为文件。更正仍留在这台设备上，直到你删除。',
    deleted: '所有更正都已删除。',
    blocked: '浏览器目前不允许此页面保存内容，可能是因为无痕窗口。什么都没有改变。',
    full: '这台设备空间已满，没有保存。请把更正存为 zip，然后删除。',
    'not-packed':
      '生成文件所需的部分无法加载。是否处于离线状态？恢复联网后请重新加载页面，已保存的内容会保留。',
  },
};
