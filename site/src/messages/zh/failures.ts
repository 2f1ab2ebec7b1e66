import type { Messages } from '../en';

export const failures: Messages['failures'] = {
  reasons: {
    'no-camera': {
      title: '没有找到摄像头',
      sentence: '请接上或打开摄像头后再试一次，也可以改用照片。',
    },
    'permission-denied': {
      title: '摄像头未获允许',
      sentence: '请点地址栏中的摄像头或锁形图标，允许本页使用，然后再试一次。使用照片不需要许可。',
    },
    'camera-in-use': {
      title: '摄像头正被占用',
      sentence: '似乎有其他程序或标签页正在使用它。请关闭后再试一次，也可以改用照片。',
    },
    'camera-lost': {
      title: '摄像头断开了',
      sentence: '它被拔下或关闭了。请重新连接后再试一次，也可以改用照片。',
    },
    'insecure-context': {
      title: '这个地址不安全',
      sentence: '浏览器只向通过 https 或 localhost 打开的页面提供摄像头和文件校验。请用这样的地址打开本页。',
    },
    unsupported: {
      title: '这个浏览器不提供摄像头',
      sentence: '在其他应用中打开的页面常常无法使用摄像头。请用常用的浏览器打开本页，或改用照片。',
    },
    'picture-unreadable': {
      title: '无法读取这个图片文件',
      sentence: 'JPEG、PNG 和 WebP 到处可用；HEIC 和 SVG 往往不行。请换一张照片，或使用摄像头。',
    },
    'film-unreadable': {
      title: '这个视频无法在这里播放',
      sentence:
        '几乎所有浏览器都能播放 H.264 编码的 MP4 和 WebM；文件损坏则无法播放。请换一个视频或照片，或使用摄像头。',
    },
    'film-without-picture': {
      title: '这个视频没有画面',
      sentence: '它只有声音，或者画面格式不受此浏览器支持。H.264 编码的 MP4 几乎处处可用。',
    },
    'model-missing': {
      title: '模型不在',
      sentence: '表情模型的某个文件无法加载。请检查网络后再试一次；如果仍然如此，说明网站不完整。',
    },
    'model-altered': {
      title: '模型与发布的不一致',
      sentence: '某个模型文件与校验和不符，因此没有使用。请再试一次；如果仍然如此，说明网站被改动或损坏。',
    },
    'model-invalid': {
      title: '模型与本页不匹配',
      sentence: '模型的说明中有本页不理解的内容。需要用匹配的模型重新构建网站。',
    },
    'detector-missing': {
      title: '人脸检测器不在',
      sentence: '它的文件无法加载。请检查网络后再试一次；如果仍然如此，说明网站不完整。',
    },
    'detector-altered': {
      title: '人脸检测器不是发布的那个',
      sentence: '它的一个文件与校验和不符，因此没有使用。请再试一次；如果仍然如此，说明网站被改动或已损坏。',
    },
    'backend-failed': {
      title: '这个浏览器无法计算模型',
      sentence: '所有计算方式在这里都无法运行。请使用较新的浏览器，例如 Chrome、Edge、Firefox 或 Safari。',
    },
    'engine-lost': {
      title: '计算已停止',
      sentence: '计算模型的部分已终止，无法重新启动。请刷新页面。',
    },
    'engine-failed': {
      title: '计算已停止',
      sentence: '浏览器无法继续计算。请再试一次；如果再次发生，请刷新页面。',
    },
  },
  missing: {
    wasm: 'WebAssembly 未能启动，本页改用其他方式计算，可能会慢一些。',
    webgl: 'WebGL 无法在这个浏览器中运行，本页改用其他方式计算，其余不变。',
    webgpu: 'WebGPU 无法在这个浏览器中运行，本页改用其他方式计算，其余不变。',
    cpu: '普通的计算方式失败了，本页改用其他方式计算。',
  },
};
