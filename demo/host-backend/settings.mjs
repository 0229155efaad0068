/** By variable: default ('': it must be set), form, and the form in words. */
const VARIABLES = {
  SMH_ENDPOINT: [
    '',
    /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])[\w.:/-]*\w$/,
    'an https:// address',
  ],
  SMH_LIBRARY_ID: ['', /^[\w-]+$/, "the library's id"],
  SMH_LIBRARY_SECRET: ['', /^\S{16,}$/, "the library's secret, 16 characters or more"],
  SMH_SPACE_ID: ['-', /^[\w-]+$/, "the space's id, or - where there is only one"],
  UPLOAD_PREFIX: ['uploads/{user}', /^[\w{}-]+(\/[\w{}-]+)*$/, 'folders without dots, joined by /'],
  PAGE_ORIGIN: ['', /^https?:\/\/[a-z0-9.-]+(:\d+)?$/, 'an origin such as https://www.example.com'],
  HOST: ['127.0.0.1', /./, 'an address of this machine'],
  PORT: ['8787', /^\d{1,5}$/, 'a port'],
  REQUESTS_PER_MINUTE: ['1200', /^\d{1,9}$/, 'a whole number'],
  ALLOW_OVERWRITE: ['no', /^(yes|no)$/, 'yes or no'],
  ISSUE_TOKENS: ['no', /^(yes|no)$/, 'yes or no'],
};

const values = Object.entries(VARIABLES).map(([name, [fallback]]) => [name, process.env[name] || fallback]);
const wrong = values.filter(([name, value]) => !VARIABLES[name][1].test(value)).map(([name]) => name);
// Never the value: it may be a secret.
for (const name of wrong) console.error(`${name} must be ${VARIABLES[name][2]}`);
if (wrong.length > 0) process.exit(1);

/** The environment variables above, as texts. */
export const settings = Object.fromEntries(values);
