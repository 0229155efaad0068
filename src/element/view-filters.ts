import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Messages } from '../locales/messages.js';
import type { ListView } from './list-controller.js';
import { filterCount, LIST_FILTERS, type ListFilter } from './list-filter.js';
import type { ViewContext } from './view-context.js';

/** One chip for each part of a long list, with how many files are in it. */
export function viewFilters(
  { census, filter, show }: ListView,
  { messages, formats }: ViewContext,
): TemplateResult {
  return html`<div class="filters" role="group" aria-label=${messages.filterLabel}>
    ${LIST_FILTERS.map((one) => {
      const count = filterCount(one, census);
      return html`<button
        type="button"
        class=${one === 'needs-you' && count > 0 ? 'chip trouble' : 'chip'}
        part="action"
        data-filter=${one}
        aria-pressed=${one === filter ? 'true' : 'false'}
        @click=${() => show(one)}
      >
        ${filterWord(one, messages)} <span class="chip-count">${formats.count(count)}</span>
      </button>`;
    })}
  </div>`;
}

function filterWord(filter: ListFilter, messages: Messages): string {
  switch (filter) {
    case 'all':
      return messages.filterAll;
    case 'uploading':
      return messages.filterUploading;
    case 'waiting':
      return messages.filterWaiting;
    case 'needs-you':
      return messages.filterNeedsYou;
    case 'done':
      return messages.filterDone;
  }
}
