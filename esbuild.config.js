// Bundles src/cli/main.ts into dist/, in two steps: the first splits the program into chunks that are loaded
// when they are needed; the second turns each chunk into CommonJS, which Node starts faster than ES modules.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const outdir = new URL('dist/', import.meta.url).pathname;
const target = 'node20.19';
const split = mkdtempSync(join(tmpdir(), 'stockbook-build-'));

try {
  await build({
    entryPoints: ['src/cli/main.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    external: ['fs-native-extensions'],
    define: { STOCKBOOK_VERSION: JSON.stringify(version) },
    outdir: split,
    logLevel: 'warning',
  });
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: readdirSync(split).map((file) => join(split, file)),
    format: 'cjs',
    platform: 'node',
    target,
    define: { 'import.meta.url': '__filename' },
    supported: { 'dynamic-import': false },
    minifySyntax: true,
    minifyWhitespace: true,
    outdir,
    logLevel: 'warning',
  });
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
} finally {
  rmSync(split, { recursive: true, force: true });
}
