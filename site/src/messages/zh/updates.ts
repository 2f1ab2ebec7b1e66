import type { Messages } from '../en';

export const updates: Messages['updates'] = {
  ready: '本页有了新版本。',
  reload: '重新加载',
  loses: '重新加载会结束本次记录：如需保留，请先保存。',
  elsewhere: '关闭其他打开本页的标签页后，新版本即可启用。',
  keep: '将本页保存在我的设备上，没有网络也能打开',
};
