/** What the analyzer reads; `npm run manifest` writes `custom-elements.json` anew. */
export default {
  globs: ['src/index.ts', 'src/element/**/*.ts', 'src/engine/engine-events.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [publicSurface()],
};

/** The file of the package that the element and its events come from. */
const MODULE = 'dist/smh-uploader.js';

/**
 * Leaves what a user may use: the element as one class (the classes that it is made of are nobody's
 * business) and its events, in the module that the package has them in.
 *
 * @returns {import('@custom-elements-manifest/analyzer').Plugin}
 */
function publicSurface() {
  return {
    name: 'public-surface',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isClassDeclaration(node)) return;
      const base = node.heritageClauses?.[0]?.types[0];
      const detail = base?.expression.getText() === 'CustomEvent' ? base.typeArguments?.[0] : undefined;
      const declaration = moduleDoc.declarations.find(({ name }) => name === node.name.getText());
      if (detail === undefined || declaration === undefined) return;
      declaration.members = [
        { kind: 'field', name: 'detail', type: { text: writtenOut(ts, detail) }, readonly: true },
      ];
    },
    packageLinkPhase({ customElementsManifest }) {
      const declarations = customElementsManifest.modules.flatMap((module) => module.declarations);
      const element = declarations.find(({ tagName }) => tagName === 'smh-uploader');
      const events = declarations.filter(({ name }) => element.events.some(({ type }) => type.text === name));
      customElementsManifest.modules = [
        {
          kind: 'javascript-module',
          path: MODULE,
          declarations: [publicElement(element), ...events.map(publicEvent)],
          exports: [
            ...[element, ...events].map(({ name }) => ({
              kind: 'js',
              name,
              declaration: { name, module: MODULE },
            })),
            {
              kind: 'custom-element-definition',
              name: element.tagName,
              declaration: { name: element.name, module: MODULE },
            },
          ],
        },
      ];
    },
  };
}

function publicElement(element) {
  return {
    ...element,
    superclass: { name: 'LitElement', package: 'lit' },
    members: element.members.filter(isPublic).map(withoutOrigin).map(withNamedParameters),
    attributes: element.attributes.map(withoutOrigin).map((attribute) => ({
      ...attribute,
      type: { text: attributeType(attribute.type?.text ?? 'string') },
    })),
  };
}

/** What a name of the same file stands for, since the file is all that the analyzer sees; on one line. */
function writtenOut(ts, type) {
  const named = type
    .getSourceFile()
    .statements.find(
      (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === type.getText(),
    );
  return (named?.type ?? type)
    .getText()
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ');
}

function publicEvent({ kind, name, description, members }) {
  return { kind, name, description, members, superclass: { name: 'CustomEvent', package: 'global:' } };
}

/** Static fields are how the class talks to the browser and to Lit. */
function isPublic({ name, kind, privacy, static: isStatic }) {
  const isInside = privacy === 'private' || privacy === 'protected' || name.startsWith('#');
  return !isInside && !(kind === 'field' && isStatic);
}

function withoutOrigin(item) {
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'inheritedFrom'));
}

/** The analyzer names a parameter that is taken apart by the pattern. */
function withNamedParameters({ parameters, ...member }) {
  if (parameters === undefined) return member;
  return {
    ...member,
    parameters: parameters.map(({ default: byDefault, ...parameter }) => ({
      ...parameter,
      ...(byDefault === undefined ? {} : { optional: true }),
      ...(parameter.name.startsWith('{') ? { name: 'options', optional: true } : {}),
    })),
  };
}

/** What the markup may say; editors offer each text of a union. A property's objects and functions are not among it. */
function attributeType(propertyType) {
  if (propertyType === 'boolean') return propertyType;
  const texts = propertyType.split('|').map((text) => text.trim());
  const offered = texts.filter((text) => text.startsWith("'"));
  const isFree = offered.length === 0 || texts.includes('string');
  return [...offered, ...(isFree ? [texts.includes('number') ? 'number' : 'string'] : [])].join(' | ');
}
