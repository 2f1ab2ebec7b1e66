import type { Messages } from '../en';

export const session: Messages['session'] = {
  title: '本次记录',
  nobodyYet: '还没有人出现在画面中。',
  mostly: (label) => `大多${label}`,
  times: (label, count) => `${label} ${count} 次`,
  withFace: (parts, seen_s) =>
    `${parts.join('，')}；有脸的时间 ${seen_s < 90 ? `${Math.round(seen_s)} 秒` : `${Math.round(seen_s / 60)} 分钟`}。`,
  nobodyThen: '画面中没有人',
  moment: '记录中的时刻',
  noMoment: '未选择',
  pointAtIt: '把指针移到图上，或用方向键，查看某一时刻。',
  balance: '折线表示倾向：向上是愉快的神情，向下是不愉快的神情。',
  actions: '记录',
  mark: '标记这一刻',
  saveAs: (format) => `保存为 ${format}`,
  forget: '全部忘记',
  keptInTab: '只保存在这个标签页中，关闭它或选择“全部忘记”后就会消失。',

  keepMoment: '留下这一刻',
  pictureToKeep: '要留下的图片',
  blur: '模糊脸部',
  ways: { saved: '保存', copied: '复制', shared: '分享' },
  kept: { saved: '已保存为文件。', copied: '已复制，可以粘贴到任何地方。', shared: '已分享。' },
  close: '关闭',
  caption: (when, model) => `${when} · Mood Mirror，模型 ${model} · 神情不等于心情`,
};
