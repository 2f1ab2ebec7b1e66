import type { Messages } from '../en';

export const card: Messages['card'] = {
  more: '关于这个模型的一切：它会混淆什么、可能漏掉谁、在这里有多快',
  title: '关于这个模型',
};
