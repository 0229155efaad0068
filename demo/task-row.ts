import type { TaskSnapshot, Uploader } from 'smh-uploader/headless';

/** One row of the list, kept for the life of its task, so that a button never loses the focus. */
export type TaskRow = { readonly item: HTMLLIElement; show(task: TaskSnapshot): void };

/** A row with a bar and the two buttons that make sense: one to pause or go on, one to remove. */
export function makeTaskRow(uploader: Uploader, id: string): TaskRow {
  const name = document.createElement('span');
  const bar = document.createElement('progress');
  const status = document.createElement('span');
  const main = makeButton();
  const remove = makeButton();
  let act = (): void => undefined;
  main.addEventListener('click', () => act());
  remove.addEventListener('click', () => uploader.removeTask(id));
  remove.textContent = 'Remove';
  const item = document.createElement('li');
  item.append(name, bar, status, main, remove);

  return {
    item,
    show(task) {
      name.textContent = task.name;
      bar.value = task.progress;
      bar.setAttribute('aria-label', task.name);
      status.textContent = task.error?.code ?? task.status;
      const isPaused = task.status === 'paused';
      const isFailed = task.status === 'failed';
      main.textContent = isFailed ? 'Retry' : isPaused ? 'Resume' : 'Pause';
      main.disabled = task.status === 'completed' || task.status === 'canceled';
      main.setAttribute('aria-label', `${main.textContent} ${task.name}`);
      remove.setAttribute('aria-label', `Remove ${task.name}`);
      act = isFailed
        ? () => uploader.retry(id)
        : isPaused
          ? () => uploader.resume(id)
          : () => uploader.pause(id);
    },
  };
}

function makeButton(): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  return button;
}
