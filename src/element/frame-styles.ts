import { css } from 'lit';

/** The frame, buttons, header and notes. */
export const frameStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    color: var(--_text);
    font-family: var(--smh-font, inherit);
    font-size: 14px;
    line-height: 20px;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none;
  }

  .frame {
    container: smh-uploader / inline-size;
    position: relative;
    overflow: clip;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  .body {
    display: flex;
    flex-direction: column;
  }

  .icon {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-inline-size: var(--_target);
    min-block-size: var(--_target);
    margin: 0;
    padding: 0 12px;
    border: 1px solid transparent;
    border-radius: var(--_radius-control);
    background: none;
    color: inherit;
    font: 500 13px/18px inherit;
    font-family: inherit;
    cursor: pointer;
    transition:
      background-color 80ms,
      color 80ms;
  }

  button:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  button:disabled {
    cursor: not-allowed;
  }

  button.solid {
    padding-inline: 16px;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  button.solid:disabled {
    border-color: var(--_line-strong);
    background: none;
    color: var(--_muted);
  }

  button.solid:enabled:active {
    background: var(--_accent-strong);
  }

  button.plain {
    border-color: var(--_line-strong);
  }

  button.bare {
    padding: 0;
    color: var(--_muted);
  }

  button.link {
    padding-inline: 4px;
    color: var(--_accent);
  }

  button.link:active {
    color: var(--_accent-strong);
  }

  @media (hover: hover) {
    button.plain:enabled:hover,
    button.bare:enabled:hover {
      background: var(--_hover);
    }

    button.solid:enabled:hover {
      background: var(--_accent-strong);
    }

    button.link:enabled:hover {
      text-decoration: underline;
    }
  }

  .summary {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px 16px;
    padding: 16px 16px 12px;
  }

  .title {
    font-size: 16px;
    font-weight: 600;
    line-height: 24px;
  }

  .meta {
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    text-wrap: pretty;
  }

  .piece:not(:first-child)::before {
    content: ' · ';
  }

  .summary-actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
  }

  .ribbon {
    grid-column: 1 / -1;
    position: relative;
    block-size: 4px;
    overflow: hidden;
    border-radius: 2px;
    background: var(--_track);
  }

  .ribbon .fill,
  .ribbon .failed {
    position: absolute;
    inset: 0;
    transform: scaleX(var(--_ratio, 0));
    transform-origin: left;
    background: var(--_accent);
  }

  .ribbon .failed {
    transform-origin: right;
    background: var(--_danger);
  }

  .ribbon.done .fill {
    background: var(--_success);
  }

  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: flex-end;
    column-gap: 8px;
    margin: 0 8px 8px;
    padding: 4px 4px 4px 12px;
    padding-inline: 12px 4px;
    border: 1px solid transparent;
    border-radius: var(--_radius-control);
    font-size: 13px;
    line-height: 18px;
  }

  .note > .icon {
    margin-block: calc((var(--_target) - 16px) / 2);
  }

  .note.danger {
    background: var(--_danger-soft);
  }

  .note.danger > .icon {
    color: var(--_danger);
  }

  .note.warning {
    background: var(--_warning-soft);
  }

  .note.warning > .icon {
    color: var(--_warning);
  }

  .note.calm,
  .note.earlier {
    background: var(--_accent-soft);
  }

  .note:first-child {
    margin-block-start: 8px;
  }

  .note-actions {
    display: flex;
    gap: 12px;
  }

  /* Buttons go below it before it gets narrower. */
  .note-text {
    flex: 1 1 140px;
    min-inline-size: 0;
    padding-block: calc((var(--_target) - 18px) / 2);
    overflow-wrap: anywhere;
  }

  .note-title,
  .note-name {
    font-weight: 600;
  }

  .note-name {
    margin-inline-end: 4px;
  }

  .note-list {
    margin: 2px 0 0;
    padding: 0;
    list-style: none;
  }

  .note-text button.link {
    justify-content: start;
    margin-inline-start: -4px;
    text-align: start;
  }

  .note-list button.link {
    display: flex;
  }

  @container smh-uploader (inline-size < 480px) {
    .summary .wordy {
      padding: 0;
    }

    .summary .wordy .word {
      display: none;
    }

    .rank-2,
    .rank-3 {
      display: none;
    }
  }

  /* One word is enough beside the title. */
  @container smh-uploader (inline-size < 720px) {
    .summary .wordy:not(:first-child) {
      padding: 0;
    }

    .summary .wordy:not(:first-child) .word {
      display: none;
    }
  }

  @container smh-uploader (480px <= inline-size < 600px) {
    .rank-3 {
      display: none;
    }
  }

  :host(:dir(rtl)) .ribbon .fill {
    transform-origin: right;
  }

  :host(:dir(rtl)) .ribbon .failed {
    transform-origin: left;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition-duration: 1ms;
    }
  }

  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }

    .ribbon {
      border: 1px solid CanvasText;
    }

    .ribbon .fill,
    .ribbon .failed {
      forced-color-adjust: none;
    }

    .note {
      border-color: CanvasText;
    }
  }
`;
