// Writes NAME.br and NAME.gz beside each file of a folder, where sending those instead pays. The same files give the same bytes.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What fits into one packet takes as long to send as a smaller one. */
const PACKET_BYTES = 1400;
/** Of the file's size: for less, unpacking costs what sending saves. */
const WORTH = 0.95;
/** In gzip's header the byte that names the system which packed it; 255 is "unknown". */
const [SYSTEM_AT, UNKNOWN_SYSTEM] = [9, 255];

const inGzip = async (body) => {
  const packed = await promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION });
  packed[SYSTEM_AT] = UNKNOWN_SYSTEM;
  return packed;
};

const inBrotli = (body) =>
  promisify(brotliCompress)(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });

const pack = async (file) => {
  const body = readFileSync(file);
  if (body.length <= PACKET_BYTES) return;
  const packed = { br: await inBrotli(body), gz: await inGzip(body) };
  for (const [suffix, content] of Object.entries(packed)) {
    if (content.length <= WORTH * body.length) writeFileSync(`${file}.${suffix}`, content);
  }
};

const files = readdirSync(process.argv[2], { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts')) // types are for compilers, which read them from disk
  .map((entry) => join(entry.parentPath, entry.name));
await Promise.all(files.map(pack));
