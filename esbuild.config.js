// Bundles the program into dist/ as CommonJS, which Node starts faster than ES modules: dist/main.js, which starts;
// dist/run.js with the code of ours that everyday commands need, evaluated module by module; a file for each of the
// groups below, loaded when it is called for; and one file for each package that most commands do without.
// The program built then prints its manual page, dist/stockbook.1, and keeps what V8 compiles of it (compile-cache.js).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const source = fileURLToPath(new URL('src', import.meta.url));
const dist = fileURLToPath(new URL('dist', import.meta.url));
/** Built beside and then swapped, so that a program that runs meanwhile finds the old files or the new. */
const outdir = `${dist}.new`;

/** Packages that few commands load. */
const packages = [
  'chalk',
  'cli-table3',
  'csv-parse/sync',
  'd3-scale',
  'd3-shape',
  'lossless-json',
  'pinyin-pro',
  'saxes',
  'yauzl',
  'yazl',
];
/** The same for inquirer, with the question of ours that is built on it. */
const prompts = 'src/cli/ask/prompts.ts';

/** Modules of ours that everyday commands do without, by the file they go to; each is imported dynamically only. */
const groups = {
  en: ['cli/words/en.ts'],
  zh: ['cli/words/zh.ts'],
  terminal: [
    'cli/menu/menu.ts',
    'cli/host/pager.ts',
    'cli/menu/scanning.ts',
    'cli/ask/pinyin.ts',
    'cli/ask/plain.ts',
    'cli/ask/terminal.ts',
  ],
  labels: ['cli/commands/labels/labels.ts'],
  // With bwip-js, of which two symbologies are a tenth.
  barcodes: ['exchange/labels/barcode.ts'],
  report: [
    'cli/commands/report/chart.ts',
    'cli/commands/report/report.ts',
    'cli/words/report/en.ts',
    'cli/words/report/zh.ts',
  ],
  care: ['backup', 'repair', 'restore', 'verify'].map((name) => `store/json-file/upkeep/${name}.ts`),
  complete: ['cli/commands/shell/complete.ts'],
  help: ['cli/help/topics.ts', 'cli/help/hints.ts', 'cli/commands/shell/man.ts', 'cli/commands/words.ts'],
  seldom: [
    'store/init',
    'devices/add',
    'devices/edit',
    'devices/remove',
    'movement/correct',
    'history/why',
    'movement/scan',
    'import/import',
    'export/export',
    'store/verify',
    'store/repair',
    'store/backup',
    'store/restore',
    'store/info',
    'shell/completion',
  ].map((name) => `cli/commands/${name}.ts`),
};
/** Modules of Node that take long to load and that everyday commands import but seldom call. */
const seldomBuiltins = ['child_process', 'crypto', 'os', 'tty'];
const groupOf = new Map(
  Object.entries(groups).flatMap(([group, modules]) => modules.map((module) => [module, group])),
);

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
const ours = {
  ...options,
  metafile: true,
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
const builtinsWhenUsed = {
  name: 'builtins-when-used',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(node:)?(${seldomBuiltins.join('|')})$`);
    onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'builtin'
        ? { path, external: true }
        : { path: path.replace(/^node:/, ''), namespace: 'builtin' },
    );
    onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => {
      const keys = Object.keys(createRequire(import.meta.url)(path));
      const getters = keys.map((key) => `get ${key}() { return require('node:${path}').${key}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };` };
    });
  },
};

/** Has what is in another file loaded from there: packages, groups other than `own`, and `core`, the modules of run.js. */
const apart = (own, core, used = new Set()) => ({
  name: 'files-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${packages.join('|')})$`) }, ({ path }) =>
      elsewhere(`./${fileOf(path)}.js`),
    );
    onResolve({ filter: /^\.\/prompts\.ts$/ }, () => elsewhere('./prompts.js'));
    onResolve({ filter: /^\.\/[a-z]+\.js$/, namespace: 'door' }, ({ path }) => elsewhere(path));
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, importer, kind }) => {
      const module = relative(source, resolve(dirname(importer), path));
      const group = groupOf.get(module);
      if (group !== undefined && group !== own) {
        if (kind !== 'dynamic-import') throw new Error(`${importer} must import ${module} dynamically`);
        return { path: `${group}.js ${module}`, namespace: 'door' };
      }
      if (!core.has(module)) return undefined;
      used.add(module);
      return { path: `run.js ${module}`, namespace: 'door' };
    });
    onLoad({ filter: /^/, namespace: 'door' }, ({ path }) => {
      const [file, module] = path.split(' ');
      return {
        contents: `module.exports = require('./${file}').modules['${module}']();`,
        resolveDir: source,
      };
    });
  },
});
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const fileOf = (name) => name.replace('/', '-');
const elsewhere = (path) => ({ path, external: true });

/** A module that offers others by name, each evaluated when it is first asked for. */
const offering = (modules) =>
  `export const modules = {${modules.map((module) => `'${module}': () => require('./${module}')`).join(',')}};`;

const buildOffer = (name, contents, plugin) =>
  build({
    ...ours,
    stdin: { contents, resolveDir: source, sourcefile: `${name}.js` },
    outdir: undefined,
    outfile: `${outdir}/${name}.js`,
    plugins: [builtinsWhenUsed, plugin],
  });

rmSync(outdir, { recursive: true, force: true });
const runs = "export * from './cli/run.ts';";
const { metafile } = await buildOffer('run', runs, apart('run', new Set()));
const core = new Set(
  Object.keys(metafile.inputs)
    .filter((input) => input.startsWith('src/'))
    .map((input) => input.slice('src/'.length)),
);
const used = new Set();
for (const [group, modules] of Object.entries(groups)) {
  await buildOffer(group, offering(modules), apart(group, core, used));
}
await buildOffer('run', `${runs}\n${offering([...used].sort())}`, apart('run', new Set()));
await build({
  ...ours,
  entryPoints: ['src/cli/main.ts'],
  plugins: [builtinsWhenUsed],
});
await build({
  ...options,
  entryPoints: { ...Object.fromEntries(packages.map((name) => [fileOf(name), name])), prompts },
});
// One byte a character is read faster; outside of strings, esbuild leaves other characters as they are.
for (const name of readdirSync(outdir)) {
  const text = readFileSync(`${outdir}/${name}`, 'utf8');
  writeFileSync(`${outdir}/${name}`, text.replace(/[^\0-\x7f]/g, escaped), 'latin1');
}
writeFileSync(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
const built = (script, ...words) => execFileSync(process.execPath, [script, ...words]);
writeFileSync(
  `${outdir}/stockbook.1`,
  built('-e', `require('${outdir}/main.js').start()`, 'stockbook', '__man'),
);
built(fileURLToPath(new URL('compile-cache.js', import.meta.url)), outdir);
rmSync(dist, { recursive: true, force: true });
renameSync(outdir, dist);
