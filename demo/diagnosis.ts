import type { SmhUploader } from 'smh-uploader';

/** Shows what keeps uploads from working here, at a press of the button. */
export function offerDiagnosis(uploader: SmhUploader): void {
  const button = document.querySelector<HTMLButtonElement>('#diagnose');
  const report = document.querySelector<HTMLElement>('#report');
  if (button === null || report === null) return;
  button.addEventListener('click', () => {
    button.disabled = true;
    void uploader.diagnose({ probe: true }).then(({ checks }) => {
      report.textContent = checks
        .map(({ id, status, message, fix }) =>
          [`${status.padEnd(8)}${id}: ${message}`, ...(fix?.split('\n') ?? [])].join('\n        → '),
        )
        .join('\n');
      report.hidden = false;
      button.disabled = false;
    });
  });
}
