import { build } from 'vite';
import type { Plugin as VitePlugin } from 'vite';

/** What the component and its tests import of React: CommonJS does not tell what it exports. */
const exportsOf: Readonly<Record<string, readonly string[]>> = {
  react: [
    'act',
    'createElement',
    'createRef',
    'forwardRef',
    'StrictMode',
    'useEffect',
    'useImperativeHandle',
    'useLayoutEffect',
    'useRef',
    'useState',
    'version',
  ],
  'react-dom/client': ['createRoot'],
};

const folder = '/__react__/';

/** The part of the test runner's plugins that is needed; its own type was compiled less strictly. */
type RunnerPlugin = {
  readonly name: string;
  resolveImport(parameters: { readonly source: string }): string | undefined;
  serve(context: { readonly path: string }): Promise<{ body: string; type: string } | undefined>;
};

/**
 * Gives React to test pages as modules, in its development build: it comes as CommonJS, which no page reads.
 * It is built when a test first asks for it.
 */
export function bundleReact(): RunnerPlugin {
  let files: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    name: 'bundle-react',
    resolveImport: ({ source }) =>
      Object.hasOwn(exportsOf, source) ? `${folder}${fileOf(source)}` : undefined,
    async serve({ path }) {
      if (!path.startsWith(folder)) return undefined;
      files ??= bundle();
      const body = (await files).get(path.slice(folder.length));
      return body === undefined ? undefined : { body, type: 'js' };
    },
  };
}

function fileOf(name: string): string {
  return `${name.replaceAll('/', '-')}.js`;
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { NODE_ENV } = process.env;
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.keys(exportsOf).map((name) => [fileOf(name).slice(0, -'.js'.length), virtual(name)]),
        ),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
    plugins: [namedExports()],
  });
  // Vite sets it for itself; the tests that run after these must not find it.
  if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = NODE_ENV;
  const outputs = Array.isArray(built) ? built : [built];
  return new Map(
    outputs
      .flatMap((each) => ('output' in each ? each.output : []))
      .flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code] as const] : [])),
  );
}

const virtual = (name: string): string => `virtual:${name}`;

/** A module of each package that exports those names. */
function namedExports(): VitePlugin {
  const codes = new Map(
    Object.entries(exportsOf).map(([name, names]) => [
      `\0${virtual(name)}`,
      `import all from '${name}'; export const { ${names.join(', ')} } = all;`,
    ]),
  );
  return {
    name: 'named-exports',
    resolveId: (source) => (source.startsWith('virtual:') ? `\0${source}` : undefined),
    load: (id) => codes.get(id),
  };
}
