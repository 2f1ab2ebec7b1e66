import '@tensorflow/tfjs-backend-webgpu/dist/base';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import { backend, env } from '@tensorflow/tfjs-core';
import { activate } from './activate';
import type { Start } from './backend';
import { kernels } from './kernels-webgpu';

export const start: Start = async (onLost) => {
  const stop = await activate('webgpu', kernels);
  const webgpu = backend() as WebGPUBackend;
  let stopped = false;
  void webgpu.device.lost.then(({ message }) => {
    if (!stopped) onLost(`The browser took the GPU device away: ${message}`);
  });
  return {
    stop() {
      stopped = true;
      stop();
    },
    async compile(run) {
      env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
      try {
        run();
        await webgpu.checkCompileCompletionAsync();
      } finally {
        env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
      }
    },
  };
};
