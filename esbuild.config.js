// Bundles the program into dist/ as CommonJS, which Node starts faster than ES modules: dist/main.js, which starts;
// dist/whole.js with the rest of our code, evaluated module by module; dist/moves.js and dist/looks.js with what everyday
// commands need of it; and one file for each package that most commands do without. The program built then prints its
// manual page, dist/stockbook.1, and its help, dist/help/, and keeps what V8 compiles of it (compile-cache.js).
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('dist', import.meta.url));
/** Built beside and then swapped, so that a program that runs meanwhile finds the old files or the new. */
const outdir = `${dist}.new`;

/** Packages that few commands load. */
const packages = [
  'chalk',
  'cli-table3',
  'd3-scale',
  'd3-shape',
  'lossless-json',
  'pinyin-pro',
  'saxes',
  'yauzl',
  'yazl',
];
/**
 * The same for inquirer with a question built on it, for two of the symbologies of bwip-js, which are a tenth of it, and for
 * the one table of opencc-js that we use.
 */
const modules = {
  prompts: 'src/cli/ask/prompts.ts',
  barcode: 'src/exchange/labels/barcode.ts',
  traditional: 'src/cli/ask/search/traditional.ts',
};
/** And for what talks to PostgreSQL. */
const client = { 'pg-client': 'src/store/postgres/server/pg-client.ts' };

/** Modules of Node that take long to load and that everyday commands import but seldom call. */
const rareBuiltins = ['child_process', 'crypto', 'module', 'os', 'readline', 'stream', 'tty', 'v8'];
/** The same of what pg imports. */
const rareForClient = ['crypto', 'dns', 'tls', 'util'];

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
/**
 * What all but the first file is wrapped in: it evaluates to a function such as Node makes of a CommonJS module (compiled.ts), and
 * where Node itself loads it, calls that with what Node hands over.
 */
const wrapped = {
  banner: {
    js: `(load => typeof arguments === 'undefined' ? load : load(...arguments))(
function (exports, require, module, __filename, __dirname) {`,
  },
  footer: { js: '})' },
};
const ours = {
  ...options,
  // pdfkit finds its fonts beside itself.
  external: ['fs-native-extensions', 'fontkit', 'pdfkit'],
  supported: { 'dynamic-import': false },
  define: {
    STOCKBOOK_VERSION: JSON.stringify(version),
    'import.meta.url': '__filename',
    'import.meta.filename': '__filename',
    'import.meta.dirname': '__dirname',
  },
};

/** Has modules of Node loaded when something in them is first used. */
const builtinsWhenUsed = (names) => ({
  name: 'builtins-when-used',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(node:)?(${names.join('|')})$`);
    onResolve({ filter }, ({ path, namespace, kind }) => {
      if (namespace === 'builtin' || namespace === 'functions') return { path, external: true };
      const name = path.replace(/^node:/, '');
      return {
        path: name,
        namespace: kind === 'import-statement' && name !== 'stream' ? 'functions' : 'builtin',
      };
    });
    const exported = (path) => Object.entries(createRequire(import.meta.url)(path));
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => {
      const getters = exported(path).map(
        ([key]) => `get ${key}() { return require('node:${path}').${key}; }`,
      );
      return { contents: `module.exports = { ${getters.join(', ')} };` };
    });
    // An object with getters would be copied, getter by getter, by each module that imports a function from it.
    onLoad({ filter: /^/, namespace: 'functions' }, ({ path }) => {
      const functions = exported(path)
        .filter(([key, value]) => typeof value === 'function' && /^[a-z]/.test(key))
        .map(
          ([key]) =>
            `export function ${key}(...values) { return require('node:${path}').${key}(...values); }`,
        );
      return { contents: functions.join('\n') };
    });
  },
});

/** Has a package that exports one function evaluated when that is first called. */
const packageWhenUsed = (name) => ({
  name: 'package-when-used',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^${name}$`);
    onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'package' ? undefined : { path, namespace: 'package' },
    );
    onLoad({ filter: /^/, namespace: 'package' }, ({ path }) => ({
      contents: `export default (...values) => require('${path}').default(...values);`,
      resolveDir: import.meta.dirname,
    }));
  },
});

/** Has the packages and modules that are in files of their own loaded from there. */
const separateFiles = {
  name: 'separate-files',
  setup({ onResolve }) {
    const own = Object.keys({ ...modules, ...client }).join('|');
    const separate = new RegExp(`^(${packages.join('|')})$|/(${own})\\.ts$`);
    onResolve({ filter: separate }, ({ path }) => {
      const [, name, module] = separate.exec(path);
      return { path: `./${module ?? fileOf(name)}.js`, external: true };
    });
  },
};

/** Leaves out what pg looks for on other platforms, and what reads URLs and files of passwords, which we do ourselves. */
const withoutStrangers = {
  name: 'without-strangers',
  setup({ onResolve, onLoad }) {
    const filter = /^(pgpass|pg-cloudflare|pg-connection-string)$/;
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'stranger' }));
    onLoad({ filter: /^/, namespace: 'stranger' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const fileOf = (name) => name.replace('/', '-');

rmSync(outdir, { recursive: true, force: true });
const plugins = [
  builtinsWhenUsed(rareBuiltins),
  packageWhenUsed('fast-string-truncated-width'),
  separateFiles,
];
await build({ ...ours, entryPoints: ['src/cli/main.ts'], plugins });
await build({ ...ours, ...wrapped, entryPoints: ['src/cli/entries/whole.ts'], plugins });
await build({
  ...ours,
  ...wrapped,
  entryPoints: ['src/cli/entries/moves.ts', 'src/cli/entries/looks.ts'],
  minifyIdentifiers: true,
  plugins,
});
await build({
  ...options,
  ...wrapped,
  entryPoints: { ...Object.fromEntries(packages.map((name) => [fileOf(name), name])), ...modules },
});
await build({
  ...options,
  ...wrapped,
  entryPoints: client,
  // It asks only whether it runs on Cloudflare, for which Node would load an HTTP client.
  define: { Response: 'undefined' },
  plugins: [builtinsWhenUsed(rareForClient), withoutStrangers],
});
// One byte a character is read faster; outside of strings, esbuild leaves other characters as they are.
for (const name of readdirSync(outdir)) {
  const text = readFileSync(`${outdir}/${name}`, 'utf8');
  writeFileSync(`${outdir}/${name}`, text.replace(/[^\0-\x7f]/g, escaped), 'latin1');
}
writeFileSync(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
const built = (script, ...words) => execFileSync(process.execPath, [script, ...words]);
const printed = (command) => built('-e', `require('${outdir}/main.js').start()`, 'stockbook', command);
writeFileSync(`${outdir}/stockbook.1`, printed('__man'));
for (const [file, text] of Object.entries(JSON.parse(printed('__help')))) {
  mkdirSync(dirname(`${outdir}/${file}`), { recursive: true });
  writeFileSync(`${outdir}/${file}`, text);
}
built(fileURLToPath(new URL('compile-cache.js', import.meta.url)), outdir);
rmSync(dist, { recursive: true, force: true });
renameSync(outdir, dist);
