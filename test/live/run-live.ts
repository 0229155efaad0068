import { parseArgs } from 'node:util';
import { hostOptionsFrom } from '../../demo/server/host-options.js';
import { countResults, formatMarkdown, formatRows } from './format-rows.js';
import type { LiveCheck } from './live-check.js';
import { unconfirmedList } from './unconfirmed-list.js';
import { untestedRows, walkList } from './walk-list.js';
import type { Walk } from './walk-list.js';

const usage = `npm run test:live                         asks the real service what its documents leave open
npm run test:live -- --markdown           prints the table of the README
npm run test:live -- --only bearer,...    only these: ${unconfirmedList.map(({ id }) => id).join(', ')}
npm run test:live -- --patience SECONDS   longest wait for headers to expire (default 0)

It needs SMH_ENDPOINT, SMH_LIBRARY_ID, SMH_SPACE_ID and SMH_LIBRARY_SECRET, works in a folder of its own, and
removes it. Without them nothing is tried.`;

const notTried = 'Not tried.';

class WrongFlag extends Error {}

type Parameters = {
  readonly checks: readonly LiveCheck[];
  readonly isMarkdown: boolean;
  readonly isHelpWanted: boolean;
  readonly patienceSeconds: number;
};

/** @throws {WrongFlag} */
function readParameters(): Parameters {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        markdown: { type: 'boolean', default: false },
        only: { type: 'string' },
        patience: { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new WrongFlag(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const ids = values.only?.split(',').map((id) => id.trim());
  const unknown = ids?.find((id) => !unconfirmedList.some((check) => check.id === id));
  if (unknown !== undefined) throw new WrongFlag(`--only: there is no "${unknown}".`);
  const patienceSeconds = Number(values.patience);
  if (!(patienceSeconds >= 0))
    throw new WrongFlag(`--patience: "${values.patience}" is no number of seconds.`);
  return {
    checks: unconfirmedList.filter(({ id }) => ids?.includes(id) ?? true),
    isMarkdown: values.markdown,
    isHelpWanted: values.help,
    patienceSeconds,
  };
}

async function run(): Promise<number> {
  const { checks, isMarkdown, isHelpWanted, patienceSeconds } = readParameters();
  if (isHelpWanted) {
    console.log(usage);
    return 0;
  }
  const options = hostOptionsFrom(process.env);
  const walk: Walk =
    options === null
      ? { rows: untestedRows(checks, notTried), left: [], problem: null }
      : await walkList(options, checks, { patienceSeconds });
  console.log(isMarkdown ? formatMarkdown(walk.rows) : formatRows(walk.rows));
  // A table is piped into a file: what is not of it goes elsewhere.
  const tell = isMarkdown ? console.error : console.log;
  if (options === null) {
    tell(
      '\nNothing was tried: SMH_ENDPOINT, SMH_LIBRARY_ID, SMH_SPACE_ID and SMH_LIBRARY_SECRET are not set.',
    );
  }
  for (const line of walk.left) tell(`\nThis stays at the service: ${line}`);
  if (walk.problem !== null) tell(`\nNothing could be tried: ${walk.problem}`);
  tell(`\n${countResults(walk.rows)}`);
  return walk.problem === null ? 0 : 1;
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof WrongFlag) console.error(`\n${usage}`);
    process.exitCode = 2;
  },
);
