import { expect } from '@esm-bundle/chai';
import manifest from '../../custom-elements.json';
import { allInside, drawn, inside, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';
import { openList, showcase, showState } from '../support/showcase.js';

type Named = { readonly name: string };

const documented = manifest.modules
  .flatMap(({ declarations }) => declarations as readonly Record<string, unknown>[])
  .find(({ tagName }) => tagName === 'smh-uploader');

/** What the class comment promises of a kind, read from the manifest that is made from it. */
function namesOf(kind: 'cssParts' | 'cssProperties' | 'cssStates' | 'slots'): readonly string[] {
  return ((documented?.[kind] ?? []) as readonly Named[]).map(({ name }) => name);
}

const VIEWS = ['list', 'grid', 'compact'] as const;

/** A new element in a state of the showcase, its list open, drawn at once: half of a transition proves nothing. */
async function shown(state: string, view: string): Promise<OwnFake> {
  document.body.replaceChildren();
  const element = new OwnFake();
  element.multiple = true;
  element.setAttribute('view', view);
  await place(element);
  adopt(
    element.shadowRoot,
    '*, ::before, ::after { transition: none !important; animation: none !important }',
  );
  await showState(element, state);
  await openList(element);
  return element;
}

/** Adds rules to a page or a shadow root; returns what takes them away. */
function adopt(root: Document | ShadowRoot | null, css: string): () => void {
  if (root === null) throw new Error('nothing to style');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}

function cssOf({ shadowRoot }: OwnFake): string {
  return (shadowRoot?.adoptedStyleSheets ?? [])
    .flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
    .join('\n');
}

after(() => document.body.replaceChildren());

describe('the documented parts', () => {
  /** The first state in which each part was met. */
  const metIn = new Map<string, readonly [state: string, view: string]>();

  before(async () => {
    for (const view of VIEWS) {
      for (const state of Object.keys(showcase)) {
        const element = await shown(state, view);
        for (const { part } of allInside(element, '[part]')) {
          for (const name of part) if (!metIn.has(name)) metIn.set(name, [state, view]);
        }
      }
    }
  });

  it('are all that are there', () => {
    expect([...metIn.keys()].filter((name) => !namesOf('cssParts').includes(name))).to.deep.equal([]);
  });

  for (const part of namesOf('cssParts')) {
    it(`${part}: there, and a rule of the page changes it`, async () => {
      const [state, view] = metIn.get(part) ?? [];
      if (state === undefined || view === undefined) throw new Error('in no state');
      const element = await shown(state, view);
      const styles = allInside(element, `[part~="${part}"]`).map((found) => getComputedStyle(found));
      const before = styles.map(({ outlineColor }) => outlineColor);
      const takeAway = adopt(document, `own-fake::part(${part}) { outline: 3px dashed rgb(1, 2, 3) }`);
      try {
        expect(before).to.not.include('rgb(1, 2, 3)');
        expect(styles.map(({ outlineColor }) => outlineColor)).to.deep.equal(
          before.map(() => 'rgb(1, 2, 3)'),
        );
      } finally {
        takeAway();
      }
    });
  }
});

/** Values unlike any default. */
const PROBES: Readonly<Record<string, string>> = {
  '--smh-radius': '3px',
  '--smh-density': '1.125',
  '--smh-font': 'monospace',
};
const PROBE_COLOUR = 'rgb(1, 2, 3)';

const WATCHED = [
  'accent-color',
  'background-color',
  'background-image',
  'border-top-color',
  'border-top-left-radius',
  'color',
  'font-family',
  'min-height',
  'outline-color',
  'stroke',
] as const;

/** How all that is drawn looks. */
function looksOf(element: OwnFake): string {
  return [element, ...allInside(element, '*')]
    .map((found) => {
      const style = getComputedStyle(found);
      return WATCHED.map((property) => style.getPropertyValue(property)).join();
    })
    .join('\n');
}

/** The element's own rules for the pointer, for all at once: no script can bring a pointer. */
function asIfPressed(element: OwnFake): string {
  return cssOf(element)
    .replaceAll(/:hover|:active/g, ':not(.never)')
    .replaceAll(/@media \(hover: ?hover\)/g, '@media all');
}

describe('the documented properties', () => {
  const changing = new Map<string, string>();

  before(async () => {
    const isAllFound = (): boolean => changing.size === namesOf('cssProperties').length;
    for (const isPressed of [false, true]) {
      for (const state of Object.keys(showcase)) {
        if (isAllFound()) return;
        const element = await shown(state, 'list');
        if (isPressed) adopt(element.shadowRoot, asIfPressed(element));
        const before = looksOf(element);
        for (const name of namesOf('cssProperties')) {
          if (changing.has(name)) continue;
          element.style.setProperty(name, PROBES[name] ?? PROBE_COLOUR);
          if (looksOf(element) !== before) changing.set(name, state);
          element.style.removeProperty(name);
        }
      }
    }
  });

  for (const name of namesOf('cssProperties')) {
    it(`${name}: changes how something looks`, () => {
      expect(changing.get(name)).to.be.a('string');
    });
  }

  it('are all that the stylesheets read', async () => {
    const read = cssOf(await shown('empty', 'list')).matchAll(/var\((--smh-[\w-]+)/g);
    expect([...new Set(Array.from(read, ([, name = '']) => name))].sort()).to.deep.equal(
      [...namesOf('cssProperties')].sort(),
    );
  });
});

/** Slots whose content is shown in a situation; the others hide theirs. */
const SLOTS_SHOWN: readonly (readonly [state: string, view: string, slots: readonly string[]])[] = [
  ...VIEWS.flatMap((view) => [
    ['empty', view, ['', 'icon', 'button', 'hint', 'empty', 'footer']] as const,
    ['mixed', view, ['', 'icon', 'button', 'hint', 'footer']] as const,
  ]),
  ['mixed', 'compact-closed', ['footer']],
  ['empty', 'none', ['']],
  ['mixed', 'none', ['']],
];

describe('the documented slots', () => {
  for (const [state, view, slots] of SLOTS_SHOWN) {
    for (const name of namesOf('slots')) {
      const isShown = slots.includes(name);
      it(`${name || 'default'}: ${isShown ? 'shown' : 'hidden'} where ${state}, view ${view}`, async () => {
        const element = new OwnFake();
        element.multiple = true;
        element.setAttribute('view', view === 'compact-closed' ? 'compact' : view);
        const mark = document.createElement('b');
        mark.slot = name;
        mark.textContent = 'mine';
        element.append(mark);
        document.body.replaceChildren();
        await place(element);
        if (view === 'none') {
          if (state === 'mixed') element.fake.show([fakeTask()]);
          await drawn(element);
        } else {
          await showState(element, state);
          if (view === 'compact') await openList(element);
        }
        const { width, height } = mark.getBoundingClientRect();
        expect(width > 0 && height > 0).to.equal(isShown);
      });
    }
  }

  it('are all that are there', async () => {
    const found = new Set<string>();
    for (const [state, view] of SLOTS_SHOWN) {
      if (!(VIEWS as readonly string[]).includes(view)) continue;
      const element = await shown(state, view);
      for (const slot of allInside(element, 'slot')) found.add(slot.getAttribute('name') ?? '');
    }
    expect([...found].sort()).to.deep.equal([...namesOf('slots')].sort());
  });
});

/** The custom states of each state of the showcase; none where it is not named. */
const STATES_IN: Readonly<Record<string, readonly string[]>> = {
  disabled: ['disabled'],
  'dragging-over': ['dragging'],
  'dragging-over-list': ['dragging', 'failed', 'uploading'],
  'refused-drag': ['dragging'],
  'partly-refused-drag': ['dragging'],
  checking: ['uploading'],
  uploading: ['uploading'],
  removed: ['paused'],
  'submit-held': ['uploading'],
  paused: ['paused'],
  conflict: ['uploading'],
  failed: ['failed'],
  'failed-many': ['failed'],
  completed: ['complete'],
  'already-there': ['complete'],
  mixed: ['failed', 'uploading'],
  'left-out': ['complete'],
  'two-hundred': ['failed', 'uploading'],
  'hostile-names': ['uploading'],
};

describe('the documented custom states', () => {
  for (const state of Object.keys(showcase)) {
    const expected = STATES_IN[state] ?? [];
    it(`${expected.join(', ') || 'none'}: where ${state}`, async () => {
      const element = await shown(state, 'list');
      const matching = namesOf('cssStates').filter((name) => element.matches(`:state(${name})`));
      expect(matching.sort()).to.deep.equal(expected);
    });
  }

  it('are each met above', () => {
    expect([...new Set(Object.values(STATES_IN).flat())].sort()).to.deep.equal(
      [...namesOf('cssStates')].sort(),
    );
  });

  it('go when what they say is over', async () => {
    const element = await shown('uploading', 'list');
    element.fake.pause();
    await drawn(element);
    expect([':state(uploading)', ':state(paused)'].map((state) => element.matches(state))).to.deep.equal([
      false,
      true,
    ]);
  });
});

/** Pairs of colours with the contrast they need (WCAG 2: 4.5 for text, 3 for graphics), and the one they have. */
const PAIRS: readonly (readonly [colour: string, on: string, need: number, light: number, dark: number])[] = [
  ['text', 'surface', 4.5, 17.78, 15.44],
  ['text', 'accent-soft', 4.5, 15.53, 12.77],
  ['text', 'danger-soft', 4.5, 15.87, 13.67],
  ['muted', 'surface', 4.5, 6.74, 8.02],
  ['muted', 'hover', 4.5, 5.91, 6.52],
  ['muted', 'accent-soft', 4.5, 5.89, 6.63],
  ['accent', 'surface', 4.5, 6.17, 7.56],
  ['accent', 'accent-soft', 4.5, 5.39, 6.25],
  ['on-accent', 'accent', 4.5, 6.17, 7.72],
  ['accent', 'track', 3, 4.53, 4.89],
  ['danger', 'surface', 4.5, 5.93, 7.99],
  ['danger', 'danger-soft', 4.5, 5.3, 7.08],
  ['danger', 'track', 3, 4.36, 5.17],
  ['warning', 'surface', 4.5, 6.31, 9.73],
  ['warning', 'warning-soft', 4.5, 5.77, 7.92],
  ['success', 'surface', 4.5, 5.76, 8.45],
  ['success', 'hover', 4.5, 5.04, 6.87],
  ['line-strong', 'surface', 3, 3.67, 4.63],
  ['line-strong', 'sunken', 3, 3.4, 4.26],
  // Decorates only.
  ['line', 'surface', 1, 1.26, 1.39],
];

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = Array.from(colour.matchAll(/\d+/g), ([digits]) => {
    const part = Number(digits) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('the contrast of the colours', () => {
  let colourOf: (token: string) => string;

  for (const scheme of ['light', 'dark'] as const) {
    describe(scheme, () => {
      before(async () => {
        const element = await shown('empty', 'list');
        element.style.colorScheme = scheme;
        const probe = inside(element, '.frame');
        colourOf = (token) => {
          probe.style.color = `var(--_${token})`;
          return getComputedStyle(probe).color;
        };
      });

      for (const [colour, on, need, ...known] of PAIRS) {
        it(`is enough for ${colour} on ${on}`, () => {
          const found = contrast(colourOf(colour), colourOf(on));
          expect(found).to.be.at.least(need);
          expect(found).to.be.closeTo(known[scheme === 'light' ? 0 : 1], 0.0051);
        });
      }
    });
  }

  it('is the same for engines that know no light-dark()', async () => {
    const css = cssOf(await shown('empty', 'list'));
    const colours = (pattern: RegExp): readonly string[] =>
      Array.from(css.matchAll(pattern), ([, name = '', light = '']) => `${name} ${light}`).sort();
    const plain = colours(/var\((--smh-[\w-]+), (#\w{6}|rgb\([^)]+\))\)/g);
    expect(plain).to.have.length(namesOf('cssProperties').length - Object.keys(PROBES).length);
    expect(colours(/var\((--smh-[\w-]+), light-dark\((#\w{6}|rgb\([^)]+\)),/g)).to.deep.equal(plain);
  });
});
