import type { Messages } from '../en';

export const films: Messages['films'] = {
  pick: ['照片', '或视频'],
  takePhoto: '拍照',
  controls: '视频',
  play: '播放',
  pause: '暂停',
  soundOn: '打开声音',
  soundOff: '关闭声音',
  place: '播放位置',
  placeOf: (time, duration) => `${time}，共 ${duration}`,
  leftOut: (count) => `视频一次只能播放一个，其余 ${count} 个未播放。`,
  noFace: ['画面中没有脸。', '视频此刻没有拍到人脸。'],
};
