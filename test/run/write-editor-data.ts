import { readFileSync } from 'node:fs';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';

/**
 * Writes what editors read into `dist`, from `custom-elements.json`: VS Code's custom data for HTML and
 * CSS, and JetBrains' web-types.
 */
type Manifest = Parameters<typeof generateVsCodeCustomElementData>[0];

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as Manifest;

// Their defaults stand in the descriptions; the packages would write "undefined" beside them.
const options = { outdir: 'dist', hideCssPropertiesDocs: true, hideLogs: true };
generateVsCodeCustomElementData(manifest, options);
generateJetBrainsWebTypes(manifest, { ...options, packageJson: false });
