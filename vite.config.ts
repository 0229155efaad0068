import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { build, defineConfig, minifySync, parseSync, Visitor } from 'vite';
import type { Plugin, UserConfig } from 'vite';
import type { SmhDevServerOptions } from './demo/server/plugin.js';
import { en } from './src/locales/en.js';
import { textOrder } from './src/locales/text-order.js';

/**
 * `vite` serves the demo. `vite build --mode M` makes one of four builds into `dist`, in this order:
 * `npm` (entries for bundlers, dependencies left out), `worker` (the hash worker as a file of its own),
 * `single` (one file for a script tag), `server` (what runs in Node: the development server, and what stands
 * for the browser's entries there).
 */
export default defineConfig(async ({ command, mode }) => {
  if (command === 'serve') return demo();
  switch (mode) {
    case 'npm':
      return npmBuild;
    case 'worker':
      return workerBuild;
    case 'single':
      return singleFileBuild;
    case 'server':
      return serverBuild;
    default:
      throw new Error(`vite build --mode ${mode}: the modes are npm, worker, single and server.`);
  }
});

const inRepository = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const publicEntries = {
  'smh-uploader': inRepository('./src/index.ts'),
  'smh-uploader/headless': inRepository('./src/headless.ts'),
  'smh-uploader/hash-worker.js': inRepository('./src/hashing/hash-worker.ts'),
};

/** Entries for frameworks; `react-server` is `react` where there is no page. */
const wrapperEntries = Object.fromEntries(
  ['react', 'react-server', 'vue', 'jsx'].map((name) => [name, inRepository(`./src/wrappers/${name}.ts`)]),
);

/** One a language, each named for its tag: `zh-cn.ts`, but not `plural.ts`. */
const localeFiles = globSync(['src/locales/??.ts', 'src/locales/??-??.ts'], {
  cwd: inRepository('.'),
  ignore: 'src/locales/en.ts',
}).sort();

/** The oldest engines that the element runs in; all later syntax is compiled down. */
const target = 'es2022';

/** @param devServer how the development server runs; tests give it a folder and ports of their own */
export async function demo(devServer: SmhDevServerOptions = {}): Promise<UserConfig> {
  const { smhDevServer } = await import('./demo/server/plugin.js');
  return {
    root: inRepository('./demo'),
    // Pages import the public entries by name, as a user's pages do; here they lead to the sources.
    resolve: {
      alias: [
        ...Object.entries(publicEntries).map(([name, replacement]) => ({
          find: new RegExp(`^${name}$`),
          replacement,
        })),
        { find: /^smh-uploader\/locales\/(.+)$/, replacement: inRepository('./src/locales/$1.ts') },
      ],
    },
    // Found before the first page: a dependency found later makes Vite reload it, and the chosen files are lost.
    optimizeDeps: {
      include: [
        'lit',
        'lit/async-directive.js',
        'lit/decorators.js',
        'lit/directive.js',
        'lit/directives/guard.js',
        'lit/directives/if-defined.js',
        'lit/directives/repeat.js',
        'hash-wasm',
        'idb',
      ],
    },
    server: { host: '127.0.0.1', fs: { allow: [inRepository('.')] } },
    plugins: [smhDevServer(devServer)],
  };
}

