// Bundles the program into dist/ as CommonJS, which Node starts faster than ES modules: dist/main.js with all code of
// ours, evaluated module by module as it is needed, and one file for each package that most commands do without.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const outdir = new URL('dist/', import.meta.url).pathname;

/** Loaded by few commands, so kept out of what every command loads. */
const packages = ['chalk', 'cli-table3', 'csv-parse', 'inquirer', 'lossless-json', 'saxes', 'yauzl', 'yazl'];

/** Has the program load such a package from its own file. */
const apart = {
  name: 'packages-apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${packages.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${path}.js`, external: true },
    );
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
  charset: 'utf8',
  logLevel: 'warning',
};

rmSync(outdir, { recursive: true, force: true });
await build({
  ...options,
  entryPoints: ['src/cli/main.ts'],
  external: ['fs-native-extensions'],
  supported: { 'dynamic-import': false },
  define: { STOCKBOOK_VERSION: JSON.stringify(version), 'import.meta.url': '__filename' },
  plugins: [apart],
});
await build({ ...options, entryPoints: packages });
writeFileSync(`${outdir}package.json`, '{ "type": "commonjs" }\n');
