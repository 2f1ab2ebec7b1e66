import '@tensorflow/tfjs-backend-webgl/dist/base';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl';
import { backend, env } from '@tensorflow/tfjs-core';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-webgl';

export const start: Start = async (onLost) => {
  const stop = await activate('webgl', kernels);
  const webgl = backend() as MathBackendWebGL;
  const { canvas } = webgl.gpgpu.gl;
  canvas.addEventListener('webglcontextlost', () => onLost('The browser took the WebGL context away.'));
  return {
    stop,
    async compile(run) {
      env().set('ENGINE_COMPILE_ONLY', true);
      try {
        run();
      } finally {
        env().set('ENGINE_COMPILE_ONLY', false);
      }
      await webgl.checkCompileCompletionAsync();
      webgl.getUniformLocations();
    },
  };
};
