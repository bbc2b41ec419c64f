// Bundles the program into dist/ as CommonJS, which Node starts faster than ES modules: dist/main.js, which starts;
// dist/run.js with all code of ours, evaluated module by module as it is needed; and one file for each package that
// most commands do without. The program built then prints its manual page, dist/stockbook.1.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('dist', import.meta.url));
/** Built beside and then swapped, so that a program that runs meanwhile finds the old files or the new. */
const outdir = `${dist}.new`;

/** Loaded by few commands, so kept out of what every command loads. */
const packages = ['chalk', 'cli-table3', 'csv-parse', 'inquirer', 'lossless-json', 'saxes', 'yauzl', 'yazl'];

/** Has what is apart loaded from its own file. */
const apart = {
  name: 'files-apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${packages.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.js`,
      external: true,
    }));
    onResolve({ filter: /^\.\/run\.ts$/ }, () => ({ path: './run.js', external: true }));
  },
};

const options = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  outdir,
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};

rmSync(outdir, { recursive: true, force: true });
await build({
  ...options,
  entryPoints: ['src/cli/main.ts', 'src/cli/run.ts'],
  external: ['fs-native-extensions'],
  supported: { 'dynamic-import': false },
  define: { STOCKBOOK_VERSION: JSON.stringify(version), 'import.meta.url': '__filename' },
  plugins: [apart],
});
await build({ ...options, entryPoints: packages });
writeFileSync(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
writeFileSync(`${outdir}/stockbook.1`, execFileSync(process.execPath, [`${outdir}/main.js`, '__man']));
rmSync(dist, { recursive: true, force: true });
renameSync(outdir, dist);
