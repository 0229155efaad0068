import { compactStyles } from './compact-styles.js';
import { frameStyles } from './frame-styles.js';
import { gridStyles } from './grid-styles.js';
import { listStyles } from './list-styles.js';
import { longListStyles } from './long-list-styles.js';
import { theme } from './theme.js';
import { zoneStyles } from './zone-styles.js';

/** All style of the element; a later one wins. */
export const styles = [theme, frameStyles, zoneStyles, listStyles, longListStyles, gridStyles, compactStyles];
