/**
 * What the nets are computed with on the processor: AssemblyScript, compiled to WebAssembly by tools/kernels.ts when the site is built.
 * Nothing is allocated here: src/engine/simd-backend.ts says where everything lies. Tensors are float32, row by row, channels last.
 */
export { convolve, convolveScratch } from './convolution';
export { grey, resample } from './crop';
export { depthwise, depthwiseScratch } from './depthwise';
export { dequantize } from './dequantize';
export { combine, pad, relu } from './elementwise';
export { pack, padded } from './multiply';
export { pool } from './pooling';
export { convolveTiles, tilesFilterBytes, tilesScratch, transformFilter, transformScratch } from './winograd';
