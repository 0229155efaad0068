import { css } from 'lit';

/** The one line of the compact view. */
export const compactStyles = css`
  .bar {
    display: flex;
    align-items: center;
    column-gap: 12px;
    padding-inline: 16px 7px;
  }

  /* As high as the line: 48 px with the border of the frame, also where the buttons go below it. */
  .mark {
    display: flex;
    flex: none;
    align-items: center;
    min-block-size: calc(48px * var(--_density) - 2px);
    color: var(--_muted);
  }

  .line-trouble .mark {
    color: var(--_danger);
  }

  .line-done .mark {
    color: var(--_success);
  }

  /*
   * A phrase adds no height: where it has no room beside the title it goes to a line of its own, of no
   * height, which is cut off. So it is dropped whole, and no script has to measure.
   */
  .bar-words {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: flex-start;
    column-gap: 8px;
    min-inline-size: 0;
    overflow: clip;
    font-weight: 600;
  }

  .bar-title {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .bar-words .phrase,
  .bar-trouble,
  .bar-reason {
    font-size: 13px;
    font-weight: 400;
    line-height: 20px;
  }

  .bar-words .phrase {
    block-size: 20px;
    margin-block-end: -20px;
    color: var(--_muted);
    white-space: nowrap;
  }

  .bar-trouble {
    color: var(--_danger);
  }

  .bar-reason {
    color: var(--_muted);
  }

  .bar .zone-buttons,
  .bar .summary-actions {
    display: flex;
    flex: none;
    flex-wrap: nowrap;
    gap: 8px;
  }

  .bar :is([data-action='pause-all'], [data-action='resume-all']) {
    padding: 0;
    border-color: transparent;
    color: var(--_muted);
  }

  .bar :is([data-action='pause-all'], [data-action='resume-all']) .word {
    display: none;
  }

  .bar [data-action='toggle-list'] .icon {
    transition: transform 160ms var(--_ease);
  }

  .bar [aria-expanded='true'] .icon {
    transform: rotate(180deg);
  }

  /* Two buttons have no room beside any words on a phone. */
  .drop-bar {
    flex-wrap: wrap;
  }

  .drop-bar .bar-words {
    flex-basis: 96px;
  }

  .bar .zone-buttons {
    flex: 0 1 auto;
    flex-wrap: wrap;
    padding-block: calc((46px - var(--_target)) / 2);
  }

  .ring,
  .ring-fill {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
  }

  .ring {
    overflow: hidden;
    background: var(--_track);
    mask: radial-gradient(closest-side, transparent calc(100% - 3px), black calc(100% - 2.5px));
  }

  .ring-fill {
    background: conic-gradient(var(--_accent) calc(var(--_ratio, 0) * 1turn), transparent 0);
  }

  .line-paused .ring-fill {
    background: conic-gradient(var(--_muted) calc(var(--_ratio, 0) * 1turn), transparent 0);
  }

  .panel {
    border-block-start: 1px solid var(--_line);
  }

  .drop-bar button:disabled {
    color: var(--_muted);
  }

  /* Room for one line only, which nothing may shine through. */
  .bar ~ .drop-sheet {
    flex-direction: row;
    gap: 12px;
    justify-content: start;
    padding-block: 0;
    background: var(--_accent-soft);
    text-align: start;
  }

  .bar ~ .drop-sheet.refused {
    background: var(--_danger-soft);
  }

  .bar ~ .drop-sheet .icon {
    margin: 0;
  }

  .bar ~ .drop-sheet .title {
    font-size: 14px;
    line-height: 20px;
  }

  @container smh-uploader (inline-size < 600px) {
    .bar ~ .drop-sheet .meta {
      display: none;
    }
  }

  @container smh-uploader (inline-size < 480px) {
    .bar .wordy {
      padding: 0;
    }

    .bar .wordy .word {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .ring {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
      background: Canvas;
      mask: radial-gradient(closest-side, transparent calc(100% - 5px), black calc(100% - 4.5px));
    }

    .ring-fill {
      inline-size: 18px;
      block-size: 18px;
    }
  }
`;
