import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { globSync } from 'tinyglobby';

/**
 * Prints what each file for browsers weighs, in thousands of bytes as the size budgets count, and the
 * `integrity` of those that a script tag may name.
 */
const isForNode = ['dist/dev-server.js', 'dist/dev-server-cli.js'];
const files = globSync(['dist/*.js', 'dist/chunks/*.js', 'dist/locales/*.js'], { ignore: isForNode }).sort();
const forScriptTags = globSync(['dist/smh-uploader.min.js', 'dist/locales/*.js']).sort();

const rows = files.map((file) => {
  const bytes = readFileSync(file);
  return {
    file,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
});
const width = Math.max(...rows.map(({ file }) => file.length), 0);
console.log(
  `${'file'.padEnd(width)}  ${['raw kB', 'gzip kB', 'brotli kB'].map((title) => title.padStart(9)).join(' ')}`,
);
for (const { file, raw, gzip, brotli } of rows) {
  const sizes = [raw, gzip, brotli].map((bytes) => (bytes / 1000).toFixed(1).padStart(9));
  console.log(`${file.padEnd(width)}  ${sizes.join(' ')}`);
}

console.log(`\n${'for script tags'.padEnd(width)}  integrity`);
for (const file of forScriptTags) {
  const digest = createHash('sha384').update(readFileSync(file)).digest('base64');
  console.log(`${file.padEnd(width)}  sha384-${digest}`);
}
