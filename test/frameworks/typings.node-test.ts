import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const frameworks = ['react', 'react-18', 'preact', 'solid', 'svelte', 'vue'];

describe('the typings for frameworks', () => {
  for (const framework of frameworks) {
    it(`take what is right and refuse what is wrong: ${framework}`, () => {
      const folder = fileURLToPath(new URL(framework, import.meta.url));
      const { status, stdout } = spawnSync('npx', ['tsc', '-p', folder], { encoding: 'utf8' });
      assert.equal(stdout, '');
      assert.equal(status, 0);
    });
  }
});
