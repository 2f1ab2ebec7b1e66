import type { Messages } from '../en';

export const page: Messages['page'] = {
  tagline: '一张脸看起来怎样，全部在你自己的设备上计算',
  demo: '演示模型：它只从手绘的脸学习过，对真实的脸所说的没有多少意义。',
  language: '语言',

  noticeTitle: '打开摄像头之前',
  noticeGuesses: (labels) =>
    `本页会猜测一张脸显示的是${labels.length}种表情中的哪一种：${labels.slice(0, -1).join('、')}或${labels.at(-1)}。看起来怎样，不等于心里怎样。`,
  noticeWrong: (accuracy, count, drawn) =>
    `它会出错，而且经常出错：在${count}张${drawn ? '手绘测试图片' : '测试图片'}中，它答对了${accuracy}。`,
  noticePrivate: '任何内容都不会离开这台设备。图片不会被发送；除非你要求，也不会被保存。',
  noticePurpose: '它只为好奇而做。请不要用它评判他人，尤其不要在工作或学校中使用。',
  noticeInApp: '你正在另一个应用内浏览，那里往往无法使用摄像头。请在菜单中选择“在浏览器中打开”。',

  controls: '控制',
  predictOnce: '识别一次',
  start: '开始实时识别',
  stop: '停止实时识别',

  loading: '正在加载并检查模型……',
  askingTitle: '可以使用摄像头吗？',
  asking: '浏览器正在询问。请选择“允许”来照镜子。',
  switchCamera: '切换摄像头',
  fullScreen: '全屏',
  follow: (face) => `跟随第 ${face} 张脸`,
  photos: '照片',

  expressions: '表情',
  barValue: (percent) => `百分之 ${percent}`,
  noValue: '尚未测量',
  modelInput: (width, height) => `模型看到的：${width} × ${height} 个灰度像素`,
  modelInputAlt: '模型看到的灰度脸部截图',
  modelInputNone: '模型还没有可看的内容',

  tryAgain: '再试一次',
  useCamera: '使用摄像头',
  details: '详细信息',
  carryOn: '继续',

  spokenOn: '朗读变化',

  footerPrivate: '一切都在你的设备上计算。本页不与任何其他网站通信，除非你要求，也不保留任何关于你的信息。',
  footerDocs: '文档',
  footerLicences: '它们的许可证',
  footerShips: (parts) => `包含 ${parts}。`,
  footerDetector: (detector) => `Google 的人脸检测器 ${detector}（Bazarevsky et al. 2019）`,
};
