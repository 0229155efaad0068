import { findDevServer } from './stored-files.js';

const TARGETS: readonly string[] = [
  'start',
  'part',
  'simple-put',
  'renew',
  'state',
  'confirm',
  'access-token',
];

/** Faults by what a person would call them. */
const FAULTS: Readonly<Record<string, object>> = {
  'the connection breaks': { reset: 'mid-body' },
  'the answer is lost': { reset: 'after-commit' },
  'a server error (500)': { status: 500 },
  'the server is busy (503)': { status: 503, retryAfter: 5 },
  'too many requests (429)': { status: 429, retryAfter: 5 },
  'no permission (403)': { status: 403, code: 'PermissionDenied', message: 'no permission' },
  'nothing answers': { hang: true },
  'a slow line (200 kB/s)': { bytesPerSecond: 200_000 },
};

/** Lets the development server misbehave on request; hidden with the real service. */
export async function showFaults(): Promise<void> {
  const devServer = await findDevServer();
  const form = document.querySelector<HTMLFormElement>('#fault-form');
  const section = document.querySelector<HTMLElement>('#faults');
  if (devServer === null || form === null || section === null) {
    return;
  }
  const url = `${devServer}/_dev/faults`;
  section.hidden = false;
  fill('#fault-on', TARGETS);
  fill('#fault-what', Object.keys(FAULTS));

  const refresh = async (): Promise<void> => {
    const answer = await fetch(url);
    const faults: readonly { readonly hits: number }[] = await answer.json();
    const hits = faults.reduce((sum, fault) => sum + fault.hits, 0);
    const count = document.querySelector('#fault-count');
    if (count !== null) {
      count.textContent =
        faults.length === 0 ? 'none in force' : `${faults.length} in force, used ${hits} times`;
    }
  };
  const change = async (request: RequestInit): Promise<void> => {
    await fetch(url, request);
    await refresh();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = new FormData(form);
    const what = wanted.get('what');
    const rule = {
      on: wanted.get('on'),
      times: Number(wanted.get('times')),
      ...(typeof what === 'string' ? FAULTS[what] : undefined),
    };
    void change({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    });
  });
  document.querySelector('#fault-clear')?.addEventListener('click', () => void change({ method: 'DELETE' }));
  await refresh();
}

function fill(selector: string, texts: readonly string[]): void {
  document.querySelector(selector)?.append(...texts.map((text) => new Option(text, text)));
}
