import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

type Rendered = {
  readonly version: string;
  readonly html: string;
  readonly warnings: readonly string[];
  readonly globals: readonly string[];
};

function render(configuration: string): Rendered {
  const program = ['tsx', '--tsconfig', pathOf(configuration), pathOf('render-react.ts')];
  const { stdout, stderr } = spawnSync('npx', program, { encoding: 'utf8' });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Rendered;
}

for (const [configuration, major] of [
  ['react-18/tsconfig.run.json', 18],
  ['react/tsconfig.json', 19],
] as const) {
  describe(`the React component on a server with React ${String(major)}`, () => {
    const { version, html, warnings, globals } = render(configuration);

    it('runs with that version', () => {
      assert.equal(version.split('.')[0], String(major));
    });

    it('writes the element with texts, numbers and booleans as attributes, and its children', () => {
      assert.equal(
        html,
        '<smh-uploader id="files" class="wide" endpoint="/smh" library-id="smhdev" max-files="3" ' +
          'multiple=""><span slot="hint">Photos</span></smh-uploader>',
      );
    });

    it('writes no access token', () => {
      assert.ok(!html.includes('secret'));
    });

    it('warns of nothing and makes nothing global', () => {
      assert.deepEqual(warnings, []);
      assert.deepEqual(globals, []);
    });
  });
}
