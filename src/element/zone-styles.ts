import { css } from 'lit';

/** The drop zone, large and small. */
export const zoneStyles = css`
  .zone {
    display: flex;
    margin: 8px;
    border: 1px dashed var(--_line-strong);
    border-radius: var(--_radius-control);
    transition:
      background-color 120ms,
      border-color 120ms;
  }

  .zone.large {
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-block-size: 208px;
    padding: 24px 16px;
    background: var(--_sunken);
    text-align: center;
  }

  .zone.large .zone-icon {
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    margin-block-end: 12px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_accent);
  }

  .zone.large .zone-icon .icon {
    inline-size: 24px;
    block-size: 24px;
  }

  .zone.large .zone-title {
    margin-block-end: 12px;
    font-size: 16px;
    font-weight: 600;
    line-height: 24px;
  }

  .zone.large .zone-buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }

  .zone.large button {
    min-block-size: max(40px, var(--_target));
  }

  .zone-hint {
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
  }

  .zone.large .zone-hint {
    margin-block-start: 12px;
    min-block-size: 18px;
  }

  .zone-words {
    display: contents;
  }

  .zone.small .zone-words {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    min-inline-size: 0;
  }

  .zone.small .zone-title {
    margin-inline-end: 4px;
  }

  .zone.small .zone-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    margin-inline-start: -4px;
  }

  .zone.small {
    align-items: center;
    min-block-size: 48px;
    padding: 4px 12px;
    color: var(--_muted);
    font-size: 14px;
  }

  .zone.small .zone-icon {
    display: inline-flex;
    margin-inline-end: 8px;
  }

  .zone.small button {
    font-size: 14px;
  }

  .zone.small .zone-hint {
    margin-inline-start: auto;
    padding-inline-start: 12px;
  }

  .zone.over {
    border: 1px solid var(--_accent);
    outline: 1px solid var(--_accent);
    background: var(--_accent-soft);
    color: var(--_text);
  }

  .zone.large.over .zone-icon {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .zone.refused {
    border-color: var(--_danger);
    outline-color: var(--_danger);
    background: var(--_danger-soft);
  }

  .zone.large.refused .zone-icon {
    background: var(--_surface);
    color: var(--_danger);
  }

  /* Over the files that are there, so that a drop anywhere is seen to be taken. */
  .drop-sheet {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    padding: 16px;
    border: 2px solid var(--_accent);
    border-radius: inherit;
    background: color-mix(in srgb, var(--_accent-soft) 90%, transparent);
    pointer-events: none;
    text-align: center;
    animation: fade-in 120ms;
  }

  .drop-sheet.refused {
    border-color: var(--_danger);
    background: color-mix(in srgb, var(--_danger-soft) 90%, transparent);
  }

  .drop-sheet .icon {
    inline-size: 24px;
    block-size: 24px;
    margin-block-end: 4px;
    color: var(--_accent);
  }

  .drop-sheet.refused .icon {
    color: var(--_danger);
  }

  @keyframes fade-in {
    from {
      opacity: 0;
    }
  }

  @container smh-uploader (inline-size < 480px) {
    .zone.small .zone-hint {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .zone.over {
      border-color: CanvasText;
    }
  }
`;
