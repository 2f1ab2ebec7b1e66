import type { Messages } from '../en';

const looks: Readonly<Record<string, string>> = {
  angry: '做出生气的表情',
  disgust: '做出厌恶的表情',
  fear: '做出害怕的表情',
  happy: '做出开心的表情',
  sad: '做出难过的表情',
  surprise: '做出惊讶的表情',
  neutral: '保持平静的表情',
};

export const teach: Messages['teach'] = {
  title: '教它认识你的脸',
  intro: '每种表情做几秒钟，页面就能学会它在你脸上的样子：留着胡子、戴着眼镜或口罩都可以。大约需要一分钟。',
  caveat: '做出来的表情和真情流露不同，而且检验用的是同一分钟里的画面，所以换一天效果会略差一些。',
  privacy:
    '学到的内容只以数字形式留在本设备上，不保存任何图像。它只用于摄像头，不用于照片；画面中有多张脸时，只用于面板所描述的那一张。',
  begin: '开始',
  beginAgain: '重新教',

  look: (label) => looks[label] ?? `做出“${label}”的表情`,
  hints: {
    angry: '眉毛压低，嘴唇紧闭。',
    disgust: '皱起鼻子，抬起上唇。',
    fear: '眉毛上扬并靠拢，睁大眼睛，嘴角向后拉。',
    happy: '微笑，眼睛也要笑。',
    sad: '眉头内侧上抬，嘴角向下。',
    surprise: '眉毛上扬，张开嘴。',
    neutral: '放松整张脸。',
  },
  yourWay: '用你自己的方式最好。',
  step: (number, of) => `第 ${number} 种表情，共 ${of} 种`,
  ready: '请准备…',
  hold: '请保持…',
  nobody: '画面中没有人脸，正在等你。',
  paused: '已暂停。',
  seen: '这种表情已采集的进度',
  pause: '暂停',
  goOn: '继续',
  skip: '跳过',
  cancel: '取消',

  fitting: '正在计算…',
  tooLittle: '内容太少，学不到东西',
  tooLittleWhy: '至少需要两种表情才能加以区分。',
  failed: '未能算出结果',
  failedWhy: '没有任何改动。请再试一次；如果仍然如此，请重新加载页面。',
  better: '这样它更懂你的表情',
  betterBy: (stock, personal) =>
    `在没有用来学习的画面中，原来的模型认对 ${stock}，加上你教的内容认对 ${personal}。`,
  notBetter: '模型保持原样',
  notBetterBy: (stock, personal) =>
    `在没有用来学习的画面中，原来的模型认对 ${stock}，加上你教的内容认对 ${personal}。没有提高，所以不作改动。`,
  caption: '留作检验的画面中认对的数量',
  expression: '表情',
  stock: '之前',
  personal: '之后',
  of: (right, count) => `${right} / ${count}`,
  use: '使用',
  throwAway: '丢弃',
  tryAgain: '再试一次',
  close: '关闭',

  mark: '按你教的来判断',
  made: (date, stock, personal) =>
    `教于 ${date}。在留作检验的画面中认对 ${personal}，原来的模型认对 ${stock}。`,
  otherModel: '你教的内容属于另一个模型，与本页现在的模型不符，因此没有使用。请重新教，或将其删除。',
  save: '存为文件',
  open: '打开文件',
  delete: '删除',
  troubles: {
    'not-kept': '此浏览器不允许保存：在关闭页面之前有效。可以存为文件，以便以后再用。',
    'not-deleted': '已不再使用，但此浏览器没有将其删除。请清除本网站的数据。',
    unreadable: '之前访问时保存的内容无法读取，因此没有使用。请重新教，或将其删除。',
    'file-unreadable': '这个文件里没有在这里教过的内容。请选择用“存为文件”生成的文件。',
    'file-of-other-model': '这个文件属于另一个模型，与本页现在的模型不符。请重新教。',
  },
};
