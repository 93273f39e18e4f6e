// The texts of the camera, in Chinese.
import { formatsOf } from '../pictures/formats.ts';

const { count: n } = formatsOf('zh-CN');

export const cameraZh = Object.freeze({
  camera: '相机',
  cameraPicture: '相机画面',
  cameraAsking: '正在等待相机。浏览器可能会询问是否允许页面使用它。',
  cameraAgain: '重试',
  cameraDevice: '选择相机',
  cameraSides: Object.freeze({ front: '前置相机', back: '后置相机' }),
  cameraNumber: (number) => `相机 ${n(number)}`,
  cameraMirrored: '画面像镜子一样左右相反，识别的图像没有翻转。',
  live: '持续识别画面',
  cameraAnswer: '相机画面的标签',
  cameraPace: (perSecond) =>
    perSecond < 1.5 ? '每秒约 1 帧或更少' : `每秒 ${n(Math.round(perSecond))} 帧`,
  takePicture: '拍照',
  cameraTaken: (taken) => `已拍 ${n(taken)} 张照片，都在页面上。`,
  cameraFile: (number) => `相机照片 ${number}.jpg`,
  cameraErrors: Object.freeze({
    'camera/refused': '页面不能使用相机。请在浏览器中允许本页使用相机，然后重试。',
    'camera/refused-from-disk':
      '页面不能使用相机。有些浏览器不允许从磁盘打开的页面使用相机，从服务器打开则可以。',
    'camera/none': '没有找到相机。',
    'camera/in-use': '现在无法使用相机，可能有其他程序正在使用它。',
    'camera/insecure': '浏览器只允许安全的页面使用相机。请通过 https 打开本页，或在本机打开。',
    'camera/unavailable': '这个浏览器不向页面提供相机。',
    'camera/gone': '相机已关闭或被拔出。',
  }),
});
