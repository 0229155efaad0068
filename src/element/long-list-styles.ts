import { css } from 'lit';

/** What a list needs once it is long: places for the rows in sight, headers of folders, filters. */
export const longListStyles = css`
  /* Only the rows in sight are there: each is put in its place, and the rest is height alone. */
  .list.virtual {
    position: relative;
    overflow-anchor: none;
  }

  .list.virtual::after {
    content: '';
    display: block;
    block-size: var(--_total, 0);
  }

  .list.virtual > * {
    position: absolute;
    inset-block-start: var(--_top, 0);
    inset-inline: 0;
    contain: layout style;
    content-visibility: visible;
  }

  .group:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .group {
    min-block-size: calc(40px * var(--_density));
  }

  button.folder-row {
    justify-content: start;
    inline-size: 100%;
    min-block-size: calc(40px * var(--_density));
    padding-inline: 16px 12px;
    border-radius: 0;
    font-weight: 400;
  }

  .folder-row:focus-visible {
    outline-offset: -2px;
  }

  .folder-name {
    overflow: hidden;
    color: var(--_text);
    font-size: 14px;
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .folder-facts {
    flex: none;
  }

  .twist {
    display: flex;
    transition: transform 160ms var(--_ease);
  }

  [aria-expanded='false'] > .twist {
    transform: rotate(-90deg);
  }

  :host(:dir(rtl)) [aria-expanded='false'] > .twist {
    transform: rotate(90deg);
  }

  .nothing-here {
    padding: 16px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 0 16px 8px;
  }

  .chip {
    flex: none;
    gap: 4px;
    min-block-size: max(28px, var(--_target));
    border-color: var(--_line-strong);
    padding-inline: 12px;
    border-radius: 999px;
    color: var(--_muted);
  }

  .chip[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_accent);
  }

  .chip.trouble:not([aria-pressed='true']) {
    color: var(--_danger);
  }

  .chip:focus-visible {
    outline-offset: -2px;
  }

  @media (hover: hover) {
    .chip:not([aria-pressed='true']):enabled:hover {
      background: var(--_hover);
    }
  }

  @container smh-uploader (inline-size < 480px) {
    .filters {
      gap: 4px;
      padding-inline: 12px;
    }

    .chip {
      padding-inline: 8px;
    }
  }
`;
