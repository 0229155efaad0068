import type { TaskSnapshot, Totals } from '../engine/task-snapshot.js';

/** What the states are read from. */
export type StateFacts = {
  readonly tasks: readonly TaskSnapshot[];
  readonly totals: Totals;
  readonly isDragging: boolean;
  readonly isDisabled: boolean;
};

/** Sets the states that a page may style by `:state()`. */
export function showCustomStates(internals: ElementInternals, facts: StateFacts): void {
  const { totals, tasks } = facts;
  const states = {
    dragging: facts.isDragging,
    uploading: totals.active > 0,
    paused: totals.active === 0 && tasks.some(({ status }) => status === 'paused'),
    failed: totals.failed > 0,
    complete: totals.completed > 0 && totals.completed + totals.canceled === totals.files,
    disabled: facts.isDisabled,
  };
  for (const [name, isOn] of Object.entries(states)) {
    setState(internals, name, isOn);
  }
}

function setState(internals: ElementInternals, name: string, isOn: boolean): void {
  try {
    if (isOn) {
      internals.states.add(name);
    } else {
      internals.states.delete(name);
    }
  } catch {
    // Engines before `:state()` have no set, or take only names that begin with two dashes.
  }
}
