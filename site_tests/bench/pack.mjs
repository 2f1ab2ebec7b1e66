// Compresses as a static host does: standard input names [file, target] pairs, each target gets the file in brotli.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

for (const [file, target] of JSON.parse(readFileSync(0, 'utf8'))) {
  const body = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  writeFileSync(target, brotliCompressSync(body, { params }));
}
