import { expect } from '@esm-bundle/chai';
import type axeCore from 'axe-core';
import 'axe-core';
import { OwnFake, place } from '../support/element-page.js';
import { openList, showcase, showState } from '../support/showcase.js';

/** The package is no module: it leaves itself in the window. */
declare const axe: typeof axeCore;

/** Rules that speak of whole pages; a test's page is none. */
const rules = Object.fromEntries(
  ['page-has-heading-one', 'region', 'landmark-one-main', 'bypass'].map((id) => [id, { enabled: false }]),
);

describe('accessibility, by axe', () => {
  let element: OwnFake;

  beforeEach(async () => {
    element = new OwnFake();
    element.multiple = true;
    await place(element);
  });

  afterEach(() => {
    document.documentElement.style.colorScheme = '';
    document.body.replaceChildren();
  });

  async function violationsNow(): Promise<readonly string[]> {
    // Half faded in, nothing has its contrast yet.
    await Promise.all((element.shadowRoot?.getAnimations() ?? []).map(({ finished }) => finished));
    const { violations } = await axe.run(element, { rules });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, any }) => `${html} ${any.map(({ message }) => message).join(' ')}`).join(', ')}`,
    );
  }

  for (const scheme of ['light', 'dark']) {
    for (const name of Object.keys(showcase)) {
      it(`finds nothing in the state ${name}, ${scheme}`, async () => {
        document.documentElement.style.colorScheme = scheme;
        await showState(element, name);
        expect(await violationsNow()).to.deep.equal([]);
      });

      it(`finds nothing in the state ${name} of the view grid, ${scheme}`, async () => {
        document.documentElement.style.colorScheme = scheme;
        element.view = 'grid';
        await showState(element, name);
        expect(await violationsNow()).to.deep.equal([]);
      });

      it(`finds nothing in the state ${name} of the view compact, ${scheme}`, async () => {
        document.documentElement.style.colorScheme = scheme;
        element.view = 'compact';
        await showState(element, name);
        expect(await violationsNow()).to.deep.equal([]);
        await openList(element);
        expect(await violationsNow()).to.deep.equal([]);
      });
    }
  }

  it('finds what is wrong', async () => {
    await showState(element, 'mixed');
    element.shadowRoot?.querySelector('[data-action="pause"]')?.setAttribute('aria-label', '');
    element.shadowRoot?.querySelector('[data-action="pause"]')?.removeAttribute('title');
    element.style.setProperty('--smh-muted', '#ccc');
    const { violations } = await axe.run(element, { rules });
    expect(violations.map(({ id }) => id)).to.include.members(['button-name', 'color-contrast']);
  });
});
