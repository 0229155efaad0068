import { css } from 'lit';

/** The list and its rows. */
export const listStyles = css`
  .list {
    max-block-size: min(480px, 60vh);
    margin: 0;
    padding: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    list-style: none;
  }

  .item:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .item {
    position: relative;
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    align-items: center;
    column-gap: 12px;
    min-block-size: calc(56px * var(--_density));
    padding: calc(6px * var(--_density)) 12px calc(6px * var(--_density)) 16px;
    padding-inline: 16px 12px;
    /* Rows out of sight are neither laid out nor painted. */
    content-visibility: auto;
    contain-intrinsic-block-size: auto calc(56px * var(--_density));
  }

  @media (hover: hover) {
    .item:hover {
      background: var(--_hover);
    }
  }

  .thumb {
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_radius-control);
    overflow: hidden;
    background: var(--_sunken);
    color: var(--_muted);
  }

  .thumb canvas {
    inline-size: 100%;
    block-size: 100%;
  }

  .thumb .icon {
    inline-size: 20px;
    block-size: 20px;
  }

  .undeveloped {
    display: none;
  }

  .about {
    min-inline-size: 0;
  }

  /* As wide as it needs, so that it begins where the row does, whatever its own direction is. */
  .name {
    display: flex;
    inline-size: fit-content;
    max-inline-size: 100%;
    font-size: 14px;
    font-weight: 500;
    line-height: 20px;
    white-space: pre;
  }

  .folder {
    flex: 0 100 auto;
    overflow: hidden;
    color: var(--_muted);
    font-weight: 400;
    text-overflow: ellipsis;
  }

  .file-name {
    display: flex;
    flex: 0 1 auto;
    min-inline-size: 0;
  }

  .head {
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: isolate;
  }

  .tail {
    flex: none;
    max-inline-size: 75%;
    overflow: hidden;
    unicode-bidi: isolate;
  }

  .line {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
  }

  .line .icon {
    margin-block-start: 1px;
  }

  .pieces {
    min-inline-size: 0;
  }

  .tone-success .icon {
    color: var(--_success);
  }

  .tone-warning {
    color: var(--_warning);
  }

  .tone-danger {
    color: var(--_danger);
  }

  .actions {
    display: flex;
    align-items: center;
    gap: 4px;
  }

  .actions .wordy + .bare {
    margin-inline-start: 4px;
  }

  .percent {
    min-inline-size: 4ch;
    color: var(--_accent);
    font-size: 13px;
    font-weight: 500;
    text-align: end;
  }

  .prompt {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding-block: 6px;
  }

  .for-all {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: var(--_target);
    font-size: 13px;
    line-height: 18px;
  }

  .for-all input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .rail {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 68px 0;
    block-size: 3px;
    background: var(--_line);
    transform: scaleY(0.3334);
    transform-origin: bottom;
    transition: transform 200ms var(--_ease);
  }

  .item:last-child .rail:not(.has-progress) {
    visibility: hidden;
  }

  .rail.has-progress {
    inset-inline-end: 16px;
    border-radius: 2px;
    overflow: hidden;
    background: var(--_track);
    transform: none;
  }

  .rail .fill {
    block-size: 100%;
    border-radius: inherit;
    background: var(--_accent);
    transform: scaleX(var(--_ratio, 0));
    transform-origin: left;
  }

  :host(:dir(rtl)) .rail .fill {
    transform-origin: right;
  }

  .rail.frozen .fill {
    background: var(--_muted);
  }

  @container smh-uploader (inline-size < 480px) {
    .item {
      min-block-size: calc(64px * var(--_density));
    }

    .percent,
    .line-3 {
      display: none;
    }

    .item .actions .wordy:not([data-action='undo']) {
      padding: 0;
      border-color: transparent;
    }

    .item .actions .wordy:not([data-action='undo']) .word {
      display: none;
    }
  }

  @container smh-uploader (inline-size < 360px) {
    .item .actions [data-action='undo'] .icon {
      display: none;
    }

    .item {
      column-gap: 8px;
      padding-inline: 12px 4px;
    }

    .rail {
      inset-inline-start: 60px;
    }

    .line-2 {
      display: none;
    }

    .line-2 + .piece::before {
      content: none;
    }

    .line-2 + .line-3 + .piece::before {
      content: none;
    }
  }

  @media (forced-colors: active) {
    .rail.has-progress {
      border: 1px solid CanvasText;
      block-size: 5px;
    }

    .rail .fill {
      forced-color-adjust: none;
    }

    .item[data-status] .fill {
      background: Highlight;
    }
  }
`;
