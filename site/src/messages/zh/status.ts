import type { Messages } from '../en';

export const status: Messages['status'] = {
  looks: (label, share) => `看起来${label}，${share}`,
  unsureBetween: (labels) => `不确定：${labels.join('或')}`,
  severalFaces: (count, chosen) =>
    chosen ? `这是 ${count} 张脸中你选择的那一张。` : `这是 ${count} 张脸中的一张，点方框可换。`,
  noFaceTitle: '画面中没有脸',
  noFace: ['画面中没有脸。', '请靠近一些，或转向光线。'],
  noFacePhoto: ['这张照片中没有找到脸。', '请换一张脸更大、正对镜头的照片。'],
  loading: '正在加载模型……',
  ready: '准备好了，随时可以开始。',
  asking: '浏览器正在请求使用摄像头……',
  looking: '正在看……',
  lookingAtPhoto: (number, count) => `正在看第 ${number} 张照片，共 ${count} 张……`,
  album: (photos, faces) => `${photos} 张照片，${faces} 张脸。`,
  albumFull: (left) => `请一次少选一些：有 ${left} 张照片放不下。`,
};
