import type { Messages } from '../en';

export const films: Messages['films'] = {
  pick: ['照片', '或视频'],
  takePhoto: '拍照',
  controls: '视频',
  play: '播放',
  pause: '暂停',
  place: '播放位置',
  placeOf: (time, duration) => `${time}，共 ${duration}`,
  leftOut: (count) => `视频一次只能播放一个，其余 ${count} 个未播放。`,
  noFace: '视频的这个画面中没有人脸。',
  unreadable: {
    title: '这个视频无法在这里播放',
    sentence:
      '几乎所有浏览器都能播放 H.264 编码的 MP4 和 WebM；文件损坏则无法播放。请换一个视频或照片，或使用摄像头。',
  },
  withoutPicture: {
    title: '这个视频没有画面',
    sentence: '它只有声音，或者画面格式不受此浏览器支持。H.264 编码的 MP4 几乎处处可用。',
  },
};
