import type { Messages } from '../en';

export const checkIn: Messages['checkIn'] = {
  title: '歇一歇',
  about: '如果你的脸长时间看起来生气或难过，本页可以建议你休息一下。它可能弄错，也不会告诉任何人。',
  switchOn: '建议我休息',
  lasting: '持续多久后',
  duration: (seconds) => (seconds < 60 ? `${seconds} 秒` : `${seconds / 60} 分钟`),
  share: '至少占',
  ofThatTime: (percent) => `这段时间的 ${percent}`,
  counts: (offered, taken) => `建议过 ${offered} 次，接受 ${taken} 次。开启期间只保存在这台设备上。`,

  offer: '你的脸看起来已经紧绷或低落了一会儿。这可能是误判。休息一下会好些吗？',
  breathe: '跟我一起呼吸',
  stretch: '伸展一下',
  pause: '休息五分钟',
  notNow: '现在不用',
  notToday: '今天不用',
  breatheIn: '吸气',
  breatheOut: '呼气',
  stretching: '放松肩膀。慢慢把头转向一边，再转向另一边。向上伸展手臂，看一会儿远处。',
  backIn: '距离回来还有',
  untilThen: '在那之前没有人需要你。',
  over: '五分钟到了，欢迎回来。',
  done: '好了',
};