const npmBuild: UserConfig = {
  base: './',
  build: {
    target,
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    lib: {
      entry: {
        'smh-uploader': publicEntries['smh-uploader'],
        headless: publicEntries['smh-uploader/headless'],
        ...wrapperEntries,
        ...Object.fromEntries(
          localeFiles.map((file) => [file.slice('src/'.length, -'.ts'.length), inRepository(file)]),
        ),
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^lit($|\/)/, /^@lit\//, /^hash-wasm($|\/)/, /^idb$/, /^react$/],
      output: {
        chunkFileNames: 'chunks/[name]-[hash].js',
        // A component has hooks: Next and the like must not run it as a server component.
        banner: ({ name, isEntry }) => (isEntry && name.startsWith('react') ? "'use client';" : ''),
      },
    },
  },
  plugins: [workerBesideTheEntries(), elementByItsEntry(), textsWithoutNames()],
};

const workerBuild: UserConfig = {
  base: './',
  build: {
    target,
    emptyOutDir: false,
    sourcemap: true,
    lib: { entry: { 'hash-worker': publicEntries['smh-uploader/hash-worker.js'] }, formats: ['es'] },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
};

const singleFileBuild: UserConfig = {
  base: './',
  build: {
    target,
    emptyOutDir: false,
    sourcemap: true,
    lib: { entry: { 'smh-uploader.min': publicEntries['smh-uploader'] }, formats: ['es'] },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
  plugins: [moduleAsFunction()],
  resolve: {
    alias: [
      {
        find: /^\.\/spawn-worker\.js$/,
        replacement: inRepository('./src/hashing/spawn-worker-inline.ts'),
      },
      {
        find: /^\.\/hash-service\.js$/,
        replacement: inRepository('./src/hashing/hash-service-inline.ts'),
      },
      {
        find: /^\.\/loadable-locales\.js$/,
        replacement: inRepository('./src/locales/loadable-locales-none.ts'),
      },
    ],
  },
};

const serverBuild: UserConfig = {
  build: {
    target: 'node20',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    ssr: true,
    rolldownOptions: {
      input: {
        'dev-server': inRepository('./demo/server/index.ts'),
        'dev-server-cli': inRepository('./demo/server/cli.ts'),
        'node/smh-uploader': inRepository('./src/node/index.ts'),
        'node/headless': inRepository('./src/node/headless.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'node/chunks/[name]-[hash].js' },
    },
  },
};

/**
 * Keeps `new URL('hash-worker.js', import.meta.url)` as an expression in the entries, so that the next
 * bundler finds the worker's file by it. Vite itself would put a copy with a hash in its name, and an
 * expression that no other bundler reads.
 */
function workerBesideTheEntries(): Plugin {
  const source = "'./hash-worker.ts'";
  const placeholder = '__SMH_HASH_WORKER_FILE__';
  return {
    name: 'worker-beside-the-entries',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/hashing/spawn-worker.ts')) return undefined;
      if (!code.includes(source)) this.error(`${id} does not name ${source} any more.`);
      return { code: code.replace(source, placeholder), map: null };
    },
    renderChunk(code, chunk) {
      if (!code.includes(placeholder)) return undefined;
      const depth = chunk.fileName.split('/').length - 1;
      const file = JSON.stringify(`${depth === 0 ? './' : '../'.repeat(depth)}hash-worker.js`);
      return { code: code.replaceAll(placeholder, file), map: null };
    },
  };
}

/**
 * Lets the React entry import the element's: shared code would move into a chunk, and the entry that
 * registers the element be left with none. `sideEffects` names entries, which bundlers then keep.
 */
function elementByItsEntry(): Plugin {
  return {
    name: 'element-by-its-entry',
    enforce: 'pre',
    resolveId(source, importer) {
      return source === '../index.js' && importer === wrapperEntries['react']
        ? { id: './smh-uploader.js', external: true }
        : undefined;
    },
  };
}

/**
 * Leaves the names out of the built languages, where they would be a third of each file: the texts come
 * as a list, in the order of the names in English, which `text-order.ts` reads. Minifies those files.
 */
function textsWithoutNames(): Plugin {
  const names = Object.keys(en);
  const order = JSON.stringify(textOrder(names));
  return {
    name: 'texts-without-names',
    transform(code, id) {
      if (!localeFiles.some((file) => id === inRepository(file))) return undefined;
      const texts = new Map<string, string>();
      let [start, end] = [0, 0];
      new Visitor({
        ReturnStatement({ argument }) {
          if (argument?.type !== 'ObjectExpression') return;
          ({ start, end } = argument);
          for (const property of argument.properties) {
            if (property.type !== 'Property') continue;
            const { key, value } = property;
            const name =
              key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
            texts.set(name, code.slice(value.start, value.end));
          }
        },
      }).visit(parseSync(id.replace(/\.ts$/, '.js'), code).program);
      const list = names.map((name) => texts.get(name) ?? this.error(`${id} has no text for "${name}".`));
      return {
        code: `${code.slice(0, start)}{ order: ${order}, texts: [${list.join(',\n')}] }${code.slice(end)}`,
        map: null,
      };
    },
    // After all others, who would put the spaces back; and the source maps would lead to other lines.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          if (!name.startsWith('locales/')) continue;
          if (file.type === 'chunk') file.code = minifySync(name, file.code, { module: true }).code;
          else delete bundle[name];
        }
      },
    },
  };
}

/**
 * Gives for `import make from './module.ts?function'` a function that makes the module anew and needs
 * nothing but its own text: one copy of the hashing code serves the page and, as text, the worker.
 */
function moduleAsFunction(): Plugin {
  const query = '?function';
  const name = 'module';
  return {
    name: 'module-as-function',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(query)) return undefined;
      const found = await this.resolve(source.slice(0, -query.length), importer);
      return found === null ? undefined : `${found.id}${query}`;
    },
    async load(id) {
      if (!id.endsWith(query)) return undefined;
      const entry = id.slice(0, -query.length);
      const result = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          target,
          write: false,
          minify: false,
          sourcemap: true,
          lib: { entry, name, formats: ['iife'] },
        },
      });
      const [made] = Array.isArray(result) ? result : [result];
      if (made === undefined || !('output' in made)) return this.error(`${entry} was not built.`);
      const [{ code, map }] = made.output;
      return {
        code: `export default function () {\n${code}\nreturn ${name};\n}`,
        // One line later than in the inner build.
        map: map === null ? null : { ...map, mappings: `;${map.mappings}` },
      };
    },
  };
}
